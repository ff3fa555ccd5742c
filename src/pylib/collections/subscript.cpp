#include "pylib/collections/subscript.h"

#include <algorithm>

#include "base/unicode.h"
#include "pylib/collections/containers.h"
#include "pylib/collections/range.h"
#include "pylib/collections/record.h"
#include "pylib/operators.h"
#include "pylib/text/text_view.h"

namespace headrace::pylib {
namespace {

constexpr const char* kBadSliceIndex = "slice indices must be integers or None or have an __index__ method";

// A part of a slice as a number that saturates.
bool slice_part(Context& cx, const Value& v, int64_t otherwise, int64_t* out) {
  *out = otherwise;
  if (v.is_none()) return true;
  if (!is_index(v)) return cx.fail(Exc::kTypeError, kBadSliceIndex);
  return to_index(cx, v, out, true);
}

// Where an index points in a sequence of `size` items.
bool resolve_index(Context& cx, const Value& index, size_t size, const char* out_of_range, size_t* out) {
  if (index.is_heap()) return cx.fail(Exc::kIndexError, "cannot fit 'int' into an index-sized integer");
  int64_t i = index.as_int();
  if (i < 0) i += static_cast<int64_t>(size);
  if (i < 0 || i >= static_cast<int64_t>(size)) return cx.fail(Exc::kIndexError, out_of_range);
  *out = static_cast<size_t>(i);
  return true;
}

bool text_item(Context& cx, const Value& text, const Value& index, Value* out) {
  const char* out_of_range = text.is_str() ? "string index out of range" : "index out of range";
  size_t i;
  if (!is_bytewise(text) && !charge_scan(cx, text.str().size())) return false;
  if (!resolve_index(cx, index, unit_count(text), out_of_range, &i)) return false;
  if (!text.is_str()) {
    *out = Value::integer(static_cast<uint8_t>(text.str()[i]));
    return true;
  }
  const size_t at = offset_of_index(text, i);
  *out = Value::string(text.str().substr(at, unit_size(is_bytewise(text), text.str().data() + at)));
  return true;
}

template <typename Items>
Values take_slice(const Items& items, const SliceRange& slice) {
  Values taken;
  taken.reserve(static_cast<size_t>(slice.count));
  for (int64_t i = 0; i < slice.count; ++i) taken.push_back(items[slice.position(i)]);
  return taken;
}

Value text_slice(const Value& text, const SliceRange& slice) {
  const auto first = static_cast<size_t>(slice.first), count = static_cast<size_t>(slice.count);
  if (slice.step == 1) return part_of(text, slice_units(text, first, first + count));
  std::string taken;
  if (is_bytewise(text)) {
    for (int64_t i = 0; i < slice.count; ++i) taken += text.str()[slice.position(i)];
  } else {
    const std::u32string points = unicode::decode_all(text.str());
    for (int64_t i = 0; i < slice.count; ++i) unicode::append(taken, points[slice.position(i)]);
  }
  return make_text(text.kind(), taken);
}

// A slice of a record list is one again, unless it is empty.
Value list_slice(const Value& list, const SliceRange& slice) {
  const bool wraps = flavor_of(list) == Flavor::kRecord && slice.count > 0;
  auto* made = new ListObj(wraps ? Flavor::kRecord : Flavor::kPlain);
  const auto& items = list_items(list);
  if (slice.step == 1) {
    made->items.assign(items.begin() + slice.first, items.begin() + slice.first + slice.count);
  } else {
    made->items = take_slice(items, slice);
  }
  return Value::adopt(made);
}

Value tuple_slice(const Value& tuple, const SliceRange& slice) {
  const auto* from = tuple.as<TupleObj>();
  if (slice.step == 1 && slice.count == from->size && from->flags == 0) return tuple;
  TupleObj* made = TupleObj::make(static_cast<uint32_t>(slice.count));
  std::ranges::move(take_slice(from->items, slice), made->items);
  return Value::adopt(made);
}

}  // namespace

bool resolve_slice(Context& cx, const Value& start, const Value& stop, const Value& step, int64_t size,
                   SliceRange* out) {
  int64_t by, from, to;
  if (!slice_part(cx, step, 1, &by)) return false;
  if (by == 0) return cx.fail(Exc::kValueError, "slice step cannot be zero");
  by = std::max(by, -INT64_MAX);  // so that it can be negated
  if (!slice_part(cx, start, by < 0 ? INT64_MAX : 0, &from)) return false;
  if (!slice_part(cx, stop, by < 0 ? INT64_MIN : INT64_MAX, &to)) return false;
  const int64_t low = by < 0 ? -1 : 0, high = by < 0 ? size - 1 : size;
  if (from < 0) from += size;
  if (to < 0) to += size;
  from = std::clamp(from, low, high);
  to = std::clamp(to, low, high);
  int64_t count = 0;
  if (by < 0 && to < from) count = (from - to - 1) / -by + 1;
  if (by > 0 && from < to) count = (to - from - 1) / by + 1;
  *out = {from, to, by, count};
  return true;
}

bool resolve_bound(Context& cx, const Value* v, int64_t otherwise, int64_t size, int64_t* out) {
  *out = otherwise;
  if (!v) return true;
  if (!is_index(*v)) {
    return cx.fail(Exc::kTypeError, "slice indices must be integers or have an __index__ method");
  }
  if (!to_index(cx, *v, out, true)) return false;
  if (*out < 0) *out = std::max<int64_t>(*out + size, 0);
  return true;
}

bool to_ssize(Context& cx, const Value& v, int64_t* out) {
  if (v.is_big_int()) return cx.fail(Exc::kOverflowError, "Python int too large to convert to C ssize_t");
  return to_index(cx, v, out);
}

bool get_item(Context& cx, const Value& container, const Value& key, Value* out) {
  const Kind kind = container.kind();
  if (kind == Kind::kDict) {
    if (flavor_of(container) == Flavor::kRecord) return record_item(cx, container, key, out);
    if (!require_hashable(cx, key)) return false;
    Comparison comparison(cx, key);
    const DictEntry* e = dict_table(container).find(key);
    if (!comparison.pay()) return false;
    if (!e) return cx.fail(Exc::kKeyError, "{}", key);
    *out = e->value;
    return true;
  }
  if (kind >= Kind::kFunction) return container.as<NativeObject>()->get_item(cx, key, out);
  if (const SliceObj* slice = as_slice(key)) {
    return get_slice(cx, container, slice->start, slice->stop, slice->step, out);
  }
  size_t i;
  switch (kind) {
    case Kind::kList: {
      if (!is_index(key)) return fail_type(cx, "list indices must be integers or slices, not ", key, "");
      const auto& items = list_items(container);
      if (!resolve_index(cx, key, items.size(), "list index out of range", &i)) return false;
      if (flavor_of(container) == Flavor::kRecord) return wrap_record(cx, items[i], out);
      *out = items[i];
      return true;
    }
    case Kind::kTuple: {
      if (!is_index(key)) return fail_type(cx, "tuple indices must be integers or slices, not ", key, "");
      const auto* tuple = container.as<TupleObj>();
      if (!resolve_index(cx, key, tuple->size, "tuple index out of range", &i)) return false;
      *out = tuple->items[i];
      return true;
    }
    case Kind::kStr:
      if (!is_index(key)) return fail_type(cx, "string indices must be integers, not '", key, "'");
      return text_item(cx, container, key, out);
    case Kind::kBytes:
      if (!is_index(key)) return fail_type(cx, "byte indices must be integers or slices, not ", key, "");
      return text_item(cx, container, key, out);
    case Kind::kRange: return range_item(cx, container, key, out);
    default: return fail_type(cx, "'", container, "' object is not subscriptable");
  }
}

bool get_slice(Context& cx, const Value& container, const Value& start, const Value& stop, const Value& step,
               Value* out) {
  const Kind kind = container.kind();
  if (kind == Kind::kRange) return range_slice(cx, container, start, stop, step, out);
  const bool is_text = kind == Kind::kStr || kind == Kind::kBytes;
  if (!is_text && kind != Kind::kList && kind != Kind::kTuple) {
    // get_item() comes back here for what it takes to be sliceable: the others end now.
    if (kind < Kind::kTuple || kind == Kind::kSet) {
      return cx.fail(Exc::kTypeError, "'{}' object is not subscriptable",
                     Value::string(type_name(container)));
    }
    return get_item(cx, container, Value::adopt(new SliceObj(start, stop, step)), out);
  }
  const size_t size = is_text                ? unit_count(container)
                      : kind == Kind::kTuple ? container.as<TupleObj>()->size
                                             : list_items(container).size();
  SliceRange slice;
  if (!resolve_slice(cx, start, stop, step, static_cast<int64_t>(size), &slice)) return false;
  // In a text that is not ASCII the places are counted from its beginning.
  const bool counts = is_text && !is_bytewise(container);
  if (!charge_items(cx, counts ? container.str().size() : static_cast<size_t>(slice.count),
                    is_text ? 1 : sizeof(Value))) {
    return false;
  }
  *out = is_text                ? text_slice(container, slice)
         : kind == Kind::kTuple ? tuple_slice(container, slice)
                                : list_slice(container, slice);
  return true;
}

}  // namespace headrace::pylib
