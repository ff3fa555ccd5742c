#include "pylib/collections/set_algebra.h"

#include "data/comparison.h"
#include "pylib/collections/views.h"

namespace headrace::pylib {
namespace {

// The keys of a set or dict, else the items of the iterable, to visit(item).
template <typename Visit>
bool each_key(Context& cx, const Value& v, Visit visit) {
  switch (v.kind()) {
    case Kind::kSet:
      return cx.charge(set_table(v).size()) &&
             each_entry(set_table(v), [&](const SetEntry& e) { return visit(e.key); });
    case Kind::kDict:
      return cx.charge(dict_table(v).size()) &&
             each_entry(dict_table(v), [&](const DictEntry& e) { return visit(e.key); });
    default: return for_each(cx, v, visit);
  }
}

bool is_itself(const SetTable& set, const Value& other) {
  return other.kind() == Kind::kSet && &set_table(other) == &set;
}

bool set_like_has(const Value& v, const Value& item) {
  if (v.kind() == Kind::kSet) return hashable(item) && set_table(v).contains(item);
  return view_has(*v.as<DictView>(), item);
}

// visit(item) for the items of a set-like value, in order, until it returns false.
template <typename Visit>
bool each_item(const Value& v, Visit visit) {
  if (v.kind() == Kind::kSet) {
    return each_entry(set_table(v), [&](const SetEntry& e) { return visit(e.key); });
  }
  const auto* view = v.as<DictView>();
  return each_entry(dict_table(view->dict()), [&](const DictEntry& e) {
    return visit(view->part() == DictPart::kKeys ? e.key : make_tuple({e.key, e.value}));
  });
}

// The elements of `kept` in the order of a set-like value.
SetTable arrange(const SetTable& kept, const Value& order) {
  SetTable arranged;
  bool inserted;
  each_item(order, [&](const Value& item) {
    const SetEntry* found = hashable(item) ? kept.find(item) : nullptr;
    if (found) arranged.find_or_insert(found->key, &inserted);
    return true;
  });
  return arranged;
}

}  // namespace

bool set_add_all(Context& cx, SetTable& set, const Value& other) {
  if (is_itself(set, other)) return true;
  return each_key(cx, other, [&](const Value& item) { return set_insert(cx, set, item); });
}

bool set_remove_all(Context& cx, SetTable& set, const Value& other) {
  if (is_itself(set, other)) {
    set.clear();
    return true;
  }
  return each_key(cx, other, [&](const Value& item) {
    if (!require_hashable(cx, item)) return false;
    Comparison comparison(cx, item);
    set.erase(item);
    return comparison.pay();
  });
}

bool set_toggle_all(Context& cx, SetTable& set, const Value& other) {
  if (is_itself(set, other)) {
    set.clear();
    return true;
  }
  // An element that `other` gives twice counts once.
  SetTable distinct;
  if (!set_add_all(cx, distinct, other)) return false;
  return each_entry(distinct,
                    [&](const SetEntry& e) { return set.erase(e.key) || set_insert(cx, set, e.key); });
}

bool set_keep_common(Context& cx, SetTable& set, const Value& other) {
  if (is_itself(set, other)) return true;
  // CPython walks the smaller of two sets and keeps the elements that it walks.
  SetTable common;
  bool inserted;
  if (other.kind() == Kind::kSet && set_table(other).size() > set.size()) {
    if (!cx.charge(set.size())) return false;
    Comparison comparison(cx, other);
    each_entry(set, [&](const SetEntry& e) {
      if (set_table(other).contains(e.key)) common.find_or_insert(e.key, &inserted);
      return true;
    });
    std::swap(set, common);
    return comparison.pay();
  }
  bool complete = false;
  const bool walked = each_key(cx, other, [&](const Value& item) {
    if (!require_hashable(cx, item)) return false;
    Comparison comparison(cx, item);
    const bool both = set.contains(item);
    if (!comparison.pay()) return false;
    if (!both) return true;
    if (!set_insert(cx, common, item)) return false;
    complete = common.size() == set.size();  // nothing more to find: what follows is not even looked at
    return !complete;
  });
  if (!walked && !complete) return false;
  SetTable ordered;
  each_entry(set, [&](const SetEntry& e) {
    if (const SetEntry* found = common.find(e.key)) ordered.find_or_insert(found->key, &inserted);
    return true;
  });
  std::swap(set, ordered);
  return true;
}

bool is_set_like(const Value& v) { return v.kind() == Kind::kSet || as_set_view(v); }

size_t set_like_size(const Value& v) {
  return v.kind() == Kind::kSet ? set_table(v).size() : dict_table(v.as<DictView>()->dict()).size();
}

bool is_subset_of(const Value& a, const Value& b) {
  return set_like_size(a) <= set_like_size(b) &&
         each_item(a, [&](const Value& item) { return set_like_has(b, item); });
}

bool is_disjoint(Context& cx, const Value& a, const Value& other, bool* out) {
  // Of two set-likes the smaller is walked.
  const bool sized = a.kind() == Kind::kSet ? other.kind() == Kind::kSet
                                            : is_set_like(other) && flavor_of(other) != Flavor::kField;
  const bool swapped = sized && set_like_size(other) > set_like_size(a);
  const Value &walked = swapped ? a : other, &asked = swapped ? other : a;
  bool shared = false;
  *out = each_key(cx, walked, [&](const Value& item) {
    if (asked.kind() == Kind::kSet && !require_hashable(cx, item)) return false;
    return contains(cx, asked, item, &shared) && !shared;  // the first shared item ends the walk
  });
  return *out || shared;
}

namespace {

// set & view and view & anything: a real set, as CPython's views give. The elements are those of the walked
// side, in the order of the left one.
bool intersect_view(Context& cx, const Value& a, const Value& b, Value* out) {
  Value view = as_set_view(a) ? a : b, other = as_set_view(a) ? b : a;
  int64_t other_size = 0;
  if (as_set_view(other)) {
    if (set_like_size(other) > set_like_size(view)) std::swap(view, other);
  } else if (other.kind() == Kind::kSet) {
    other_size = static_cast<int64_t>(set_table(other).size());
    if (flavor_of(other) == Flavor::kPlain && static_cast<int64_t>(set_like_size(view)) <= other_size) {
      std::swap(view, other);
    }
  }
  auto* result = new SetObj();
  *out = Value::adopt(result);
  const bool walked = each_key(cx, other, [&](const Value& item) {
    bool both;
    return contains(cx, view, item, &both) && (!both || set_insert(cx, result->table, item));
  });
  if (walked && is_set_like(a)) result->table = arrange(result->table, a);
  return walked;
}

// items ^ items compares pairs by key and value, so that equal ones need no hash.
bool toggle_items(Context& cx, const DictView& a, const DictView& b, SetTable& set) {
  const auto add_missing = [&](const DictView& from, const DictView& other) {
    return each_entry(dict_table(from.dict()), [&](const DictEntry& e) {
      const Value pair = make_tuple({e.key, e.value});
      Comparison comparison(cx, pair);
      const bool both = view_has(other, pair);
      return comparison.pay() && cx.charge(1) && (both || set_insert(cx, set, pair));
    });
  };
  return add_missing(a, b) && add_missing(b, a);
}

bool is_items_view(const Value& v) {
  const DictView* view = as_dict_view(v);
  return view && view->part() == DictPart::kItems;
}

bool combine(Context& cx, BinaryOp op, SetTable& set, const Value& other) {
  switch (op) {
    case BinaryOp::kOr: return set_add_all(cx, set, other);
    case BinaryOp::kAnd: return set_keep_common(cx, set, other);
    case BinaryOp::kSub: return set_remove_all(cx, set, other);
    default: return set_toggle_all(cx, set, other);
  }
}

}  // namespace

bool set_binary(Context& cx, BinaryOp op, const Value& a, const Value& b, Value* out, bool* handled) {
  *handled = false;
  if (op != BinaryOp::kOr && op != BinaryOp::kAnd && op != BinaryOp::kSub && op != BinaryOp::kXor)
    return true;
  const bool both_sets = a.kind() == Kind::kSet && b.kind() == Kind::kSet;
  if (!both_sets && !as_set_view(a) && !as_set_view(b)) return true;
  *handled = true;
  if (!both_sets && op == BinaryOp::kAnd) return intersect_view(cx, a, b, out);
  auto* result = new SetObj(both_sets && is_frozenset(a) ? Flavor::kFrozen : Flavor::kPlain);
  *out = Value::adopt(result);
  if (op == BinaryOp::kXor && is_items_view(a) && is_items_view(b)) {
    return toggle_items(cx, *as_dict_view(a), *as_dict_view(b), result->table);
  }
  if (a.kind() == Kind::kSet) {
    if (!charge_items(cx, set_table(a).size(), sizeof(SetEntry))) return false;
    result->table = set_table(a);
  } else if (!set_add_all(cx, result->table, a)) {
    return false;
  }
  return combine(cx, op, result->table, b);
}

namespace {

// a <= b, where an item that cannot be hashed is an error if b asks for its hash.
bool check_subset(Context& cx, const Value& a, const Value& b, bool* out) {
  *out = false;
  if (set_like_size(a) > set_like_size(b)) return true;
  *out = true;
  return each_key(cx, a, [&](const Value& item) { return contains(cx, b, item, out) && *out; }) || !*out;
}

}  // namespace

bool set_compare(Context& cx, Compare op, const Value& a, const Value& b, bool* out, bool* handled) {
  *handled = is_set_like(a) && is_set_like(b);
  if (!*handled) return true;
  const bool same_size = set_like_size(a) == set_like_size(b);
  *out = false;
  switch (op) {
    case Compare::kLt: return same_size || check_subset(cx, a, b, out);
    case Compare::kLe: return check_subset(cx, a, b, out);
    case Compare::kGt: return same_size || check_subset(cx, b, a, out);
    case Compare::kGe: return check_subset(cx, b, a, out);
    case Compare::kEq:
    case Compare::kNe: break;
  }
  // It is a view that compares itself with the other.
  const bool a_asks = a.kind() != Kind::kSet;
  if (same_size && !(a_asks ? check_subset(cx, a, b, out) : check_subset(cx, b, a, out))) return false;
  *out = *out == (op == Compare::kEq);
  return true;
}

}  // namespace headrace::pylib
