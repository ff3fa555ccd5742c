#include "pylib/collections/iteration.h"

#include <string>

#include "data/comparison.h"
#include "pylib/collections/containers.h"
#include "pylib/collections/introspection.h"
#include "pylib/collections/iterators.h"
#include "pylib/errors.h"
#include "pylib/operators.h"

namespace headrace::pylib {
namespace {

// Iterators over iterators nest without bound (`[it := map(f, it) for _ in range(10**6)]`), so each step down
// is guarded.
class EnumerateIterator final : public Iterator {
 public:
  EnumerateIterator(Value source, Value start) : source_(std::move(source)), index_(std::move(start)) {}
  std::string_view type_name() const override { return "enumerate"; }
  Next next(Context& cx, Value* out) override {
    DepthGuard guard(cx);
    if (!guard) return Next::kError;
    Value item;
    const Next next = next_item(cx, source_, &item);
    if (next != Next::kItem) return next;
    *out = make_tuple({index_, std::move(item)});
    if (!index_.is_heap() && index_.as_int() < INT64_MAX) {
      index_ = Value::integer(index_.as_int() + 1);
      return Next::kItem;
    }
    Value successor;
    if (!binary(cx, BinaryOp::kAdd, index_, Value::integer(1), &successor)) return Next::kError;
    index_ = std::move(successor);
    return Next::kItem;
  }

 private:
  const Value source_;
  Value index_;
};

class FilterIterator final : public Iterator {
 public:
  FilterIterator(const Value& predicate, Value source) : predicate_(predicate), source_(std::move(source)) {}
  std::string_view type_name() const override { return "filter"; }
  Next next(Context& cx, Value* out) override {
    DepthGuard guard(cx);
    if (!guard) return Next::kError;
    for (;;) {
      Value item, verdict;
      const Next next = next_item(cx, source_, &item);
      if (next != Next::kItem) return next;
      if (!cx.charge(1)) return Next::kError;
      const bool by_itself = predicate_.is_none();
      if (!by_itself && !cx.call(predicate_, Args::of(&item, 1), &verdict)) return Next::kError;
      bool passes;
      if (!pylib::truthy(cx, by_itself ? item : verdict, &passes)) return Next::kError;
      if (!passes) continue;
      *out = std::move(item);
      return Next::kItem;
    }
  }

 private:
  const Value predicate_;  // None: the items' own truth
  const Value source_;
};

class MapIterator final : public Iterator {
 public:
  MapIterator(const Value& function, Values sources)
      : function_(function), sources_(std::move(sources)), items_(sources_.size()) {}
  std::string_view type_name() const override { return "map"; }
  Next next(Context& cx, Value* out) override {
    DepthGuard guard(cx);
    if (!guard) return Next::kError;
    Values items = std::move(items_);  // the function may run this iterator itself
    items.resize(sources_.size());
    for (size_t i = 0; i < sources_.size(); ++i) {
      const Next next = next_item(cx, sources_[i], &items[i]);
      if (next != Next::kItem) return next;
    }
    if (!cx.call(function_, Args::of(items.data(), items.size()), out)) return Next::kError;
    items_ = std::move(items);
    return Next::kItem;
  }

 private:
  const Value function_;
  const Values sources_;
  Values items_;  // storage kept from call to call
};

class ZipIterator final : public Iterator {
 public:
  ZipIterator(Values sources, bool strict) : sources_(std::move(sources)), strict_(strict) {}
  std::string_view type_name() const override { return "zip"; }
  Next next(Context& cx, Value* out) override {
    DepthGuard guard(cx);
    if (!guard) return Next::kError;
    if (sources_.empty()) return Next::kEnd;
    TupleObj* tuple = TupleObj::make(static_cast<uint32_t>(sources_.size()));
    *out = Value::adopt(tuple);
    for (size_t i = 0; i < sources_.size(); ++i) {
      const Next next = next_item(cx, sources_[i], &tuple->items[i]);
      if (next == Next::kEnd && strict_) return end_strictly(cx, i);
      if (next != Next::kItem) return next;
    }
    return Next::kItem;
  }

 private:
  // Source i is the first to end: all others must end now too.
  Next end_strictly(Context& cx, size_t i) {
    if (i > 0) return fail_length(cx, i, "shorter");
    Value item;
    for (i = 1; i < sources_.size(); ++i) {
      const Next next = next_item(cx, sources_[i], &item);
      if (next == Next::kError) return next;
      if (next == Next::kItem) return fail_length(cx, i, "longer");
    }
    return Next::kEnd;
  }
  static Next fail_length(Context& cx, size_t i, std::string_view how) {
    fail_with(cx, Exc::kValueError,
              {"zip() argument ", std::to_string(i + 1), " is ", how, " than argument", i == 1 ? " " : "s 1-",
               std::to_string(i)});
    return Next::kError;
  }

