// Attributes and items: of aggregates, modules, the event, and values.

#include <algorithm>
#include <array>
#include <utility>

#include "base/spelling.h"
#include "data/no_calls.h"
#include "expr/compiler_impl.h"
#include "expr/inference.h"
#include "pylib/module.h"

namespace headrace::expr {
namespace {

// Names that a record keeps for the methods of dict.
constexpr std::array<std::string_view, 11> kDictMethods = {
    "clear", "copy", "fromkeys", "get", "items", "keys", "pop", "popitem", "setdefault", "update", "values"};
bool is_dict_method(std::string_view name) {
  return std::find(kDictMethods.begin(), kDictMethods.end(), name) != kDictMethods.end() ||
         name.starts_with("__");
}

}  // namespace

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
  NoCalls cx;  // attributes of modules and types do not change: they are looked up now
  if (pylib::get_attribute(cx, owner, a.name, out)) return true;
  if (owner.kind() != Kind::kModule) return false;
  const Binding foreign = scope_.module_attribute(owner, a.name);
  if (foreign.what != Binding::What::kValue) return false;
  *out = foreign.value;
  return true;
}

bool Compiler::lacks_attribute(const Attribute& node) {
  Value owner, unused;
  if (!constant_value(*node.value, &owner)) return false;
  if (owner.kind() != Kind::kModule && owner.kind() != Kind::kType) return false;
  NoCalls cx;
  pylib::get_attribute(cx, owner, node.name, &unused);
  std::vector<std::string_view> known;
  if (owner.kind() == Kind::kModule) {
    for (const auto& member : owner.as<pylib::NativeModule>()->members()) known.emplace_back(member.name);
  }
  note_failure(node, cx.error().text(), spelling_hint(node.name, known));
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
  if (is_record(node) || is_fresh(node)) {
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
  const bool is_lacking = lacks_attribute(node);
  const Operand value = expression(*node.value, kNoRegister);
  position_ = node.begin;
  const uint16_t site = attribute_site(node.name);
  emit(Op::kGetAttr, to, value.reg, site);
  if (is_lacking || value.kinds == 0) return {to, 0};
  if (const auto refusal = refused_attribute(function_->code->attributes[site], value.kinds)) {
    note_failure(node, refusal->text, refusal->hint);
    return {to, 0};
  }
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
  if (value.kinds == 0 || index.kinds == 0) return {to, 0};
  if (value.kinds == kind_set(Kind::kStr)) return {to, kind_set(Kind::kStr)};
  if (value.kinds == kind_set(Kind::kList)) return {to, value.items};
  return {to};
}

// aggregate[name], the name known only at run time.
Operand Compiler::dynamic_member(const Binding& parent, const Node& index, uint16_t to) {
  MemberTable table;
  table.title = parent.members->title();
  bool fresh = false;
  for (const std::string& name : parent.members->names()) {
    const Binding b = parent.members->member(name);
    if (b.what != Binding::What::kSlot) continue;
    fresh = fresh || b.fresh;
    table.members.push_back({name, b.base, b.offset});
    note_read(b.base, b.offset, index);
  }
  const Operand key = expression(index, kNoRegister);
  function_->code->namespaces.push_back(std::move(table));
  const uint16_t loaded = fresh ? reserve(1) : to;
  emit(Op::kLoadMember, loaded, last_of(function_->code->namespaces), key.reg);
  if (fresh) copy_list(loaded, to);
  return {to};
}

}  // namespace headrace::expr
