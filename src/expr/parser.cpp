#include "expr/parser.h"

#include <algorithm>
#include <set>

#include "base/normal_form.h"
#include "expr/children.h"
#include "expr/parser_impl.h"

namespace headrace::expr {
namespace {

struct BinaryLevel {
  std::string_view text;
  int level;
  pylib::BinaryOp op;
};
// Tighter binding has the higher level. ** is handled apart: it binds tighter than unary minus on its left.
constexpr BinaryLevel kBinary[] = {{"|", 1, pylib::BinaryOp::kOr},      {"^", 2, pylib::BinaryOp::kXor},
                                   {"&", 3, pylib::BinaryOp::kAnd},     {"<<", 4, pylib::BinaryOp::kLShift},
                                   {">>", 4, pylib::BinaryOp::kRShift}, {"+", 5, pylib::BinaryOp::kAdd},
                                   {"-", 5, pylib::BinaryOp::kSub},     {"*", 6, pylib::BinaryOp::kMul},
                                   {"/", 6, pylib::BinaryOp::kDiv},     {"//", 6, pylib::BinaryOp::kFloorDiv},
                                   {"%", 6, pylib::BinaryOp::kMod},     {"@", 6, pylib::BinaryOp::kMatMul}};
constexpr int kTightestBinary = 6;

}  // namespace

// --- tokens ---

std::string name_of(const Token& token) { return unicode::normalize_identifier(token.text); }

bool Parser::at(std::string_view text) const {
  const Token& t = peek();
  if (t.type != TokenType::kOperator && t.type != TokenType::kName) return false;
  return t.text.front() == text.front() && t.text == text;  // most differ in their first letter
}

bool Parser::at_name() const { return peek().type == TokenType::kName && !is_keyword(peek().text); }

// `name :=`
bool Parser::at_assignment() const {
  return at_name() && peek(1).type == TokenType::kOperator && peek(1).text == ":=";
}

bool Parser::take(std::string_view text) {
  if (!at(text)) return false;
  ++pos_;
  return true;
}

Node* Parser::fail(std::string message) { return fail_at(peek().begin, peek().end, std::move(message)); }

Node* Parser::fail_at(uint32_t begin, uint32_t end, std::string message) {
  if (error_->message.empty()) *error_ = {std::move(message), begin, end};
  return nullptr;
}

bool Parser::expect(std::string_view text) {
  return take(text) || refuse("invalid syntax: expected '" + std::string(text) + "'");
}

// --- grammar, loosest binding first ---

Node* Parser::root() {
  if (tokens_.size() == 1) return fail("invalid syntax: the expression is empty");
  Node* node = expressions();
  if (!node) return nullptr;
  while (peek().type == TokenType::kNewline) ++pos_;
  if (peek().type == TokenType::kEnd) return node;
  if (at("=")) return fail("invalid syntax. Maybe you meant '==' instead of '='?");
  if (at(":=")) return fail("invalid syntax: put parentheses around an assignment expression");
  return fail("invalid syntax");
}

Node* Parser::expressions() {
  const uint32_t begin = peek().begin;
  Node* first = expression();
  if (!first || !at(",")) return first;
  std::vector<Node*> items{first};
  while (take(",") && !at_expression_end()) {
    Node* next = expression();
    if (!next) return nullptr;
    items.push_back(next);
  }
  return make<Sequence>(begin, NodeType::kTuple, std::move(items));
}

bool Parser::at_expression_end() const {
  const Token& t = peek();
  return t.type == TokenType::kEnd || t.type == TokenType::kNewline ||
         (t.type == TokenType::kOperator &&
          (t.text == ")" || t.text == "]" || t.text == "}" || t.text == "=" || t.text == ":"));
}

Node* Parser::expression() {
  Nesting nesting(this);
  if (!nesting) return nullptr;
  if (at("lambda")) return lambda();
  const uint32_t begin = peek().begin;
  Node* body = disjunction();
  if (!body || !take("if")) return body;
  Node* test = disjunction();
  if (!test) return nullptr;
  if (!at("else")) return fail_at(begin, peek().begin, "expected 'else' after 'if' expression");
  ++pos_;
  Node* orelse = expression();
  return orelse ? make<IfExp>(begin, test, body, orelse) : nullptr;
}

Node* Parser::named_expression() {
  if (at_assignment()) {
    const uint32_t begin = peek().begin;
    auto* target = ast_->make<Name>(begin, peek().end, name_of(peek()));
    pos_ += 2;
    Node* value = expression();
    return value ? make<NamedExpr>(begin, target, value) : nullptr;
  }
  Node* node = expression();
  if (node && at(":=")) {
    return fail_at(node->begin, node->end, "cannot use assignment expressions with " + describe(*node));
  }
  return node;
}

Node* Parser::star_named_expression() {
  if (!at("*")) return named_expression();
  const uint32_t begin = peek().begin;
  ++pos_;
  Node* value = binary(1);
  return value ? make<Starred>(begin, value) : nullptr;
}

Node* Parser::disjunction() { return boolean("or"); }

Node* Parser::boolean(std::string_view word) {
  const bool is_and = word == "and";
  const uint32_t begin = peek().begin;
  Node* first = is_and ? inversion() : boolean("and");
  if (!first || !at(word)) return first;
  std::vector<Node*> values{first};
  while (take(word)) {
    Node* next = is_and ? inversion() : boolean("and");
    if (!next) return nullptr;
    values.push_back(next);
  }
  return make<BoolOp>(begin, is_and, std::move(values));
}

Node* Parser::inversion() {
  Nesting nesting(this);
  if (!nesting) return nullptr;
  const uint32_t begin = peek().begin;
  if (!take("not")) return comparison();
  Node* operand = inversion();
  return operand ? make<UnaryOp>(begin, pylib::UnaryOp::kNot, operand) : nullptr;
}

bool Parser::comparison_operator(CompareOp* op) {
  static constexpr std::pair<std::string_view, CompareOp> kOps[] = {
      {"==", CompareOp::kEq}, {"!=", CompareOp::kNe}, {"<", CompareOp::kLt}, {"<=", CompareOp::kLe},
      {">", CompareOp::kGt},  {">=", CompareOp::kGe}, {"in", CompareOp::kIn}};
  for (const auto& [text, candidate] : kOps) {
    if (take(text)) {
      *op = candidate;
      return true;
    }
  }
  if (at("not") && peek(1).text == "in") {
    pos_ += 2;
    *op = CompareOp::kNotIn;
    return true;
  }
  if (!take("is")) return false;
  *op = take("not") ? CompareOp::kIsNot : CompareOp::kIs;
  return true;
}

Node* Parser::comparison() {
  const uint32_t begin = peek().begin;
  Node* left = binary(1);
  CompareOp op;
  if (!left || !comparison_operator(&op)) return left;
  std::vector<CompareOp> ops;
  std::vector<Node*> rights;
  do {
    Node* right = binary(1);
    if (!right) return nullptr;
    ops.push_back(op);
    rights.push_back(right);
  } while (comparison_operator(&op));
  auto* node = make<Compare>(begin, left);
  node->ops = std::move(ops);
  node->rights = std::move(rights);
  return node;
}

Node* Parser::binary(int level) {
  if (level > kTightestBinary) return factor();
  const uint32_t begin = peek().begin;
  Node* left = binary(level + 1);
  while (left) {
    const BinaryLevel* found = nullptr;
    if (peek().type == TokenType::kOperator) {
      for (const BinaryLevel& b : kBinary) {
        if (b.level == level && b.text == peek().text) found = &b;
      }
    }
    if (!found) break;
    ++pos_;
    Node* right = binary(level + 1);
    if (!right) return nullptr;
    left = make<BinOp>(begin, found->op, left, right);
  }
  return left;
}

Node* Parser::factor() {
  Nesting nesting(this);
  if (!nesting) return nullptr;
  const uint32_t begin = peek().begin;
  pylib::UnaryOp op;
  if (take("-"))
    op = pylib::UnaryOp::kNeg;
  else if (take("+"))
    op = pylib::UnaryOp::kPos;
  else if (take("~"))
    op = pylib::UnaryOp::kInvert;
  else
    return power();
  Node* operand = factor();
  return operand ? make<UnaryOp>(begin, op, operand) : nullptr;
}

Node* Parser::power() {
  const uint32_t begin = peek().begin;
  if (at("await")) return fail("'await' outside function");
  Node* base = primary();
  if (!base || !take("**")) return base;
  Node* exponent = factor();
  return exponent ? make<BinOp>(begin, pylib::BinaryOp::kPow, base, exponent) : nullptr;
}

Node* Parser::primary() {
  const uint32_t begin = peek().begin;
  Node* node = atom();
  while (node) {
    if (at(".")) {
      ++pos_;
      if (!at_name()) return fail("invalid syntax: expected a name after '.'");
      auto* attribute = make<Attribute>(begin, node, name_of(peek()));
      attribute->name_begin = peek().begin;
      ++pos_;
      attribute->end = tokens_[pos_ - 1].end;
      node = attribute;
    } else if (at("(")) {
      node = call(begin, node);
    } else if (at("[")) {
      ++pos_;
      Node* index = slices();
      if (!index || !expect("]")) return nullptr;
      node = make<Subscript>(begin, node, index);
    } else {
      break;
    }
  }
  return node;
}

Node* Parser::slices() {
  const uint32_t begin = peek().begin;
  std::vector<Node*> items;
  bool is_tuple = false;
  do {
    if (!items.empty() && at("]")) break;
    const uint32_t item_begin = peek().begin;
    const bool is_starred = take("*");
    Node* item = is_starred ? expression() : slice();
    if (!item) return nullptr;
    if (is_starred) is_tuple = true;
    items.push_back(is_starred ? make<Starred>(item_begin, item) : item);
    if (at(",")) is_tuple = true;
  } while (take(","));
  if (!is_tuple) return items[0];
  return make<Sequence>(begin, NodeType::kTuple, std::move(items));
}

Node* Parser::slice() {
  const uint32_t begin = peek().begin;
  Node *start = nullptr, *stop = nullptr, *step = nullptr;
  const auto ends = [&] { return at(":") || at("]") || at(","); };
  if (!at(":")) {
    const bool assigns = at_assignment();
    start = named_expression();
    if (!start || !at(":")) return start;
    if (assigns) return fail("invalid syntax: put parentheses around an assignment expression");
  }
  ++pos_;
  if (!ends() && !(stop = expression())) return nullptr;
  if (take(":") && !ends() && !(step = expression())) return nullptr;
  return make<Slice>(begin, start, stop, step);
}

Node* Parser::call(uint32_t begin, Node* function) {
  ++pos_;
  auto* node = ast_->make<Call>(begin, 0, function);
  std::set<std::string> seen;
  bool after_keyword = false, after_unpacking = false;
  while (!at(")")) {
    const uint32_t arg_begin = peek().begin;
    if (take("**")) {
      Node* value = expression();
      if (!value) return nullptr;
      node->keywords.push_back({"", value});
      after_unpacking = true;
    } else if (take("*")) {
      if (after_unpacking) {
        return fail_at(arg_begin, arg_begin + 1,
                       "iterable argument unpacking follows keyword argument unpacking");
      }
      Node* value = expression();
      if (!value) return nullptr;
      if (at("for")) return fail("iterable unpacking cannot be used in comprehension");
      node->arguments.push_back(make<Starred>(arg_begin, value));
    } else if (peek().type == TokenType::kName && peek(1).type == TokenType::kOperator &&
               peek(1).text == "=") {
      const std::string name = name_of(peek());
      if (is_keyword(peek().text)) return fail("cannot assign to " + name);
      if (!seen.insert(name).second) return fail("keyword argument repeated: " + name);
      pos_ += 2;
      Node* value = expression();
      if (!value) return nullptr;
      node->keywords.push_back({name, value});
      after_keyword = true;
    } else {
      Node* value = named_expression();
      if (!value) return nullptr;
      if (at("for") || at("async")) {
        value = comprehension(NodeType::kGeneratorExp, arg_begin, nullptr, value);
        if (!value) return nullptr;
        if (!node->arguments.empty() || !node->keywords.empty() || !at(")")) {
          return fail_at(arg_begin, peek().begin, "Generator expression must be parenthesized");
        }
      }
      if (at("=")) return fail("expression cannot contain assignment, perhaps you meant \"==\"?");
      if (after_unpacking)
        return fail_at(value->begin, value->end, "positional argument follows keyword argument unpacking");
      if (after_keyword)
        return fail_at(value->begin, value->end, "positional argument follows keyword argument");
      node->arguments.push_back(value);
    }
    if (!take(",") && !at(")")) return fail("invalid syntax. Perhaps you forgot a comma?");
  }
  ++pos_;
  node->end = tokens_[pos_ - 1].end;
  return node;
}

Node* Parser::lambda() {
  const uint32_t begin = peek().begin;
  ++pos_;
  auto* node = ast_->make<Lambda>(begin, 0);
  if (!at(":") && !parameters(node)) return nullptr;
  if (!expect(":")) return nullptr;
  node->body = expression();
  if (!node->body) return nullptr;
  node->end = tokens_[pos_ - 1].end;
  return node;
}

bool Parser::parameters(Lambda* lambda) {
  using Kind = Parameter::Kind;
  Kind kind = Kind::kPlain;
  bool saw_default = false, bare_star = false, saw_slash = false;
  std::set<std::string> names;
  const auto add = [&](Kind k) {
    if (!at_name()) return refuse("invalid syntax: expected a parameter name");
    const std::string name = name_of(peek());
    if (!names.insert(name).second) return refuse("duplicate argument '" + name + "' in function definition");
    lambda->parameters.push_back({name, k, nullptr});
    ++pos_;
    return true;
  };
  while (!at(":")) {
    if (take("**")) {
      if (bare_star) return refuse("named arguments must follow bare *");
      if (!add(Kind::kVarKeywords)) return false;
      take(",");
      if (!at(":")) return refuse("arguments cannot follow var-keyword argument");
      break;
    }
    if (at("/")) {
      if (saw_slash) return refuse("/ may appear only once");
      if (kind != Kind::kPlain) return refuse("/ must be ahead of *");
      if (lambda->parameters.empty()) return refuse("at least one argument must precede /");
      ++pos_;
      saw_slash = true;
      for (Parameter& p : lambda->parameters) p.kind = Kind::kPositionalOnly;
    } else if (take("*")) {
      if (kind == Kind::kKeywordOnly) return refuse("* argument may appear only once");
      kind = Kind::kKeywordOnly;
      bare_star = at(",") || at(":");
      if (!bare_star && !add(Kind::kVarArgs)) return false;
    } else {
      if (!add(kind)) return false;
      if (kind == Kind::kKeywordOnly) bare_star = false;
      if (take("=")) {
        Node* value = expression();
        if (!value) return false;
        lambda->parameters.back().fallback = value;
        saw_default = saw_default || kind == Kind::kPlain;
      } else if (saw_default && kind == Kind::kPlain) {
        return refuse("non-default argument follows default argument");
      }
    }
    if (!take(",") && !at(":")) return refuse("invalid syntax");
  }
  return !bare_star || fail("named arguments must follow bare *") != nullptr;
}

std::string describe(const Node& node) {
  switch (node.type) {
    case NodeType::kConstant: {
      const Value& v = static_cast<const Constant&>(node).value;
      return v.is_none() ? "None" : v.is_bool() ? (v.as_bool() ? "True" : "False") : "literal";
    }
    case NodeType::kName: return "name";
    case NodeType::kNamedExpr: return "named expression";
    case NodeType::kLambda: return "lambda";
    case NodeType::kIfExp: return "conditional expression";
    case NodeType::kDict: return "dict literal";
    case NodeType::kSet: return "set display";
    case NodeType::kList: return "list";
    case NodeType::kTuple: return "tuple";
    case NodeType::kListComp: return "list comprehension";
    case NodeType::kSetComp: return "set comprehension";
    case NodeType::kDictComp: return "dict comprehension";
    case NodeType::kGeneratorExp: return "generator expression";
    case NodeType::kCompare: return "comparison";
    case NodeType::kCall: return "function call";
    case NodeType::kFormattedValue:
    case NodeType::kJoinedStr: return "f-string expression";
    case NodeType::kAttribute: return "attribute";
    case NodeType::kSubscript: return "subscript";
    case NodeType::kStarred: return "starred";
    default: return "expression";
  }
}

namespace {

// The `for`s of a comprehension stand inside each other.
size_t levels_of(const Node& node) {
  switch (node.type) {
    case NodeType::kListComp:
    case NodeType::kSetComp:
    case NodeType::kDictComp:
    case NodeType::kGeneratorExp: return static_cast<const Comprehension&>(node).clauses.size();
    default: return 1;
  }
}

// What walks a tree goes down into it by calling itself, but for this.
bool check_depth(const Node& root, SyntaxError* error) {
  std::vector<std::pair<const Node*, size_t>> left{{&root, 0}};
  while (!left.empty()) {
    const Node& node = *left.back().first;
    const size_t depth = left.back().second + levels_of(node);
    left.pop_back();
    if (depth > kTreeDepthMax) {
      *error = {"the expression is nested too deeply", node.begin, node.end};
      return false;
    }
    for_each_child(node, [&](const Node& child) { left.emplace_back(&child, depth); });
  }
  return true;
}

}  // namespace

bool parse(std::string_view source, Ast* ast, SyntaxError* error) {
  std::vector<Token> tokens;
  if (!tokenize(source, &tokens, error)) return false;
  Parser parser(source, std::move(tokens), ast, 0, error);
  ast->root = parser.root();
  return ast->root && check_depth(*ast->root, error);
}

}  // namespace headrace::expr
