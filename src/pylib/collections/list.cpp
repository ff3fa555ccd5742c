// list, and Blurr's List.

#include "pylib/collections/list.h"

#include <algorithm>

#include "data/comparison.h"
#include "pylib/collections/containers.h"
#include "pylib/collections/field.h"
#include "pylib/collections/sort.h"
#include "pylib/collections/subscript.h"
#include "pylib/python_arguments.h"
#include "pylib/type.h"
#include "pylib/type_tables.h"

namespace headrace::pylib {

bool extend_list(Context& cx, const Value& list, const Value& iterable) {
  auto& items = list_items(list);
  if (iterable.kind() == Kind::kList || iterable.kind() == Kind::kTuple) {
    Values more;  // the iterable may be the list itself
    if (!collect(cx, iterable, &more) || !charge_items(cx, items.size() + more.size())) return false;
    items.insert(items.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
    return true;
  }
  return for_each(cx, iterable, [&](const Value& item) { return list_append(cx, &items, item); });
}

namespace {

bool append(Context& cx, const Value& self, const Args& args, Value* out) {
  if (!expect_count(cx, "list.append", args, 1, 1)) return false;
  *out = Value();
  return list_append(cx, &list_items(self), args[0]);
}

bool clear(Context& cx, const Value& self, const Args& args, Value* out) {
  if (!expect_count(cx, "list.clear", args, 0, 0)) return false;
  const Values gone = std::move(list_items(self));
  list_items(self) = {};
  *out = Value();
  return true;
}

bool copy(Context& cx, const Value& self, const Args& args, Value* out) {
  if (!expect_count(cx, "list.copy", args, 0, 0)) return false;
  if (!charge_items(cx, list_items(self).size())) return false;
  *out = make_list(list_items(self));
  return true;
}

bool count(Context& cx, const Value& self, const Args& args, Value* out) {
  if (!expect_count(cx, "list.count", args, 1, 1)) return false;
  const auto& items = list_items(self);
  if (!charge_search(cx, items, args[0])) return false;
  Comparison comparison(cx, args[0]);
  *out = Value::integer(
      std::count_if(items.begin(), items.end(), [&](const Value& v) { return equal(v, args[0]); }));
  return comparison.pay();
}

bool extend(Context& cx, const Value& self, const Args& args, Value* out) {
  if (!expect_count(cx, "list.extend", args, 1, 1)) return false;
  *out = Value();
  return extend_list(cx, self, args[0]);
}

bool index(Context& cx, const Value& self, const Args& args, Value* out) {
  if (!expect_count(cx, "list.index", args, 1, 3)) return false;
  const auto& items = list_items(self);
  const auto size = static_cast<int64_t>(items.size());
  int64_t start, stop;
  if (!resolve_bound(cx, args.count > 1 ? &args[1] : nullptr, 0, size, &start)) return false;
  if (!resolve_bound(cx, args.count > 2 ? &args[2] : nullptr, size, size, &stop)) return false;
  if (!charge_search(cx, items, args[0])) return false;
  Comparison comparison(cx, args[0]);
  for (int64_t i = start; i < std::min(stop, size); ++i) {
    if (!equal(items[static_cast<size_t>(i)], args[0])) continue;
    *out = Value::integer(i);
    return comparison.pay();
  }
  return comparison.pay() && cx.fail(Exc::kValueError, "{} is not in list", repr_detail(cx, args[0]));
}

bool insert(Context& cx, const Value& self, const Args& args, Value* out) {
  if (!expect_count(cx, "list.insert", args, 2, 2)) return false;
  int64_t at;
  if (!to_ssize(cx, args[0], &at)) return false;
  auto& items = list_items(self);
  const auto size = static_cast<int64_t>(items.size());
  if (at < 0) at = std::max<int64_t>(at + size, 0);
  at = std::min(at, size);
  if (!charge_walk(cx, static_cast<size_t>(size - at)) || !charge_items(cx, items.size() + 1)) return false;
  items.insert(items.begin() + at, args[1]);
  *out = Value();
  return true;
}

bool pop(Context& cx, const Value& self, const Args& args, Value* out) {
  if (!expect_count(cx, "list.pop", args, 0, 1)) return false;
  auto& items = list_items(self);
  const auto size = static_cast<int64_t>(items.size());
  int64_t at = -1;
  if (args.count == 1 && !to_ssize(cx, args[0], &at)) return false;
  if (size == 0) return cx.fail(Exc::kIndexError, "pop from empty list");
  if (at < 0) at += size;
  if (at < 0 || at >= size) return cx.fail(Exc::kIndexError, "pop index out of range");
  if (!charge_walk(cx, static_cast<size_t>(size - at))) return false;
  *out = std::move(items[static_cast<size_t>(at)]);
  items.erase(items.begin() + at);
  return true;
}

bool remove(Context& cx, const Value& self, const Args& args, Value* out) {
  if (!expect_count(cx, "list.remove", args, 1, 1)) return false;
  auto& items = list_items(self);
  if (!charge_search(cx, items, args[0])) return false;
  Comparison comparison(cx, args[0]);
  const auto it = std::find_if(items.begin(), items.end(), [&](const Value& v) { return equal(v, args[0]); });
  if (!comparison.pay()) return false;
  if (it == items.end()) return cx.fail(Exc::kValueError, "list.remove(x): x not in list");
  items.erase(it);
  *out = Value();
  return true;
}

bool reverse(Context& cx, const Value& self, const Args& args, Value* out) {
  if (!expect_count(cx, "list.reverse", args, 0, 0)) return false;
  auto& items = list_items(self);
  if (!charge_walk(cx, items.size())) return false;
  std::reverse(items.begin(), items.end());
  *out = Value();
  return true;
}

bool sort(Context& cx, const Value& self, const Args& args, Value* out) {
  static constexpr const char* kNames[] = {"key", "reverse"};
  const Value* slots[2];
  bool is_reversed;
  if (!bind(cx, {"sort", kNames, 0, 0, 0}, args, slots)) return false;
  if (!reverse_argument(cx, slots[1], &is_reversed)) return false;
  // The key function sees an empty list, as in Python; what it puts there is lost.
  Values items = std::move(list_items(self));
  list_items(self) = {};
  const bool sorted = sort_items(cx, &items, slots[0], is_reversed);
  const bool touched = !list_items(self).empty();
  std::swap(list_items(self), items);
  *out = Value();
  if (sorted && touched) return cx.fail(Exc::kValueError, "list modified during sort");
  return sorted;
}

constexpr MethodDef kMethods[] = {
    {"append", append, kNoneKind, true}, {"clear", clear, kNoneKind, true},
    {"copy", copy, kListKind},           {"count", count, kIntKind},
    {"extend", extend, kNoneKind, true}, {"index", index, kIntKind},
    {"insert", insert, kNoneKind, true}, {"pop", pop, kAnyKind, true},
    {"remove", remove, kNoneKind, true}, {"reverse", reverse, kNoneKind, true},
    {"sort", sort, kNoneKind, true},
};

// --- Blurr's List: None is not taken in ---

bool field_append(Context& cx, const Value& self, const Args& args, Value* out) {
  static constexpr const char* kNames[] = {"obj"};
  const Value* slots[1];
  if (!bind_python(cx, {"List.append", kNames, 1}, args, slots)) return false;
  *out = Value();
  return slots[0]->is_none() || list_append(cx, &list_items(self), *slots[0]);
}

bool field_insert(Context& cx, const Value& self, const Args& args, Value* out) {
  static constexpr const char* kNames[] = {"index", "obj"};
  const Value* slots[2];
  if (!bind_python(cx, {"List.insert", kNames, 2}, args, slots)) return false;
  *out = Value();
  const Value both[] = {*slots[0], *slots[1]};
  return slots[1]->is_none() || insert(cx, self, Args::of(both, 2), out);
}

constexpr MethodDef kFieldOwn[] = {
    {"append", taking_in<field_append>, kNoneKind, true},
    {"extend", taking_in_all<extend>, kNoneKind, true},
    {"insert", taking_in<field_insert>, kNoneKind, true},
};
constexpr auto kFieldMethods = field_table<kMethods, kFieldOwn, Kind::kList>();

bool construct(Context& cx, const Args& args, Value* out) {
  if (!expect_count(cx, "list", args, 0, 1)) return false;
  Values items;
  if (args.count == 1 && !collect(cx, args[0], &items)) return false;
  *out = make_list(std::move(items));
  return true;
}

}  // namespace

std::span<const MethodDef> list_methods() { return kMethods; }
std::span<const MethodDef> field_list_methods() { return kFieldMethods; }

Value list_type() {
  static const Value type = make_type({
      .name = "list",
      .qualified_name = "list",
      .is_instance = [](const Value& v) { return v.kind() == Kind::kList; },
      .construct = construct,
      .instances = type_of(Kind::kList, Flavor::kPlain),
  });
  return type;
}

}  // namespace headrace::pylib
