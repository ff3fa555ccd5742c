// Source text to tokens, by Python 3.11's rules for one expression: line ends count only outside brackets.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace headrace::expr {

enum class TokenType : uint8_t { kName, kNumber, kString, kOperator, kNewline, kEnd };

struct Token {
  TokenType type;
  uint32_t begin, end;  // byte offsets
  std::string_view text;
};

struct SyntaxError {
  std::string message;
  uint32_t begin = 0, end = 0;          // byte offsets of the culprit
  std::vector<std::string> known = {};  // the names that would be right, where one is unknown
};

// False with *error set. Token texts point into `source`, which must outlive them. The last token is kEnd.
// `offset`: where `source` stands in a text, from whose begin all positions are counted then.
bool tokenize(std::string_view source, std::vector<Token>* tokens, SyntaxError* error, uint32_t offset = 0);

bool is_keyword(std::string_view word);

}  // namespace headrace::expr
