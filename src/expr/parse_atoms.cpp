// The tightest-binding part of the grammar: literals, names, brackets and what stands in them.

#include <algorithm>

#include "expr/format_string.h"
#include "expr/literals.h"
#include "expr/parser_impl.h"

namespace headrace::expr {

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
      return make<Name>(t.begin, name_of(t));
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
  const bool assigns = at_assignment();
  Node* first = star_named_expression();
  if (!first) return nullptr;
  if (first->type != NodeType::kStarred && at(":")) {
    if (assigns) return fail("invalid syntax: put parentheses around an assignment expression");
    return dict(begin, first);
  }
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

}  // namespace headrace::expr
