// The values of number and string literals.
#pragma once

#include <string_view>

#include "data/value.h"
#include "expr/lexer.h"

namespace headrace::expr {

// A kNumber token's value. False with *error where Python refuses it (more than 4300 digits).
bool number_literal(const Token& token, Value* out, SyntaxError* error);

struct StringLiteral {
  bool is_bytes = false, is_raw = false, is_format = false;
  uint32_t body_begin = 0, body_end = 0;  // byte offsets in the source, inside the quotes
};
// Splits prefix and quotes off a kString token.
StringLiteral split_string(const Token& token);

// Decodes the escapes of text[0, size) (raw: none) and appends. `offset` is the text's place in the source.
bool unescape(std::string_view text, uint32_t offset, bool is_bytes, bool is_raw, std::string* out,
              SyntaxError* error);

}  // namespace headrace::expr