  const Values sources_;
  const bool strict_;
};

// iter(function, sentinel)
class CallIterator final : public Iterator {
 public:
  CallIterator(const Value& function, const Value& sentinel) : function_(function), sentinel_(sentinel) {}
  std::string_view type_name() const override { return "callable_iterator"; }
  Next next(Context& cx, Value* out) override {
    DepthGuard guard(cx);
    if (!guard) return Next::kError;
    if (ended_) return Next::kEnd;
    Value item;
    const bool called = cx.call(function_, Args{}, &item);
    if (!called && cx.error().type != Exc::kStopIteration) return Next::kError;
    Comparison comparison(cx, item);
    ended_ = !called || equal(item, sentinel_);
    if (!comparison.pay()) return Next::kError;
    if (!called) cx.clear_error();
    if (ended_) return Next::kEnd;
    *out = std::move(item);
    return Next::kItem;
  }

 private:
  const Value function_;
  const Value sentinel_;
  bool ended_ = false;
};

// Iterators of args[first...].
bool make_iterators(Context& cx, const Args& args, uint32_t first, Values* out) {
  out->resize(args.count - first);
  for (uint32_t i = first; i < args.count; ++i) {
    if (!make_iterator(cx, args[i], &(*out)[i - first])) return false;
  }
  return true;
}

}  // namespace

bool builtin_enumerate(Context& cx, const Args& args, Value* out) {
  static constexpr const char* kNames[] = {"iterable", "start"};
  const Value* slots[2];
  if (!bind(cx, {"enumerate", kNames, 1}, args, slots)) return false;
  Value start = slots[1] ? *slots[1] : Value::integer(0);
  if (!is_index(start)) return fail_type(cx, "'", start, "' object cannot be interpreted as an integer");
  if (start.is_bool()) start = Value::integer(start.as_int());
  Value source;
  if (!make_iterator(cx, *slots[0], &source)) return false;
  *out = Value::adopt(new EnumerateIterator(std::move(source), std::move(start)));
  return true;
}

bool builtin_filter(Context& cx, const Args& args, Value* out) {
  if (!expect_count(cx, "filter", args, 2, 2)) return false;
  Value source;
  if (!make_iterator(cx, args[1], &source)) return false;
  *out = Value::adopt(new FilterIterator(args[0], std::move(source)));
  return true;
}

bool builtin_iter(Context& cx, const Args& args, Value* out) {
  if (!expect_count(cx, "iter", args, 1, 2)) return false;
  if (args.count == 1) return make_iterator(cx, args[0], out);
  if (!is_callable(args[0])) return cx.fail(Exc::kTypeError, "iter(v, w): v must be callable");
  *out = Value::adopt(new CallIterator(args[0], args[1]));
  return true;
}

bool builtin_map(Context& cx, const Args& args, Value* out) {
  if (args.keyword_count != 0) return cx.fail(Exc::kTypeError, "map() takes no keyword arguments");
  if (args.count < 2) return cx.fail(Exc::kTypeError, "map() must have at least two arguments.");
  Values sources;
  if (!make_iterators(cx, args, 1, &sources)) return false;
  *out = Value::adopt(new MapIterator(args[0], std::move(sources)));
  return true;
}

bool builtin_next(Context& cx, const Args& args, Value* out) {
  if (!expect_count(cx, "next", args, 1, 2)) return false;
  if (args[0].kind() < Kind::kFunction) return fail_type(cx, "'", args[0], "' object is not an iterator");
  Value item;
  switch (next_item(cx, args[0], &item)) {
    case Next::kError: return false;
    case Next::kItem: *out = std::move(item); return true;
    case Next::kEnd: break;
  }
  if (args.count == 1) return cx.fail(Exc::kStopIteration, "");
  *out = args[1];
  return true;
}

bool builtin_zip(Context& cx, const Args& args, Value* out) {
  bool strict = false;
  for (uint32_t i = 0; i < args.keyword_count; ++i) {
    if (args.keyword_names[i].str() != "strict") {
      return fail_with(cx, Exc::kTypeError,
                       {"'", args.keyword_names[i].str(), "' is an invalid keyword argument for zip()"});
    }
    if (!truthy(cx, args.keyword_values[i], &strict)) return false;
  }
  Values sources;
  if (!make_iterators(cx, args, 0, &sources)) return false;
  *out = Value::adopt(new ZipIterator(std::move(sources), strict));
  return true;
}

}  // namespace headrace::pylib
