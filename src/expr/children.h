// Walking a syntax tree.
#pragma once

#include "expr/ast.h"

namespace headrace::expr {

// Calls f(const Node&) on every direct child expression of a node; targets of comprehensions are none.
template <typename F>
void for_each_child(const Node& node, F&& f) {
  const auto maybe = [&](const Node* child) {
    if (child) f(*child);
  };
  switch (node.type) {
    case NodeType::kConstant:
    case NodeType::kName: return;
    case NodeType::kNamedExpr: return f(*static_cast<const NamedExpr&>(node).value);
    case NodeType::kBoolOp:
      for (const Node* n : static_cast<const BoolOp&>(node).values) f(*n);
      return;
    case NodeType::kBinOp:
      f(*static_cast<const BinOp&>(node).left);
      return f(*static_cast<const BinOp&>(node).right);
    case NodeType::kUnaryOp: return f(*static_cast<const UnaryOp&>(node).operand);
    case NodeType::kLambda: {
      const auto& lambda = static_cast<const Lambda&>(node);
      for (const Parameter& p : lambda.parameters) maybe(p.fallback);
      return f(*lambda.body);
    }
    case NodeType::kIfExp: {
      const auto& n = static_cast<const IfExp&>(node);
      f(*n.test);
      f(*n.body);
      return f(*n.orelse);
    }
    case NodeType::kDict:
      for (const DictItem& item : static_cast<const Dict&>(node).items) {
        maybe(item.key);
        f(*item.value);
      }
      return;
    case NodeType::kSet:
    case NodeType::kList:
    case NodeType::kTuple:
      for (const Node* n : static_cast<const Sequence&>(node).items) f(*n);
      return;
    case NodeType::kListComp:
    case NodeType::kSetComp:
    case NodeType::kDictComp:
    case NodeType::kGeneratorExp: {
      const auto& n = static_cast<const Comprehension&>(node);
      for (const ForClause& clause : n.clauses) {
        f(*clause.iterable);
        for (const Node* condition : clause.conditions) f(*condition);
      }
      maybe(n.key);
      return f(*n.element);
    }
    case NodeType::kCompare:
      f(*static_cast<const Compare&>(node).left);
      for (const Node* n : static_cast<const Compare&>(node).rights) f(*n);
      return;
    case NodeType::kCall: {
      const auto& n = static_cast<const Call&>(node);
      f(*n.function);
      for (const Node* a : n.arguments) f(*a);
      for (const Keyword& k : n.keywords) f(*k.value);
      return;
    }
    case NodeType::kFormattedValue:
      f(*static_cast<const FormattedValue&>(node).value);
      return maybe(static_cast<const FormattedValue&>(node).spec);
    case NodeType::kJoinedStr:
      for (const Node* n : static_cast<const JoinedStr&>(node).parts) f(*n);
      return;
    case NodeType::kAttribute: return f(*static_cast<const Attribute&>(node).value);
    case NodeType::kSubscript:
      f(*static_cast<const Subscript&>(node).value);
      return f(*static_cast<const Subscript&>(node).index);
    case NodeType::kSlice:
      maybe(static_cast<const Slice&>(node).start);
      maybe(static_cast<const Slice&>(node).stop);
      return maybe(static_cast<const Slice&>(node).step);
    case NodeType::kStarred: return f(*static_cast<const Starred&>(node).value);
  }
}

}  // namespace headrace::expr
