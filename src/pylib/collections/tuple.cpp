// tuple.

#include <algorithm>

#include "data/comparison.h"
#include "pylib/collections/containers.h"
#include "pylib/collections/subscript.h"
#include "pylib/type.h"
#include "pylib/type_tables.h"

namespace headrace::pylib {
namespace {

std::span<const Value> items_of(const Value& tuple) {
  const auto* t = tuple.as<TupleObj>();
  return {t->items, t->size};
}

bool count(Context& cx, const Value& self, const Args& args, Value* out) {
  if (!expect_count(cx, "tuple.count", args, 1, 1)) return false;
  const auto items = items_of(self);
  if (!charge_search(cx, items, args[0])) return false;
  Comparison comparison(cx, args[0]);
  *out = Value::integer(
      std::count_if(items.begin(), items.end(), [&](const Value& v) { return equal(v, args[0]); }));
  return comparison.pay();
}

bool index(Context& cx, const Value& self, const Args& args, Value* out) {
  if (!expect_count(cx, "tuple.index", args, 1, 3)) return false;
  const auto items = items_of(self);
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
  return comparison.pay() && cx.fail(Exc::kValueError, "tuple.index(x): x not in tuple");
}

constexpr MethodDef kMethods[] = {
    {"count", count, kIntKind},
    {"index", index, kIntKind},
};

bool construct(Context& cx, const Args& args, Value* out) {
  if (!expect_count(cx, "tuple", args, 0, 1)) return false;
  if (args.count == 1 && args[0].kind() == Kind::kTuple && args[0].obj()->flags == 0) {
    *out = args[0];
    return true;
  }
  Values items;
  if (args.count == 1 && !collect(cx, args[0], &items)) return false;
  TupleObj* tuple = TupleObj::make(static_cast<uint32_t>(items.size()));
  std::move(items.begin(), items.end(), tuple->items);
  *out = Value::adopt(tuple);
  return true;
}

}  // namespace

std::span<const MethodDef> tuple_methods() { return kMethods; }

Value tuple_type() {
  static const Value type = make_type({
      .name = "tuple",
      .qualified_name = "tuple",
      .is_instance = [](const Value& v) { return v.kind() == Kind::kTuple; },
      .construct = construct,
      .instances = type_of(Kind::kTuple, Flavor::kPlain),
  });
  return type;
}

}  // namespace headrace::pylib
