// Building blocks of the container types: checked insertion, budgets, type checks.
//
// The checks are inline because they stand on the path of every `d[k]`, `m.set(k, v)` and `s.add(x)`.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "data/comparison.h"
#include "data/context.h"
#include "data/object.h"
#include "pylib/api.h"

namespace headrace::pylib {

inline constexpr KindSet kNoneKind = kind_set(Kind::kNone);
inline constexpr KindSet kBoolKind = kind_set(Kind::kBool);
inline constexpr KindSet kIntKind = kind_set(Kind::kInt);
inline constexpr KindSet kStrKind = kind_set(Kind::kStr);
inline constexpr KindSet kTupleKind = kind_set(Kind::kTuple);
inline constexpr KindSet kListKind = kind_set(Kind::kList);
inline constexpr KindSet kDictKind = kind_set(Kind::kDict);
inline constexpr KindSet kSetKind = kind_set(Kind::kSet);
inline constexpr KindSet kIteratorKind = kind_set(Kind::kIterator);
inline constexpr KindSet kObjectKind = kind_set(Kind::kObject);

inline Values& list_items(const Value& list) { return list.as<ListObj>()->items; }
inline HashTable<DictEntry>& dict_table(const Value& dict) { return dict.as<DictObj>()->table; }
inline HashTable<SetEntry>& set_table(const Value& set) { return set.as<SetObj>()->table; }
inline Flavor flavor_of(const Value& v) { return v.is_heap() ? v.obj()->flavor : Flavor::kPlain; }
inline bool is_frozenset(const Value& v) { return v.kind() == Kind::kSet && flavor_of(v) == Flavor::kFrozen; }

// An int or bool: what has Python's __index__.
inline bool is_index(const Value& v) { return v.kind() == Kind::kInt || v.kind() == Kind::kBool; }

// "unhashable type: 'list'" unless the key can stand in a dict or set.
bool fail_unless_hashable(Context& cx, const Value& key);
inline bool require_hashable(Context& cx, const Value& key) {
  if (key.kind() < Kind::kTimeZone || key.kind() == Kind::kRange) [[likely]]
    return true;
  return fail_unless_hashable(cx, key);
}

// Linear work over n small items.
inline bool charge_walk(Context& cx, size_t n) { return n < 8 || cx.charge(n / 8); }
// Looking for an item among others. A long text is compared with those of its size.
bool charge_search(Context& cx, std::span<const Value> items, const Value& item);
// Whether a container may hold n items; asked when its storage is about to grow.
inline bool charge_items(Context& cx, size_t n, size_t item_bytes = sizeof(Value)) {
  return cx.charge_bytes(uint64_t{n} * item_bytes);
}

inline bool list_append(Context& cx, Values* items, Value item) {
  if (items->size() == items->capacity() && items->size() >= 64) [[unlikely]] {
    if (!charge_items(cx, items->size() * 2)) return false;
  }
  items->push_back(std::move(item));
  return true;
}

// The growing table is charged each time that its size has doubled.
template <typename Entry>
bool charge_growth(Context& cx, const HashTable<Entry>& table) {
  const size_t n = table.size();
  if (n < 64 || (n & (n - 1)) != 0) [[likely]]
    return true;
  return charge_items(cx, n * 2, sizeof(Entry));
}

// d[key] = value
inline bool dict_insert(Context& cx, HashTable<DictEntry>& table, const Value& key, Value value) {
  if (!require_hashable(cx, key) || !charge_growth(cx, table)) return false;
  Comparison comparison(cx, key);
  bool inserted;
  table.find_or_insert(key, &inserted)->value = std::move(value);
  return comparison.pay();
}

inline bool set_insert(Context& cx, HashTable<SetEntry>& table, const Value& item) {
  if (!require_hashable(cx, item) || !charge_growth(cx, table)) return false;
  Comparison comparison(cx, item);
  bool inserted;
  table.find_or_insert(item, &inserted);
  return comparison.pay();
}

// Calls visit(entry) for each entry, in order, until it returns false. The table may change under it.
template <typename Entry, typename Visit>
bool each_entry(const HashTable<Entry>& table, Visit visit) {
  for (size_t i = 0; i < table.end(); ++i) {
    if (table.entry(i).hash != 0 && !visit(table.entry(i))) return false;
  }
  return true;
}

// The iterable's items to `visit(const Value&)`, which returns false to fail; without making an iterator
// where the iterable is a container of ours. The container must not be the one that `visit` changes.
template <typename Visit>
bool for_each(Context& cx, const Value& iterable, Visit visit) {
  switch (iterable.kind()) {
    case Kind::kList:
      for (size_t i = 0; i < list_items(iterable).size(); ++i) {
        const Value item = list_items(iterable)[i];
        if (!cx.charge(1) || !visit(item)) return false;
      }
      return true;
    case Kind::kTuple:
      for (uint32_t i = 0; i < iterable.as<TupleObj>()->size; ++i) {
        if (!cx.charge(1) || !visit(iterable.as<TupleObj>()->items[i])) return false;
      }
      return true;
    default: break;
  }
  Value iterator, item;
  if (!make_iterator(cx, iterable, &iterator)) return false;
  for (;;) {
    switch (next_item(cx, iterator, &item)) {
      case Next::kError: return false;
      case Next::kEnd: return true;
      case Next::kItem: break;
    }
    if (!cx.charge(1) || !visit(item)) return false;
  }
}

// What stands for v in an error's text: the repr of a scalar, v itself when that may be long.
[[gnu::cold]] Value repr_detail(Context& cx, const Value& v);

// "'X' object is not iterable" and the like: a TypeError with the type's name between two texts.
[[gnu::cold]] bool fail_type(Context& cx, std::string_view before, const Value& v, std::string_view after);

}  // namespace headrace::pylib
