#include "expr/parser.h"

#include <algorithm>
#include <set>

#include "expr/format_string.h"
#include "expr/literals.h"
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

bool Parser::at(std::string_view text) const {
  const Token& t = peek();
  return (t.type == TokenType::kOperator || t.type == TokenType::kName) && t.text == text;
}

bool Parser::at_name() const { return peek().type == TokenType::kName && !is_keyword(peek().text); }

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
  if (at_name() && peek(1).type == TokenType::kOperator && peek(1).text == ":=") {
    const uint32_t begin = peek().begin;
    auto* target = ast_->make<Name>(begin, peek().end, std::string(peek().text));
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
      auto* attribute = make<Attribute>(begin, node, std::string(peek().text));
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
    Node* item = at("*") ? star_named_expression() : slice();
    if (!item) return nullptr;
    if (item->type == NodeType::kStarred) is_tuple = true;
    items.push_back(item);
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
    start = named_expression();
    if (!start || !at(":")) return start;
  }
  ++pos_;
  if (!ends() && !(stop = expression())) return nullptr;
  if (take(":") && !ends() && !(step = expression())) return nullptr;
  return make<Slice>(begin, start, stop, step);
}

Node* Parser::call(uint32_t begin, Node* function) {
  ++pos_;
  auto* node = ast_->make<Call>(begin, 0, function);
  std::set<std::string_view> seen;
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
      const std::string_view name = peek().text;
      if (is_keyword(name)) return fail("cannot assign to " + std::string(name));
      if (!seen.insert(name).second) return fail("keyword argument repeated: " + std::string(name));
      pos_ += 2;
      Node* value = expression();
      if (!value) return nullptr;
      node->keywords.push_back({std::string(name), value});
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

Node* Parser::atom() {
  const Token& t = peek();
  switch (t.type) {
    case TokenType::kNumber: {
      Value value;
      if (!number_literal(t, &value, error_)) return nullptr;
      ++pos_;
      return make<Constant>(t.begin, std::move(value));
    }
    case TokenType::kString: return strings();
    case TokenType::kName: {
      ++pos_;
      if (t.text == "None") return make<Constant>(t.begin, Value());
      if (t.text == "True") return make<Constant>(t.begin, Value::boolean(true));
      if (t.text == "False") return make<Constant>(t.begin, Value::boolean(false));
      if (t.text == "yield") return fail_at(t.begin, t.end, "'yield' outside function");
      if (is_keyword(t.text)) return fail_at(t.begin, t.end, "invalid syntax");
      return make<Name>(t.begin, std::string(t.text));
    }
    case TokenType::kOperator:
      if (t.text == "(") return group();
      if (t.text == "[") return list();
      if (t.text == "{") return braces();
      if (t.text == "...") return fail("'...' has no use in an expression here");
      if (t.text == "<>") return fail("invalid syntax: write !=");
      return fail("invalid syntax");
    default:
      return fail(t.type == TokenType::kEnd ? "invalid syntax: the expression ends too early"
                                            : "invalid syntax");
  }
}

Node* Parser::group() {
  const uint32_t begin = peek().begin;
  ++pos_;
  if (take(")")) return make<Sequence>(begin, NodeType::kTuple, std::vector<Node*>{});
  Node* first = star_named_expression();
  if (!first) return nullptr;
  if (at("for") || at("async")) {
    if (first->type == NodeType::kStarred) return fail("iterable unpacking cannot be used in comprehension");
    Node* node = comprehension(NodeType::kGeneratorExp, begin, nullptr, first);
    return node && expect(")") ? (node->end = tokens_[pos_ - 1].end, node) : nullptr;
  }
  if (!at(",")) {
    if (first->type == NodeType::kStarred)
      return fail_at(first->begin, first->end, "cannot use starred expression here");
    return expect(")") ? first : nullptr;
  }
  std::vector<Node*> items{first};
  if (!more_items(")", &items)) return nullptr;
  return make<Sequence>(begin, NodeType::kTuple, std::move(items));
}

// The rest of a comma-separated display, and its closing bracket.
bool Parser::more_items(std::string_view close, std::vector<Node*>* items) {
  while (take(",")) {
    if (at(close)) break;
    Node* item = star_named_expression();
    if (!item) return false;
    items->push_back(item);
  }
  return take(close) || refuse("invalid syntax. Perhaps you forgot a comma?");
}

Node* Parser::list() {
  const uint32_t begin = peek().begin;
  ++pos_;
  if (take("]")) return make<Sequence>(begin, NodeType::kList, std::vector<Node*>{});
  Node* first = star_named_expression();
  if (!first) return nullptr;
  if (at("for") || at("async")) {
    if (first->type == NodeType::kStarred) return fail("iterable unpacking cannot be used in comprehension");
    Node* node = comprehension(NodeType::kListComp, begin, nullptr, first);
    return node && expect("]") ? (node->end = tokens_[pos_ - 1].end, node) : nullptr;
  }
  std::vector<Node*> items{first};
  if (!more_items("]", &items)) return nullptr;
  return make<Sequence>(begin, NodeType::kList, std::move(items));
}

Node* Parser::braces() {
  const uint32_t begin = peek().begin;
  ++pos_;
  if (at("}") || at("**")) return dict(begin, nullptr);
  Node* first = star_named_expression();
  if (!first) return nullptr;
  if (first->type != NodeType::kStarred && at(":")) return dict(begin, first);
  if (at("for") || at("async")) {
    if (first->type == NodeType::kStarred) return fail("iterable unpacking cannot be used in comprehension");
    Node* node = comprehension(NodeType::kSetComp, begin, nullptr, first);
    return node && expect("}") ? (node->end = tokens_[pos_ - 1].end, node) : nullptr;
  }
  std::vector<Node*> items{first};
  if (!more_items("}", &items)) return nullptr;
  return make<Sequence>(begin, NodeType::kSet, std::move(items));
}

// `first_key` has been read already, or is null when the display starts with } or **.
Node* Parser::dict(uint32_t begin, Node* first_key) {
  auto* node = ast_->make<Dict>(begin, 0);
  Node* key = first_key;
  while (key || !at("}")) {
    if (!key && take("**")) {
      Node* value = binary(1);
      if (!value) return nullptr;
      node->items.push_back({nullptr, value});
    } else {
      if (!key && !(key = expression())) return nullptr;
      if (!take(":")) return fail("':' expected after dictionary key");
      if (at("}") || at(",")) return fail("expression expected after dictionary key and ':'");
      Node* value = expression();
      if (!value) return nullptr;
      if (node->items.empty() && (at("for") || at("async"))) {
        Node* comp = comprehension(NodeType::kDictComp, begin, key, value);
        return comp && expect("}") ? (comp->end = tokens_[pos_ - 1].end, comp) : nullptr;
      }
      node->items.push_back({key, value});
      key = nullptr;
    }
    if (at("for")) return fail("dict unpacking cannot be used in dict comprehension");
    if (!take(",") && !at("}")) return fail("invalid syntax. Perhaps you forgot a comma?");
  }
  ++pos_;
  node->end = tokens_[pos_ - 1].end;
  return node;
}

Node* Parser::comprehension(NodeType type, uint32_t begin, Node* key, Node* element) {
  auto* node = ast_->make<Comprehension>(begin, 0, type);
  node->key = key;
  node->element = element;
  while (at("for") || at("async")) {
    if (at("async")) return fail("asynchronous comprehension outside of an asynchronous function");
    ++pos_;
    ForClause clause;
    clause.target = targets();
    if (!clause.target) return nullptr;
    if (!expect("in")) return nullptr;
    clause.iterable = disjunction();
    if (!clause.iterable) return nullptr;
    while (take("if")) {
      Node* condition = disjunction();
      if (!condition) return nullptr;
      clause.conditions.push_back(condition);
    }
    node->clauses.push_back(std::move(clause));
  }
  node->end = tokens_[pos_ - 1].end;
  return node;
}

Node* Parser::targets() {
  const uint32_t begin = peek().begin;
  std::vector<Node*> items;
  bool is_tuple = false;
  do {
    if (!items.empty() && at("in")) break;
    Node* item = target();
    if (!item) return nullptr;
    items.push_back(item);
    if (at(",")) is_tuple = true;
  } while (take(","));
  if (!is_tuple) {
    if (items[0]->type == NodeType::kStarred) {
      return fail_at(items[0]->begin, items[0]->end, "starred assignment target must be in a list or tuple");
    }
    return items[0];
  }
  return check_targets(make<Sequence>(begin, NodeType::kTuple, std::move(items)));
}

Node* Parser::check_targets(Sequence* sequence) {
  int stars = 0;
  for (Node* item : sequence->items) stars += item->type == NodeType::kStarred;
  if (stars > 1) return fail_at(sequence->begin, sequence->end, "multiple starred expressions in assignment");
  return sequence;
}

Node* Parser::target() {
  Nesting nesting(this);
  if (!nesting) return nullptr;
  const uint32_t begin = peek().begin;
  if (take("*")) {
    if (at("*")) return fail("invalid syntax");
    Node* inner = target();
    return inner ? make<Starred>(begin, inner) : nullptr;
  }
  Node* node = primary();
  if (!node) return nullptr;
  return as_target(node, begin) ? node : nullptr;
}

// Whether what was read as an expression can be assigned to.
bool Parser::as_target(Node* node, uint32_t begin) {
  switch (node->type) {
    case NodeType::kName: return true;
    case NodeType::kStarred: return as_target(static_cast<Starred*>(node)->value, begin);
    case NodeType::kTuple:
    case NodeType::kList: {
      auto* sequence = static_cast<Sequence*>(node);
      if (!check_targets(sequence)) return false;
      return std::all_of(sequence->items.begin(), sequence->items.end(),
                         [&](Node* n) { return as_target(n, begin); });
    }
    case NodeType::kAttribute:
    case NodeType::kSubscript:
      fail_at(node->begin, node->end, "assigning to attributes or items is not supported");
      return false;
    default: fail_at(node->begin, node->end, "cannot assign to " + describe(*node)); return false;
  }
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
  std::set<std::string_view> names;
  const auto add = [&](Kind k) {
    if (!at_name()) return refuse("invalid syntax: expected a parameter name");
    if (!names.insert(peek().text).second) {
      fail("duplicate argument '" + std::string(peek().text) + "' in function definition");
      return false;
    }
    lambda->parameters.push_back({std::string(peek().text), k, nullptr});
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

Node* Parser::strings() {
  const uint32_t begin = peek().begin;
  const bool is_bytes = split_string(peek()).is_bytes;
  std::string text;
  JoinedStr* joined = nullptr;
  const auto flush = [&](uint32_t at) {
    if (!text.empty()) joined->parts.push_back(ast_->make<Constant>(begin, at, Value::string(text)));
    text.clear();
  };
  for (; peek().type == TokenType::kString; ++pos_) {
    const StringLiteral s = split_string(peek());
    if (s.is_bytes != is_bytes) return fail("cannot mix bytes and nonbytes literals");
    const std::string_view body = source_.substr(s.body_begin, s.body_end - s.body_begin);
    if (!s.is_format) {
      if (!unescape(body, s.body_begin, is_bytes, s.is_raw, &text, error_)) return nullptr;
      continue;
    }
    if (!joined) joined = ast_->make<JoinedStr>(begin, 0);
    FormatString parts(source_, s, ast_, depth_, error_);
    if (!parts.parse(&text, [&](Node* part) {
          flush(part->begin);
          joined->parts.push_back(part);
        })) {
      return nullptr;
    }
  }
  const uint32_t end = tokens_[pos_ - 1].end;
  if (!joined) return make<Constant>(begin, is_bytes ? Value::bytes(text) : Value::string(text));
  flush(end);
  joined->end = end;
  return joined;
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

bool parse(std::string_view source, Ast* ast, SyntaxError* error) {
  std::vector<Token> tokens;
  if (!tokenize(source, &tokens, error)) return false;
  Parser parser(source, std::move(tokens), ast, 0, error);
  ast->root = parser.root();
  return ast->root != nullptr;
}

}  // namespace headrace::expr
