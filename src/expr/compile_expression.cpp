// Operators, displays, attributes and calls.

#include <algorithm>
#include <array>
#include <utility>

#include "expr/compiler_impl.h"
#include "expr/inference.h"
#include "pylib/builtins.h"
#include "pylib/module.h"
#include "pylib/type.h"

namespace headrace::expr {
namespace {

// Names that a record keeps for the methods of dict.
constexpr std::array<std::string_view, 11> kDictMethods = {
    "clear", "copy", "fromkeys", "get", "items", "keys", "pop", "popitem", "setdefault", "update", "values"};
bool is_dict_method(std::string_view name) {
  return std::find(kDictMethods.begin(), kDictMethods.end(), name) != kDictMethods.end() ||
         name.starts_with("__");
}

bool is_singleton(const Node& node) {
  if (node.type != NodeType::kConstant) return false;
  const Value& v = static_cast<const Constant&>(node).value;
  return v.is_none() || v.is_bool();
}

// Attributes of modules and types do not change: they are looked up now. Nothing they do calls back.
class NoCalls final : public Context {
 public:
  bool call(const Value&, const Args&, Value*) override { return fail(Exc::kRuntimeError, "no calls here"); }
};

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
      emit(Op::kCall, to, first, static_cast<uint16_t>(function_->code->calls.size() - 1));
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
  return value;
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
  return {to, binary_kinds(node.op, left.kinds, right.kinds), left.items | right.items};
}

Operand Compiler::unary(const UnaryOp& node, uint16_t want) {
  const uint16_t to = target(want);
  Temporaries temporaries(this);
  const Operand operand =
      node.op == pylib::UnaryOp::kNot ? read_only(*node.operand) : expression(*node.operand, kNoRegister);
  position_ = node.begin;
  emit(static_cast<Op>(static_cast<int>(Op::kNeg) + static_cast<int>(node.op)), to, operand.reg);
  return {to, unary_kinds(node.op, operand.kinds)};
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
  for (const DictItem& item : node.items) {
    Temporaries inner(this);
    if (!item.key) {
      emit(Op::kDictUpdate, to, read_only(*item.value).reg);
      continue;
    }
    const Operand key = expression(*item.key, kNoRegister);
    const Operand value = expression(*item.value, kNoRegister);
    emit(Op::kDictPut, to, key.reg, value.reg);
  }
  return {to, kind_set(Kind::kDict)};
}

Operand Compiler::joined(const JoinedStr& node, uint16_t want) {
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

// --- attributes and items ---

Binding Compiler::member_of(const Binding& parent, std::string_view name, const Node& node,
                            uint32_t name_begin) {
  Binding b = parent.members->member(name);
  if (b.what != Binding::What::kUnknown || !error_->message.empty()) return b;
  std::string message = parent.members->title() + " has no field '" + std::string(name) + "'";
  const std::vector<std::string> known = parent.members->names();
  if (const std::string near = nearest(name, known); !near.empty())
    message += "; did you mean '" + near + "'?";
  fail(name_begin, node.end, std::move(message), known);
  return b;
}

Binding Compiler::namespace_member(const Node& node) {
  if (node.type == NodeType::kName) {
    const auto& n = static_cast<const Name&>(node);
    if (symbols_.variable_of(n)) return {};
    Binding b = global(n.id);
    return b.what == Binding::What::kNamespace ? b : Binding();
  }
  std::string key;
  const Node* parent_node;
  uint32_t name_begin;
  if (node.type == NodeType::kAttribute) {
    const auto& a = static_cast<const Attribute&>(node);
    parent_node = a.value;
    key = a.name;
    name_begin = a.name_begin;
  } else if (node.type == NodeType::kSubscript) {
    const auto& s = static_cast<const Subscript&>(node);
    if (!constant_string(*s.index, &key)) return {};
    parent_node = s.value;
    name_begin = s.index->begin;
  } else {
    return {};
  }
  const Binding parent = namespace_member(*parent_node);
  if (parent.what != Binding::What::kNamespace) return {};
  return member_of(parent, key, node, name_begin);
}

bool Compiler::constant_value(const Node& node, Value* out) {
  if (node.type == NodeType::kName) {
    const auto& n = static_cast<const Name&>(node);
    if (symbols_.variable_of(n)) return false;
    const Binding b = global(n.id);
    if (b.what != Binding::What::kValue) return false;
    *out = b.value;
    return true;
  }
  if (node.type != NodeType::kAttribute) return false;
  const auto& a = static_cast<const Attribute&>(node);
  Value owner;
  if (!constant_value(*a.value, &owner)) return false;
  if (owner.kind() != Kind::kModule && owner.kind() != Kind::kType) return false;
  NoCalls cx;
  if (pylib::get_attribute(cx, owner, a.name, out)) return true;
  if (owner.kind() != Kind::kModule) return false;
  const Binding foreign = scope_.module_attribute(owner, a.name);
  if (foreign.what != Binding::What::kValue) return false;
  *out = foreign.value;
  return true;
}

RecordPath Compiler::record_path(const Node& node) {
  const Node* parent = nullptr;
  const Node* index = nullptr;
  std::string key;
  bool constant_key = false;
  if (node.type == NodeType::kAttribute) {
    const auto& a = static_cast<const Attribute&>(node);
    if (is_dict_method(a.name)) return {};
    parent = a.value;
    key = a.name;
    constant_key = true;
  } else if (node.type == NodeType::kSubscript) {
    const auto& s = static_cast<const Subscript&>(node);
    parent = s.value;
    index = s.index;
    constant_key = constant_string(*s.index, &key) != nullptr;
  } else {
    return {};
  }
  if (parent->type == NodeType::kName) {
    const auto& n = static_cast<const Name&>(*parent);
    if (symbols_.variable_of(n) || !constant_key) return {};
    const Binding b = global(n.id);
    if (b.what != Binding::What::kRecord) return {};
    const Binding slot = b.record->key(key);
    const uint16_t to = reserve(1);
    if (slot.what == Binding::What::kSlot) {
      return {true, load_slot(slot, node, to)};
    }
    load_slot(b.record->whole(false), node, to);
    emit(Op::kRecordItem, to, to, constant(Value::string(key)));
    return {true, {to}};
  }
  const RecordPath path = record_path(*parent);
  if (!path.is_record) return {};
  const uint16_t to = path.value.reg;
  if (!index) {
    emit(Op::kRecordAttr, to, to, constant(Value::string(key)));
  } else if (index->type == NodeType::kSlice) {
    Temporaries temporaries(this);
    const uint16_t bounds = slice_bounds(static_cast<const Slice&>(*index));
    emit(Op::kGetSlice, to, to, bounds);
  } else {
    Temporaries temporaries(this);
    emit(Op::kRecordItem, to, to, expression(*index, kNoRegister).reg);
  }
  return {true, {to}};
}

uint16_t Compiler::slice_bounds(const Slice& node) {
  const uint16_t first = reserve(3);
  const Node* parts[] = {node.start, node.stop, node.step};
  for (uint16_t i = 0; i < 3; ++i) {
    const auto at = static_cast<uint16_t>(first + i);
    if (parts[i])
      expression(*parts[i], at);
    else
      emit(Op::kMove, at, constant(Value()));
  }
  return first;
}

bool Compiler::is_record(const Node& node) {
  if (node.type != NodeType::kName) return false;
  const auto& n = static_cast<const Name&>(node);
  return !symbols_.variable_of(n) && global(n.id).what == Binding::What::kRecord;
}

Operand Compiler::read_only(const Node& node, uint16_t want) {
  if (!error_->message.empty()) return {0};
  if (is_record(node)) {
    const bool saved = std::exchange(record_may_change_, false);
    const Operand value = expression(node, want);
    record_may_change_ = saved;
    return value;
  }
  const uint16_t mark = function_->next;
  if (const RecordPath path = record_path(node); path.is_record) return redirect(path.value, want);
  function_->next = mark;
  return expression(node, want);
}

// A temporary that the last instruction has written, and nothing reads but what comes now.
Operand Compiler::redirect(Operand value, uint16_t want) {
  if (want == kNoRegister) return value;
  function_->code->instructions.back().a = want;
  return {want, value.kinds, value.items};
}

// The end of a path: a part of the event that the expression may keep.
Operand Compiler::wrapped(const RecordPath& path, uint16_t to) {
  Instruction& last = function_->code->instructions.back();
  if (last.op == Op::kLoadSlot) {
    last.op = Op::kLoadRecord;
    last.a = to;
  } else {
    emit(Op::kWrapRecord, to, path.value.reg);
  }
  return {to, path.value.kinds};
}

Operand Compiler::attribute(const Attribute& node, uint16_t want) {
  if (const Binding b = namespace_member(node); b.what != Binding::What::kUnknown)
    return binding(b, node, want);
  Value folded;
  if (constant_value(node, &folded)) return binding(Binding::constant(folded), node, want);
  const uint16_t to = target(want);
  Temporaries temporaries(this);
  if (const RecordPath path = record_path(node); path.is_record) return wrapped(path, to);
  const Operand value = expression(*node.value, kNoRegister);
  position_ = node.begin;
  emit(Op::kGetAttr, to, value.reg, attribute_site(node.name));
  return {to};
}

Operand Compiler::subscript(const Subscript& node, uint16_t want) {
  if (const Binding b = namespace_member(node); b.what != Binding::What::kUnknown)
    return binding(b, node, want);
  const uint16_t to = target(want);
  Temporaries temporaries(this);
  if (const Binding parent = namespace_member(*node.value); parent.what == Binding::What::kNamespace) {
    return dynamic_member(parent, *node.index, to);
  }
  if (const RecordPath path = record_path(node); path.is_record) return wrapped(path, to);
  const Operand value = read_only(*node.value);
  if (node.index->type == NodeType::kSlice) {
    const uint16_t bounds = slice_bounds(static_cast<const Slice&>(*node.index));
    position_ = node.begin;
    emit(Op::kGetSlice, to, value.reg, bounds);
    const KindSet sliceable = kind_set(Kind::kStr) | kind_set(Kind::kBytes) | kind_set(Kind::kTuple) |
                              kind_set(Kind::kList) | kind_set(Kind::kRange) | kind_set(Kind::kObject) |
                              kind_set(Kind::kPyObject);
    return {to, value.kinds & sliceable, value.items};
  }
  const Operand index = expression(*node.index, kNoRegister);
  position_ = node.begin;
  emit(Op::kGetItem, to, value.reg, index.reg);
  if (value.kinds == kind_set(Kind::kStr)) return {to, kind_set(Kind::kStr)};
  if (value.kinds == kind_set(Kind::kList)) return {to, value.items};
  return {to};
}

// aggregate[name], the name known only at run time.
Operand Compiler::dynamic_member(const Binding& parent, const Node& index, uint16_t to) {
  MemberTable table;
  table.title = parent.members->title();
  for (const std::string& name : parent.members->names()) {
    const Binding b = parent.members->member(name);
    if (b.what != Binding::What::kSlot) continue;
    table.members.push_back({name, b.base, b.offset});
    note_read(b.base, b.offset, index);
  }
  const Operand key = expression(index, kNoRegister);
  function_->code->namespaces.push_back(std::move(table));
  emit(Op::kLoadMember, to, static_cast<uint16_t>(function_->code->namespaces.size() - 1), key.reg);
  return {to};
}

}  // namespace headrace::expr
