// Operators and displays.

#include <algorithm>

#include "expr/compiler_impl.h"
#include "expr/inference.h"
#include "pylib/type.h"

namespace headrace::expr {
namespace {

constexpr size_t kPairsAtOnceMax = 15;

bool is_singleton(const Node& node) {
  if (node.type != NodeType::kConstant) return false;
  const Value& v = static_cast<const Constant&>(node).value;
  return v.is_none() || v.is_bool();
}

}  // namespace

Operand Compiler::expression(const Node& node, uint16_t want) {
  if (!error_->message.empty()) return {0};
  position_ = node.begin;
  switch (node.type) {
    case NodeType::kConstant: {
      const Value& v = static_cast<const Constant&>(node).value;
      return place({constant(v), v.kinds()}, want);
    }
    case NodeType::kName: return name(static_cast<const Name&>(node), want);
    case NodeType::kNamedExpr: return named(static_cast<const NamedExpr&>(node), want);
    case NodeType::kBoolOp: return boolean(static_cast<const BoolOp&>(node), want);
    case NodeType::kBinOp: return binary(static_cast<const BinOp&>(node), want);
    case NodeType::kUnaryOp: return unary(static_cast<const UnaryOp&>(node), want);
    case NodeType::kLambda: return lambda(static_cast<const Lambda&>(node), want);
    case NodeType::kIfExp: return conditional(static_cast<const IfExp&>(node), want);
    case NodeType::kDict: return dict(static_cast<const Dict&>(node), want);
    case NodeType::kSet:
    case NodeType::kList:
    case NodeType::kTuple: return display(static_cast<const Sequence&>(node), want);
    case NodeType::kListComp:
    case NodeType::kSetComp:
    case NodeType::kDictComp: return comprehension(static_cast<const Comprehension&>(node), want);
    case NodeType::kGeneratorExp: return generator(static_cast<const Comprehension&>(node), want);
    case NodeType::kCompare: return compare(static_cast<const Compare&>(node), want);
    case NodeType::kCall: return call(static_cast<const Call&>(node), want);
    case NodeType::kFormattedValue: return formatted(static_cast<const FormattedValue&>(node), want);
    case NodeType::kJoinedStr: return joined(static_cast<const JoinedStr&>(node), want);
    case NodeType::kAttribute: return attribute(static_cast<const Attribute&>(node), want);
    case NodeType::kSubscript: return subscript(static_cast<const Subscript&>(node), want);
    case NodeType::kSlice: {
      // A slice as a value (`a[1:2, 3]`): the builtin called with its parts.
      const auto& s = static_cast<const Slice&>(node);
      const uint16_t to = target(want);
      Temporaries temporaries(this);
      const uint16_t first = reserve(4);
      emit(Op::kMove, first, constant(pylib::slice_type()));
      const Node* parts[] = {s.start, s.stop, s.step};
      for (uint16_t i = 0; i < 3; ++i) {
        const auto at = static_cast<uint16_t>(first + 1 + i);
        if (parts[i])
          expression(*parts[i], at);
        else
          emit(Op::kMove, at, constant(Value()));
      }
      CallSite site;
      site.positional = 3;
      function_->code->calls.push_back(std::move(site));
      emit(Op::kCall, to, first, last_of(function_->code->calls));
      return {to};
    }
    case NodeType::kStarred: return fail(node, "cannot use starred expression here");
  }
  return {0};
}

// --- operators ---

Operand Compiler::named(const NamedExpr& node, uint16_t want) {
  const Operand value = expression(*node.value, want);
  const Variable* v = symbols_.variable_of(*node.target);
  assign(*v, value.reg);
  return {value.reg, value.kinds};  // a list may be changed by its name from here on
}

Operand Compiler::boolean(const BoolOp& node, uint16_t want) {
  const uint16_t to = target(want);
  std::vector<size_t> ends;
  Operand result{to, 0};
  for (size_t i = 0; i < node.values.size(); ++i) {
    Temporaries temporaries(this);
    result.kinds |= expression(*node.values[i], to).kinds;
    if (i + 1 < node.values.size())
      ends.push_back(emit_jump(node.is_and ? Op::kJumpIfFalse : Op::kJumpIfTrue, to));
  }
  for (size_t jump : ends) land(jump);
  return result;
}

Operand Compiler::binary(const BinOp& node, uint16_t want) {
  const uint16_t to = target(want);
  Temporaries temporaries(this);
  const Operand left = expression(*node.left, kNoRegister);
  const Operand right = expression(*node.right, kNoRegister);
  position_ = node.begin;
  const KindSet floats = kind_set(Kind::kFloat);
  auto op = static_cast<Op>(static_cast<int>(Op::kAdd) + static_cast<int>(node.op));
  if (left.kinds == floats && right.kinds == floats) {
    if (op == Op::kAdd)
      op = Op::kAddFloat;
    else if (op == Op::kSub)
      op = Op::kSubFloat;
    else if (op == Op::kMul)
      op = Op::kMulFloat;
  }
  emit(op, to, left.reg, right.reg);
  if (left.kinds == 0 || right.kinds == 0) return {to, 0};
  if (const auto refusal = refused_operands(node.op, left.kinds, right.kinds)) {
    note_failure(node, refusal->text, refusal->hint);
    return {to, 0};
  }
  return {to, binary_kinds(node.op, left.kinds, right.kinds), left.items | right.items};
}

Operand Compiler::unary(const UnaryOp& node, uint16_t want) {
  const uint16_t to = target(want);
  Temporaries temporaries(this);
  const Operand operand =
      node.op == pylib::UnaryOp::kNot ? read_only(*node.operand) : expression(*node.operand, kNoRegister);
  position_ = node.begin;
  emit(static_cast<Op>(static_cast<int>(Op::kNeg) + static_cast<int>(node.op)), to, operand.reg);
  return {to, operand.kinds == 0 ? 0 : unary_kinds(node.op, operand.kinds)};
}

Operand Compiler::conditional(const IfExp& node, uint16_t want) {
  const uint16_t to = target(want);
  size_t skip;
  {
    Temporaries temporaries(this);
    skip = emit_jump(Op::kJumpIfFalse, read_only(*node.test).reg);
  }
  Operand result;
  {
    Temporaries temporaries(this);
    result = expression(*node.body, to);
  }
  const size_t end = emit_jump(Op::kJump);
  land(skip);
  {
    Temporaries temporaries(this);
    const Operand other = expression(*node.orelse, to);
    result.kinds |= other.kinds;
    result.items |= other.items;
  }
  land(end);
  return {to, result.kinds, result.items};
}

Operand Compiler::compare_pair(CompareOp op, const Node& left_node, Operand left, const Node& right_node,
                               Operand right, uint16_t want) {
  if ((op == CompareOp::kIs || op == CompareOp::kIsNot) && !is_singleton(left_node) &&
      !is_singleton(right_node)) {
    return fail(left_node.begin, right_node.end,
                "'is' compares with None, True or False only; did you mean '=='?");
  }
  static constexpr Op kOps[] = {Op::kEq, Op::kNe, Op::kLt,    Op::kLe, Op::kGt,
                                Op::kGe, Op::kIs, Op::kIsNot, Op::kIn, Op::kNotIn};
  emit(kOps[static_cast<int>(op)], want, left.reg, right.reg);
  return {want, kind_set(Kind::kBool)};
}

Operand Compiler::compare(const Compare& node, uint16_t want) {
  const uint16_t to = target(want);
  Temporaries temporaries(this);
  Operand left = read_only(*node.left);
  const Node* left_node = node.left;
  std::vector<size_t> ends;
  for (size_t i = 0; i < node.ops.size(); ++i) {
    const Operand right = read_only(*node.rights[i]);
    position_ = left_node->begin;
    compare_pair(node.ops[i], *left_node, left, *node.rights[i], right, to);
    if (i + 1 < node.ops.size()) ends.push_back(emit_jump(Op::kJumpIfFalse, to));
    left = right;
    left_node = node.rights[i];
  }
  for (size_t jump : ends) land(jump);
  return {to, kind_set(Kind::kBool)};
}

// --- displays ---

Operand Compiler::display(const Sequence& node, uint16_t want) {
  const uint16_t to = target(want);
  Temporaries temporaries(this);
  const bool spread = std::any_of(node.items.begin(), node.items.end(),
                                  [](Node* n) { return n->type == NodeType::kStarred; });
  const Kind kind = node.type == NodeType::kList  ? Kind::kList
                    : node.type == NodeType::kSet ? Kind::kSet
                                                  : Kind::kTuple;
  if (!spread) {
    if (!fits(node, node.items.size())) return {0};
    const auto count = static_cast<uint16_t>(node.items.size());
    const uint16_t first = reserve(count);
    KindSet items = 0;
    for (uint16_t i = 0; i < count; ++i) {
      Temporaries inner(this);
      items |= expression(*node.items[i], static_cast<uint16_t>(first + i)).kinds;
    }
    emit(kind == Kind::kList  ? Op::kBuildList
         : kind == Kind::kSet ? Op::kBuildSet
                              : Op::kBuildTuple,
         to, first, count);
    return {to, kind_set(kind), items};
  }
  const uint16_t building = reserve(1);
  emit(kind == Kind::kSet ? Op::kBuildSet : Op::kBuildList, building, 0, 0);
  for (const Node* item : node.items) {
    Temporaries inner(this);
    if (item->type == NodeType::kStarred) {
      const Operand value = read_only(*static_cast<const Starred*>(item)->value);
      if (kind != Kind::kSet) note_set_order(value.kinds, *item);
      emit(kind == Kind::kSet ? Op::kSetUpdate : Op::kListExtend, building, value.reg);
    } else {
      const Operand value = expression(*item, kNoRegister);
      emit(kind == Kind::kSet ? Op::kSetAdd : Op::kListAppend, building, value.reg);
    }
  }
  emit(kind == Kind::kTuple ? Op::kListToTuple : Op::kMove, to, building);
  return {to, kind_set(kind)};
}

Operand Compiler::dict(const Dict& node, uint16_t want) {
  const uint16_t to = target(want);
  Temporaries temporaries(this);
  emit(Op::kBuildDict, to, 0, static_cast<uint16_t>(std::min<size_t>(node.items.size(), UINT16_MAX)));
  const auto& items = node.items;
  for (size_t at = 0, end; at < items.size(); at = end) {
    Temporaries inner(this);
    if (!items[at].key) {
      emit(Op::kDictUpdate, to, read_only(*items[at].value).reg);
      end = at + 1;
      continue;
    }
    end = end_of_pairs(items, at);
    pairs(items, at, end, to);
  }
  return {to, kind_set(Kind::kDict)};
}

// Python evaluates up to fifteen pairs before it puts the first of them in; of more it takes seventeen at a
// time, and puts in each as it comes. That shows where a key is not hashable.
size_t Compiler::end_of_pairs(const std::vector<DictItem>& items, size_t begin) {
  size_t end = begin;
  while (end < items.size() && items[end].key && end - begin < kPairsAtOnceMax + 2) ++end;
  return end;
}

void Compiler::pairs(const std::vector<DictItem>& items, size_t begin, size_t end, uint16_t to) {
  std::vector<std::pair<uint16_t, uint16_t>> waiting;
  const auto put_in = [&] {
    for (const auto& [key, value] : waiting) emit(Op::kDictPut, to, key, value);
    waiting.clear();
  };
  for (size_t i = begin; i < end; ++i) {
    const uint16_t key = expression(*items[i].key, kNoRegister).reg;
    waiting.emplace_back(key, expression(*items[i].value, kNoRegister).reg);
    if (end - begin > kPairsAtOnceMax) put_in();
  }
  put_in();
}

Operand Compiler::joined(const JoinedStr& node, uint16_t want) {
  if (!fits(node, node.parts.size())) return {0};
  const uint16_t to = target(want);
  Temporaries temporaries(this);
  const auto count = static_cast<uint16_t>(node.parts.size());
  const uint16_t first = reserve(count);
  for (uint16_t i = 0; i < count; ++i) {
    Temporaries inner(this);
    expression(*node.parts[i], static_cast<uint16_t>(first + i));
  }
  emit(Op::kBuildString, to, first, count);
  return {to, kind_set(Kind::kStr)};
}

Operand Compiler::formatted(const FormattedValue& node, uint16_t want) {
  const uint16_t to = target(want);
  Temporaries temporaries(this);
  const uint16_t first = reserve(2);
  note_set_order(expression(*node.value, first).kinds, node);
  if (node.spec)
    expression(*node.spec, static_cast<uint16_t>(first + 1));
  else
    emit(Op::kMove, static_cast<uint16_t>(first + 1), constant(Value::string("")));
  emit(Op::kFormat, to, first, static_cast<uint16_t>(node.conversion));
  return {to, kind_set(Kind::kStr)};
}

}  // namespace headrace::expr
