#include "data/number_text.h"
#include "expr/ast.h"

namespace headrace::expr {
namespace {

const char* binary_name(pylib::BinaryOp op) {
  static constexpr const char* kNames[] = {"Add",    "Sub",   "Mult",    "Div",    "FloorDiv",
                                           "Mod",    "Pow",   "MatMult", "LShift", "RShift",
                                           "BitAnd", "BitOr", "BitXor"};
  return kNames[static_cast<int>(op)];
}
const char* unary_name(pylib::UnaryOp op) {
  static constexpr const char* kNames[] = {"USub", "UAdd", "Invert", "Not"};
  return kNames[static_cast<int>(op)];
}
const char* compare_name(CompareOp op) {
  static constexpr const char* kNames[] = {"Eq",  "NotEq", "Lt",    "LtE", "Gt",
                                           "GtE", "Is",    "IsNot", "In",  "NotIn"};
  return kNames[static_cast<int>(op)];
}

std::string dump_or_dash(const Node* node) { return node ? dump(*node) : "-"; }

std::string dump_all(const std::vector<Node*>& nodes) {
  std::string out;
  for (const Node* n : nodes) out += " " + dump(*n);
  return out;
}

std::string dump_constant(const Value& v) {
  switch (v.kind()) {
    case Kind::kNone: return "None";
    case Kind::kBool: return v.as_bool() ? "True" : "False";
    case Kind::kInt: return v.is_heap() ? "<big>" : std::to_string(v.as_int());
    case Kind::kFloat: {
      std::string text;
      append_float(v.as_float(), &text);
      return text;
    }
    default: return "'" + std::string(v.str()) + "'";
  }
}

std::string dump_comprehension(const Comprehension& c) {
  static constexpr const char* kNames[] = {"ListComp", "SetComp", "DictComp", "GeneratorExp"};
  std::string out =
      std::string("(") + kNames[static_cast<int>(c.type) - static_cast<int>(NodeType::kListComp)];
  if (c.key) out += " " + dump(*c.key) + ":";
  out += " " + dump(*c.element);
  for (const ForClause& f : c.clauses) {
    out += " for " + dump(*f.target) + " in " + dump(*f.iterable);
    for (const Node* condition : f.conditions) out += " if " + dump(*condition);
  }
  return out + ")";
}

std::string dump_lambda(const Lambda& l) {
  using Kind = Parameter::Kind;
  std::string out = "(Lambda [";
  for (const Parameter& p : l.parameters) {
    if (out.back() != '[') out += " ";
    if (p.kind == Kind::kVarArgs) out += "*";
    if (p.kind == Kind::kVarKeywords) out += "**";
    out += p.name;
    if (p.kind == Kind::kPositionalOnly) out += "/";
    if (p.kind == Kind::kKeywordOnly) out += "!";
    if (p.fallback) out += "=" + dump(*p.fallback);
  }
  return out + "] " + dump(*l.body) + ")";
}

std::string dump_call(const Call& c) {
  std::string out = "(Call " + dump(*c.function) + dump_all(c.arguments);
  for (const Keyword& k : c.keywords) out += (k.name.empty() ? " **" : " " + k.name + "=") + dump(*k.value);
  return out + ")";
}

}  // namespace

std::string dump(const Node& node) {
  switch (node.type) {
    case NodeType::kConstant: return dump_constant(static_cast<const Constant&>(node).value);
    case NodeType::kName: return static_cast<const Name&>(node).id;
    case NodeType::kNamedExpr: {
      const auto& n = static_cast<const NamedExpr&>(node);
      return "(:= " + n.target->id + " " + dump(*n.value) + ")";
    }
    case NodeType::kBoolOp: {
      const auto& n = static_cast<const BoolOp&>(node);
      return (n.is_and ? "(And" : "(Or") + dump_all(n.values) + ")";
    }
    case NodeType::kBinOp: {
      const auto& n = static_cast<const BinOp&>(node);
      return std::string("(") + binary_name(n.op) + " " + dump(*n.left) + " " + dump(*n.right) + ")";
    }
    case NodeType::kUnaryOp: {
      const auto& n = static_cast<const UnaryOp&>(node);
      return std::string("(") + unary_name(n.op) + " " + dump(*n.operand) + ")";
    }
    case NodeType::kLambda: return dump_lambda(static_cast<const Lambda&>(node));
    case NodeType::kIfExp: {
      const auto& n = static_cast<const IfExp&>(node);
      return "(IfExp " + dump(*n.test) + " " + dump(*n.body) + " " + dump(*n.orelse) + ")";
    }
    case NodeType::kDict: {
      std::string out = "(Dict";
      for (const DictItem& i : static_cast<const Dict&>(node).items) {
        out += (i.key ? " " + dump(*i.key) + ":" : " **") + dump(*i.value);
      }
      return out + ")";
    }
    case NodeType::kSet: return "(Set" + dump_all(static_cast<const Sequence&>(node).items) + ")";
    case NodeType::kList: return "(List" + dump_all(static_cast<const Sequence&>(node).items) + ")";
    case NodeType::kTuple: return "(Tuple" + dump_all(static_cast<const Sequence&>(node).items) + ")";
    case NodeType::kListComp:
    case NodeType::kSetComp:
    case NodeType::kDictComp:
    case NodeType::kGeneratorExp: return dump_comprehension(static_cast<const Comprehension&>(node));
    case NodeType::kCompare: {
      const auto& n = static_cast<const Compare&>(node);
      std::string out = "(Compare " + dump(*n.left);
      for (size_t i = 0; i < n.ops.size(); ++i) {
        out += std::string(" ") + compare_name(n.ops[i]) + " " + dump(*n.rights[i]);
      }
      return out + ")";
    }
    case NodeType::kCall: return dump_call(static_cast<const Call&>(node));
    case NodeType::kFormattedValue: {
      const auto& n = static_cast<const FormattedValue&>(node);
      std::string out = "(Format " + dump(*n.value);
      if (n.conversion) out += std::string(" !") + n.conversion;
      return out + (n.spec ? " " + dump(*n.spec) : "") + ")";
    }
    case NodeType::kJoinedStr:
      return "(JoinedStr" + dump_all(static_cast<const JoinedStr&>(node).parts) + ")";
    case NodeType::kAttribute: {
      const auto& n = static_cast<const Attribute&>(node);
      return "(. " + dump(*n.value) + " " + n.name + ")";
    }
    case NodeType::kSubscript: {
      const auto& n = static_cast<const Subscript&>(node);
      return "([] " + dump(*n.value) + " " + dump(*n.index) + ")";
    }
    case NodeType::kSlice: {
      const auto& n = static_cast<const Slice&>(node);
      return "(Slice " + dump_or_dash(n.start) + " " + dump_or_dash(n.stop) + " " + dump_or_dash(n.step) +
             ")";
    }
    case NodeType::kStarred: return "(Starred " + dump(*static_cast<const Starred&>(node).value) + ")";
  }
  return "?";
}

}  // namespace headrace::expr
