// The syntax tree of a Python 3.11 expression.
//
// Nodes live in the Ast that owns them and point at each other freely. Positions are byte offsets into the
// source.
#pragma once

#include <cstdint>
#include <deque>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "data/value.h"
#include "pylib/operators.h"

namespace headrace::expr {

enum class NodeType : uint8_t {
  kConstant,
  kName,
  kNamedExpr,
  kBoolOp,
  kBinOp,
  kUnaryOp,
  kLambda,
  kIfExp,
  kDict,
  kSet,
  kList,
  kTuple,
  kListComp,
  kSetComp,
  kDictComp,
  kGeneratorExp,
  kCompare,
  kCall,
  kFormattedValue,
  kJoinedStr,
  kAttribute,
  kSubscript,
  kSlice,
  kStarred,
};

struct Node {
  NodeType type;
  uint32_t begin = 0, end = 0;

  explicit Node(NodeType t) : type(t) {}
  virtual ~Node() = default;
};

struct Constant : Node {
  Value value;  // None, True, numbers, str, bytes; Ellipsis is rejected by the parser
  explicit Constant(Value v) : Node(NodeType::kConstant), value(std::move(v)) {}
};
struct Name : Node {
  std::string id;
  explicit Name(std::string n) : Node(NodeType::kName), id(std::move(n)) {}
};
struct NamedExpr : Node {
  Name* target;
  Node* value;
  NamedExpr(Name* t, Node* v) : Node(NodeType::kNamedExpr), target(t), value(v) {}
};
struct BoolOp : Node {
  bool is_and;
  std::vector<Node*> values;
  BoolOp(bool a, std::vector<Node*> v) : Node(NodeType::kBoolOp), is_and(a), values(std::move(v)) {}
};
struct BinOp : Node {
  pylib::BinaryOp op;
  Node *left, *right;
  BinOp(pylib::BinaryOp o, Node* l, Node* r) : Node(NodeType::kBinOp), op(o), left(l), right(r) {}
};
struct UnaryOp : Node {
  pylib::UnaryOp op;
  Node* operand;
  UnaryOp(pylib::UnaryOp o, Node* v) : Node(NodeType::kUnaryOp), op(o), operand(v) {}
};
struct Parameter {
  enum class Kind : uint8_t { kPositionalOnly, kPlain, kVarArgs, kKeywordOnly, kVarKeywords };
  std::string name;
  Kind kind;
  Node* fallback = nullptr;  // the default's expression
};
struct Lambda : Node {
  std::vector<Parameter> parameters;
  Node* body = nullptr;
  Lambda() : Node(NodeType::kLambda) {}
};
struct IfExp : Node {
  Node *test, *body, *orelse;
  IfExp(Node* t, Node* b, Node* e) : Node(NodeType::kIfExp), test(t), body(b), orelse(e) {}
};
struct DictItem {
  Node* key;  // null: **value
  Node* value;
};
struct Dict : Node {
  std::vector<DictItem> items;
  Dict() : Node(NodeType::kDict) {}
};
// kSet, kList, kTuple
struct Sequence : Node {
  std::vector<Node*> items;
  Sequence(NodeType t, std::vector<Node*> v) : Node(t), items(std::move(v)) {}
};
struct ForClause {
  Node* target;  // Name, Starred, or a kTuple/kList Sequence of targets
  Node* iterable;
  std::vector<Node*> conditions;
};
// kListComp, kSetComp, kDictComp (element: value), kGeneratorExp
struct Comprehension : Node {
  Node* key = nullptr;
  Node* element = nullptr;
  std::vector<ForClause> clauses;
  explicit Comprehension(NodeType t) : Node(t) {}
};
enum class CompareOp : uint8_t { kEq, kNe, kLt, kLe, kGt, kGe, kIs, kIsNot, kIn, kNotIn };
struct Compare : Node {
  Node* left;
  std::vector<CompareOp> ops;
  std::vector<Node*> rights;
  explicit Compare(Node* l) : Node(NodeType::kCompare), left(l) {}
};
struct Keyword {
  std::string name;  // empty: **value
  Node* value;
};
struct Call : Node {
  Node* function;
  std::vector<Node*> arguments;  // may hold Starred
  std::vector<Keyword> keywords;
  explicit Call(Node* f) : Node(NodeType::kCall), function(f) {}
};
struct FormattedValue : Node {
  Node* value;
  char conversion;  // 'r', 's', 'a' or 0
  Node* spec;       // JoinedStr or null
  FormattedValue(Node* v, char c, Node* s)
      : Node(NodeType::kFormattedValue), value(v), conversion(c), spec(s) {}
};
struct JoinedStr : Node {
  std::vector<Node*> parts;  // Constant strings and FormattedValues
  JoinedStr() : Node(NodeType::kJoinedStr) {}
};
struct Attribute : Node {
  Node* value;
  std::string name;
  uint32_t name_begin = 0;
  Attribute(Node* v, std::string n) : Node(NodeType::kAttribute), value(v), name(std::move(n)) {}
};
struct Subscript : Node {
  Node *value, *index;
  Subscript(Node* v, Node* i) : Node(NodeType::kSubscript), value(v), index(i) {}
};
struct Slice : Node {
  Node *start, *stop, *step;  // each may be null
  Slice(Node* a, Node* b, Node* c) : Node(NodeType::kSlice), start(a), stop(b), step(c) {}
};
struct Starred : Node {
  Node* value;
  explicit Starred(Node* v) : Node(NodeType::kStarred), value(v) {}
};

class Ast {
 public:
  template <typename T, typename... A>
  T* make(uint32_t begin, uint32_t end, A&&... args) {
    auto node = std::make_unique<T>(std::forward<A>(args)...);
    node->begin = begin;
    node->end = end;
    T* raw = node.get();
    nodes_.push_back(std::move(node));
    return raw;
  }

  Node* root = nullptr;

 private:
  std::deque<std::unique_ptr<Node>> nodes_;
};

// The tree as text, in the form of Python's ast.dump(); for tests.
std::string dump(const Node& node);

}  // namespace headrace::expr
