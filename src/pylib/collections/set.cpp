// set, frozenset, and Blurr's Set.

#include "pylib/collections/containers.h"
#include "pylib/collections/field.h"
#include "pylib/collections/set_algebra.h"
#include "pylib/python_arguments.h"
#include "pylib/type.h"
#include "pylib/type_tables.h"

namespace headrace::pylib {
namespace {

using Combine = bool (*)(Context& cx, SetTable& set, const Value& other);

// A copy, frozen where the original is.
Value copy_of(const Value& set) {
  auto* copy = new SetObj(is_frozenset(set) ? Flavor::kFrozen : Flavor::kPlain);
  copy->table = set_table(set);
  return Value::adopt(copy);
}

// remove and discard find a set as the frozenset that it equals.
bool require_element(Context& cx, const Value& item) {
  return item.kind() == Kind::kSet || require_hashable(cx, item);
}

bool add(Context& cx, const Value& self, const Args& args, Value* out) {
  if (!expect_count(cx, "set.add", args, 1, 1)) return false;
  *out = Value();
  return set_insert(cx, set_table(self), args[0]);
}

bool clear(Context& cx, const Value& self, const Args& args, Value* out) {
  if (!expect_count(cx, "set.clear", args, 0, 0)) return false;
  set_table(self).clear();
  *out = Value();
  return true;
}

bool copy(Context& cx, const Value& self, const Args& args, Value* out) {
  if (!expect_count(cx, "set.copy", args, 0, 0)) return false;
  if (!charge_items(cx, set_table(self).size(), sizeof(SetEntry))) return false;
  *out = copy_of(self);
  return true;
}

bool discard(Context& cx, const Value& self, const Args& args, Value* out) {
  if (!expect_count(cx, "set.discard", args, 1, 1) || !require_element(cx, args[0])) return false;
  Comparison comparison(cx, args[0]);
  set_table(self).erase(args[0]);
  *out = Value();
  return comparison.pay();
}

bool pop(Context& cx, const Value& self, const Args& args, Value* out) {
  if (!expect_count(cx, "set.pop", args, 0, 0)) return false;
  auto& table = set_table(self);
  if (table.empty()) return cx.fail(Exc::kKeyError, "pop from an empty set");
  SetEntry oldest;
  table.erase_at(table.first(), &oldest);
  *out = std::move(oldest.key);
  return true;
}

bool remove(Context& cx, const Value& self, const Args& args, Value* out) {
  if (!expect_count(cx, "set.remove", args, 1, 1) || !require_element(cx, args[0])) return false;
  *out = Value();
  Comparison comparison(cx, args[0]);
  const bool found = set_table(self).erase(args[0]);
  return comparison.pay() && (found || cx.fail(Exc::kKeyError, "{}", args[0]));
}

bool isdisjoint(Context& cx, const Value& self, const Args& args, Value* out) {
  if (!expect_count(cx, "set.isdisjoint", args, 1, 1)) return false;
  bool disjoint;
  if (!is_disjoint(cx, self, args[0], &disjoint)) return false;
  *out = Value::boolean(disjoint);
  return true;
}

bool issubset(Context& cx, const Value& self, const Args& args, Value* out) {
  if (!expect_count(cx, "set.issubset", args, 1, 1)) return false;
  Value other = args[0];
  if (other.kind() != Kind::kSet) {
    auto* made = new SetObj();
    other = Value::adopt(made);
    if (!set_add_all(cx, made->table, args[0])) return false;
  }
  if (!cx.charge(set_table(self).size())) return false;
  Comparison comparison(cx, self);
  *out = Value::boolean(is_subset_of(self, other));
  return comparison.pay();
}

bool issuperset(Context& cx, const Value& self, const Args& args, Value* out) {
  if (!expect_count(cx, "set.issuperset", args, 1, 1)) return false;
  bool has_all = true;
  const bool walked = for_each(cx, args[0], [&](const Value& item) {
    return require_hashable(cx, item) && contains(cx, self, item, &has_all) &&
           has_all;  // the first that is missing ends the walk
  });
  if (!walked && has_all) return false;
  *out = Value::boolean(has_all);
  return true;
}

// s.union(*others) and its like: a copy, changed.
template <Combine kCombine>
bool combined(Context& cx, const Value& self, const Args& args, Value* out) {
  if (!expect_count(cx, "set", args, 0, UINT32_MAX)) return false;
  if (!charge_items(cx, set_table(self).size(), sizeof(SetEntry))) return false;
  const Value made = copy_of(self);
  for (uint32_t i = 0; i < args.count; ++i) {
    if (!kCombine(cx, set_table(made), args[i])) return false;
  }
  *out = made;
  return true;
}

// s.update(*others) and its like.
template <Combine kCombine>
bool combine_in_place(Context& cx, const Value& self, const Args& args, Value* out) {
  if (!expect_count(cx, "set", args, 0, UINT32_MAX)) return false;
  for (uint32_t i = 0; i < args.count; ++i) {
    if (!kCombine(cx, set_table(self), args[i])) return false;
  }
  *out = Value();
  return true;
}

bool symmetric_difference(Context& cx, const Value& self, const Args& args, Value* out) {
  return expect_count(cx, "set.symmetric_difference", args, 1, 1) &&
         combined<set_toggle_all>(cx, self, args, out);
}

bool symmetric_difference_update(Context& cx, const Value& self, const Args& args, Value* out) {
  return expect_count(cx, "set.symmetric_difference_update", args, 1, 1) &&
         combine_in_place<set_toggle_all>(cx, self, args, out);
}

// Nothing changes before all have been intersected.
bool intersection_update(Context& cx, const Value& self, const Args& args, Value* out) {
  Value common;
  if (!combined<set_keep_common>(cx, self, args, &common)) return false;
  std::swap(set_table(self), set_table(common));
  *out = Value();
  return true;
}

constexpr MethodDef kMethods[] = {
    {"add", add, kNoneKind, true},
    {"clear", clear, kNoneKind, true},
    {"copy", copy, kSetKind},
    {"difference", combined<set_remove_all>, kSetKind},
    {"difference_update", combine_in_place<set_remove_all>, kNoneKind, true},
    {"discard", discard, kNoneKind, true},
    {"intersection", combined<set_keep_common>, kSetKind},
    {"intersection_update", intersection_update, kNoneKind, true},
    {"isdisjoint", isdisjoint, kBoolKind},
    {"issubset", issubset, kBoolKind},
    {"issuperset", issuperset, kBoolKind},
    {"pop", pop, kAnyKind, true},
    {"remove", remove, kNoneKind, true},
    {"symmetric_difference", symmetric_difference, kSetKind},
    {"symmetric_difference_update", symmetric_difference_update, kNoneKind, true},
    {"union", combined<set_add_all>, kSetKind},
    {"update", combine_in_place<set_add_all>, kNoneKind, true},
};

constexpr MethodDef kFrozenMethods[] = {
    {"copy", copy, kSetKind},
    {"difference", combined<set_remove_all>, kSetKind},
    {"intersection", combined<set_keep_common>, kSetKind},
    {"isdisjoint", isdisjoint, kBoolKind},
    {"issubset", issubset, kBoolKind},
    {"issuperset", issuperset, kBoolKind},
    {"symmetric_difference", symmetric_difference, kSetKind},
    {"union", combined<set_add_all>, kSetKind},
};

// --- Blurr's Set: None is not taken in ---

bool field_add(Context& cx, const Value& self, const Args& args, Value* out) {
  static constexpr const char* kNames[] = {"element"};
  const Value* slots[1];
  if (!bind_python(cx, {"Set.add", kNames, 1}, args, slots)) return false;
  *out = Value();
  return slots[0]->is_none() || set_insert(cx, set_table(self), *slots[0]);
}

constexpr MethodDef kFieldOwn[] = {
    {"add", taking_in<field_add>, kNoneKind, true},
    {"symmetric_difference_update", taking_in_all<symmetric_difference_update>, kNoneKind, true},
    {"update", taking_in_all<combine_in_place<set_add_all>>, kNoneKind, true},
};
constexpr auto kFieldMethods = field_table<kMethods, kFieldOwn, Kind::kSet>();

// --- types ---

bool construct_as(Context& cx, const char* name, Flavor flavor, const Args& args, Value* out) {
  if (!expect_count(cx, name, args, 0, 1)) return false;
  auto* made = new SetObj(flavor);
  *out = Value::adopt(made);
  if (args.count == 0) return true;
  if (args[0].kind() != Kind::kSet) return set_add_all(cx, made->table, args[0]);
  if (!charge_items(cx, set_table(args[0]).size(), sizeof(SetEntry))) return false;
  made->table = set_table(args[0]);
  return true;
}

}  // namespace

std::span<const MethodDef> set_methods() { return kMethods; }
std::span<const MethodDef> frozenset_methods() { return kFrozenMethods; }
std::span<const MethodDef> field_set_methods() { return kFieldMethods; }

Value set_type() {
  static const Value type = make_type({
      .name = "set",
      .qualified_name = "set",
      .is_instance = [](const Value& v) { return v.kind() == Kind::kSet && !is_frozenset(v); },
      .construct = [](Context& cx, const Args& args,
                      Value* out) { return construct_as(cx, "set", Flavor::kPlain, args, out); },
      .instances = type_of(Kind::kSet, Flavor::kPlain),
  });
  return type;
}

Value frozenset_type() {
  static const Value type = make_type({
      .name = "frozenset",
      .qualified_name = "frozenset",
      .is_instance = is_frozenset,
      .construct = [](Context& cx, const Args& args,
                      Value* out) { return construct_as(cx, "frozenset", Flavor::kFrozen, args, out); },
      .instances = type_of(Kind::kSet, Flavor::kFrozen),
  });
  return type;
}

}  // namespace headrace::pylib
