#include "pylib/collections/reduction.h"

#include <span>

#include "pylib/collections/containers.h"
#include "pylib/collections/range.h"
#include "pylib/operators.h"
#include "pylib/text/text_view.h"

namespace headrace::pylib {
namespace {

// The first item whose truth is `wanted`, if any, ends the walk.
bool any_item(Context& cx, const Value& iterable, bool wanted, bool* found) {
  *found = false;
  bool failed = false;
  const bool walked = for_each(cx, iterable, [&](const Value& item) {
    bool truth;
    failed = !truthy(cx, item, &truth);
    *found = !failed && truth == wanted;
    return !failed && !*found;
  });
  return walked || *found;
}

// The items of a list or tuple, or none.
std::span<const Value> items_at_hand(const Value& v) {
  if (v.kind() == Kind::kList) return list_items(v);
  if (v.kind() == Kind::kTuple) return {v.as<TupleObj>()->items, v.as<TupleObj>()->size};
  return {};
}

// False where there is anything but plain numbers.
bool add_numbers(std::span<const Value> items, Value* out) {
  NumberSum sum;
  for (const Value& item : items) {
    if (!sum.add(item)) return false;
  }
  *out = sum.result();
  return true;
}

// Null where there is anything but plain numbers of one kind.
const Value* select_number(std::span<const Value> items, Compare op) {
  NumberChoice choice(op);
  for (const Value& item : items) {
    if (!choice.add(item)) return nullptr;
  }
  return choice.best();
}

// min() and max(): `op` tells whether a later item takes the place of the best so far.
class Selection {
 public:
  Selection(Context& cx, Compare op, const Value* key)
      : cx_(cx), op_(op), key_(key && !key->is_none() ? key : nullptr) {}

  bool add(const Value& item) {
    Value rank = item;
    if (key_ && !cx_.call(*key_, Args::of(&item, 1), &rank)) return false;
    bool better = !found_;
    if (found_ && !compare(cx_, op_, rank, best_rank_, &better)) return false;
    if (!better) return true;
    found_ = true;
    best_ = item;
    best_rank_ = std::move(rank);
    return true;
  }
  bool found() const { return found_; }
  const Value& best() const { return best_; }

 private:
  Context& cx_;
  const Compare op_;
  const Value* key_;
  bool found_ = false;
  Value best_, best_rank_;
};

struct Select {
  const char* name;
  Compare op;
  const char* empty;
  const char* no_default;
};

bool select(Context& cx, const Select& how, const Args& args, Value* out) {
  if (args.count == 0) return expect_count(cx, how.name, Args{}, 1, UINT32_MAX);
  if (args.keyword_count == 0) {
    const std::span<const Value> items =
        args.count > 1 ? std::span(args.values, args.count) : items_at_hand(args[0]);
    if (const Value* best = select_number(items, how.op)) {
      *out = *best;
      return cx.charge(items.size());
    }
  }
  static constexpr const char* kNames[] = {"key", "default"};
  const Value* slots[2];
  const Args keywords{nullptr, 0, args.keyword_names, args.keyword_values, args.keyword_count};
  if (!bind(cx, {how.name, kNames, 0, 0, 0}, keywords, slots)) return false;
  if (args.count > 1 && slots[1]) return cx.fail(Exc::kTypeError, how.no_default);
  Selection selection(cx, how.op, slots[0]);
  if (args.count > 1) {
    for (uint32_t i = 0; i < args.count; ++i) {
      if (!selection.add(args[i])) return false;
    }
  } else if (!for_each(cx, args[0], [&](const Value& item) { return selection.add(item); })) {
    return false;
  }
  if (!selection.found() && !slots[1]) return cx.fail(Exc::kValueError, how.empty);
  *out = selection.found() ? selection.best() : *slots[1];
  return true;
}

}  // namespace

bool builtin_all(Context& cx, const Args& args, Value* out) {
  bool found;
  if (!expect_count(cx, "all", args, 1, 1) || !any_item(cx, args[0], false, &found)) return false;
  *out = Value::boolean(!found);
  return true;
}

bool builtin_any(Context& cx, const Args& args, Value* out) {
  bool found;
  if (!expect_count(cx, "any", args, 1, 1) || !any_item(cx, args[0], true, &found)) return false;
  *out = Value::boolean(found);
  return true;
}

bool builtin_len(Context& cx, const Args& args, Value* out) {
  if (!expect_count(cx, "len", args, 1, 1)) return false;
  const Value& v = args[0];
  int64_t n = 0;
  switch (v.kind()) {
    case Kind::kStr:
    case Kind::kBytes: n = static_cast<int64_t>(unit_count(v)); break;
    case Kind::kTuple: n = v.as<TupleObj>()->size; break;
    case Kind::kList: n = static_cast<int64_t>(list_items(v).size()); break;
    case Kind::kDict: n = static_cast<int64_t>(dict_table(v).size()); break;
    case Kind::kSet: n = static_cast<int64_t>(set_table(v).size()); break;
    case Kind::kRange:
      if (!range_size(cx, *v.as<RangeObj>(), &n)) return false;
      break;
    default:
      if (v.kind() < Kind::kFunction) return fail_type(cx, "object of type '", v, "' has no len()");
      if (!v.as<NativeObject>()->length(cx, &n)) return false;
  }
  *out = Value::integer(n);
  return true;
}

bool builtin_max(Context& cx, const Args& args, Value* out) {
  static constexpr Select kMax = {"max", Compare::kGt, "max() arg is an empty sequence",
                                  "Cannot specify a default for max() with multiple positional arguments"};
  return select(cx, kMax, args, out);
}

bool builtin_min(Context& cx, const Args& args, Value* out) {
  static constexpr Select kMin = {"min", Compare::kLt, "min() arg is an empty sequence",
                                  "Cannot specify a default for min() with multiple positional arguments"};
  return select(cx, kMin, args, out);
}

bool builtin_sum(Context& cx, const Args& args, Value* out) {
  if (args.count == 1 && args.keyword_count == 0) {
    const std::span<const Value> items = items_at_hand(args[0]);
    if (!items.empty() && add_numbers(items, out)) return cx.charge(items.size());
  }
  static constexpr const char* kNames[] = {"iterable", "start"};
  const Value* slots[2];
  if (!bind(cx, {"sum", kNames, 1, 1}, args, slots)) return false;
  Value total = slots[1] ? *slots[1] : Value::integer(0);
  if (total.is_str()) {
    return cx.fail(Exc::kTypeError, "sum() can't sum strings [use ''.join(seq) instead]");
  }
  if (total.kind() == Kind::kBytes) {
    return cx.fail(Exc::kTypeError, "sum() can't sum bytes [use b''.join(seq) instead]");
  }
  if (!for_each(cx, *slots[0], [&](const Value& item) { return add_to(cx, &total, item); })) return false;
  *out = std::move(total);
  return true;
}

}  // namespace headrace::pylib
