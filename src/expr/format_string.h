// The inside of an f-string, by Python 3.11's rules (before PEP 701): no backslash and no comment in an
// expression, nested fields two levels deep.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "expr/ast.h"
#include "expr/literals.h"

namespace headrace::expr {

class FormatString {
 public:
  FormatString(std::string_view source, const StringLiteral& literal, Ast* ast, int depth, SyntaxError* error)
      : source_(source),
        literal_(literal),
        ast_(ast),
        depth_(depth),
        error_(error),
        pos_(literal.body_begin) {}

  // Appends literal text to *text and hands each field to `emit` in its place between texts.
  bool parse(std::string* text, const std::function<void(Node*)>& emit) { return parse_level(0, text, emit); }

 private:
  bool parse_level(int level, std::string* text, const std::function<void(Node*)>& emit);
  bool literal_text(int level, std::string* text);
  Node* field(int level, std::string* text);
  bool find_expression_end(uint32_t begin);
  Node* expression(uint32_t begin, uint32_t end);
  bool conversion(char* out);
  Node* format_spec(int level);
  char peek(uint32_t ahead = 0) const {
    return pos_ + ahead < literal_.body_end ? source_[pos_ + ahead] : '\0';
  }
  bool fail(uint32_t at, std::string message);

  std::string_view source_;
  StringLiteral literal_;
  Ast* ast_;
  int depth_;
  SyntaxError* error_;
  uint32_t pos_;
};

}  // namespace headrace::expr
