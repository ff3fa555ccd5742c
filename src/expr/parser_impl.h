// The recursive-descent parser's class, shared by parser.cpp and format_string.cpp; everyone else includes
// parser.h.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "expr/ast.h"
#include "expr/lexer.h"

namespace headrace::expr {

inline constexpr int kParseDepthMax = 600;
// Of the tree, which chains such as `a + b + ...` and `a.b...` make deep without any nesting in the text.
// CPython compiles some 3,000.
inline constexpr size_t kTreeDepthMax = 1000;

// A name in its normal form: Python takes names that differ only in form as the same.
std::string name_of(const Token& token);

// What a node is, in CPython's words: "function call", "literal".
std::string describe(const Node& node);

// One function a grammar rule. Each returns null after setting *error_; the first error wins.
class Parser {
 public:
  Parser(std::string_view source, std::vector<Token> tokens, Ast* ast, int depth, SyntaxError* error)
      : source_(source), tokens_(std::move(tokens)), ast_(ast), depth_(depth), error_(error) {}

  Node* root();

 private:
  // Counts the rules being parsed inside each other, so that hostile nesting ends in an error.
  class Nesting {
   public:
    explicit Nesting(Parser* p) : parser_(p) { ++p->depth_; }
    ~Nesting() { --parser_->depth_; }
    explicit operator bool() const {
      if (parser_->depth_ <= kParseDepthMax) return true;
      parser_->fail("the expression is nested too deeply");
      return false;
    }

   private:
    Parser* parser_;
  };

  const Token& peek(size_t ahead = 0) const { return tokens_[std::min(pos_ + ahead, tokens_.size() - 1)]; }
  bool at(std::string_view text) const;
  bool at_name() const;
  bool at_assignment() const;
  bool at_expression_end() const;
  bool take(std::string_view text);
  bool expect(std::string_view text);
  Node* fail(std::string message);
  bool refuse(std::string message) { return fail(std::move(message)) != nullptr; }
  Node* fail_at(uint32_t begin, uint32_t end, std::string message);

  // A node from `begin` to the end of the last token taken.
  template <typename T, typename... A>
  T* make(uint32_t begin, A&&... args) {
    return ast_->make<T>(begin, tokens_[pos_ > 0 ? pos_ - 1 : 0].end, std::forward<A>(args)...);
  }

  Node* expressions();
  Node* expression();
  Node* named_expression();
  Node* star_named_expression();
  Node* disjunction();
  Node* boolean(std::string_view word);
  Node* inversion();
  bool comparison_operator(CompareOp* op);
  Node* comparison();
  Node* binary(int level);
  Node* factor();
  Node* power();
  Node* primary();
  Node* slices();
  Node* slice();
  Node* call(uint32_t begin, Node* function);
  Node* atom();
  Node* group();
  bool more_items(std::string_view close, std::vector<Node*>* items);
  Node* list();
  Node* braces();
  Node* dict(uint32_t begin, Node* first_key);
  Node* comprehension(NodeType type, uint32_t begin, Node* key, Node* element);
  Node* targets();
  Node* check_targets(Sequence* sequence);
  Node* target();
  bool as_target(Node* node, uint32_t begin);
  Node* lambda();
  bool parameters(Lambda* lambda);
  Node* strings();

  std::string_view source_;
  std::vector<Token> tokens_;
  Ast* ast_;
  int depth_;
  SyntaxError* error_;
  size_t pos_ = 0;
};

}  // namespace headrace::expr
