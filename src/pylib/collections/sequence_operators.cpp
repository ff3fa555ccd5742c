// `in`, and the operators + * | & - ^ on containers and text.

#include <algorithm>
#include <cstring>

#include "base/unicode.h"
#include "data/comparison.h"
#include "pylib/collections/containers.h"
#include "pylib/collections/dict.h"
#include "pylib/collections/range.h"
#include "pylib/collections/set_algebra.h"
#include "pylib/collections/type_union.h"
#include "pylib/errors.h"
#include "pylib/operators.h"
#include "pylib/text/find.h"
#include "pylib/text/text_view.h"

namespace headrace::pylib {
namespace {

bool has_text(std::string_view text, std::string_view part) {
  return part.empty() || find_first(text, part) != kNotFound;
}

bool text_contains(Context& cx, const Value& text, const Value& item, bool* out) {
  if (!charge_scan(cx, text.str().size())) return false;
  if (text.is_str()) {
    if (!item.is_str()) return fail_type(cx, "'in <string>' requires string as left operand, not ", item, "");
    *out = has_text(text.str(), item.str());
    return true;
  }
  if (is_index(item)) {
    if (item.is_heap() || item.as_int() < 0 || item.as_int() > 255) {
      return cx.fail(Exc::kValueError, "byte must be in range(0, 256)");
    }
    *out = text.str().find(static_cast<char>(item.as_int())) != std::string_view::npos;
    return true;
  }
  if (item.kind() != Kind::kBytes) return fail_type(cx, "a bytes-like object is required, not '", item, "'");
  *out = has_text(text.str(), item.str());
  return true;
}

bool items_contain(Context& cx, std::span<const Value> items, const Value& item, bool* out) {
  if (!charge_search(cx, items, item)) return false;
  Comparison comparison(cx, item);
  const bool found = std::ranges::any_of(items, [&](const Value& v) { return equal(v, item); });
  if (!comparison.pay()) return false;
  *out = found;
  return true;
}

template <typename Entry>
bool table_contains(Context& cx, const HashTable<Entry>& table, const Value& item, bool* out) {
  Comparison comparison(cx, item);
  const bool found = table.contains(item);
  if (!comparison.pay()) return false;
  *out = found;
  return true;
}

bool is_sequence(const Value& v) {
  return v.kind() == Kind::kStr || v.kind() == Kind::kBytes || v.kind() == Kind::kTuple ||
         v.kind() == Kind::kList;
}

// A struct_time or its like: what is made of it by operators is a plain tuple.
bool has_names(const Value& v) { return v.kind() == Kind::kTuple && v.obj()->flags != 0; }

size_t stored_size(const Value& sequence) {
  switch (sequence.kind()) {
    case Kind::kTuple: return sequence.as<TupleObj>()->size;
    case Kind::kList: return list_items(sequence).size();
    default: return sequence.str().size();
  }
}

std::span<const Value> items_of(const Value& v) {
  if (v.kind() == Kind::kList) return list_items(v);
  return {v.as<TupleObj>()->items, v.as<TupleObj>()->size};
}

// A sequence of the kind (list or tuple) with room for n items, which `fill(Value*)` copies in.
template <typename Fill>
Value fill_items(Kind kind, size_t n, Fill fill) {
  if (kind == Kind::kList) {
    Values items(n);
    fill(items.data());
    return make_list(std::move(items));
  }
  TupleObj* tuple = TupleObj::make(static_cast<uint32_t>(n));
  fill(tuple->items);
  return Value::adopt(tuple);
}

bool fail_concat(Context& cx, const Value& a, const Value& b) {
  if (a.kind() == Kind::kBytes) return fail_type(cx, "can't concat ", b, " to bytes");
  const std::string_view kind = a.is_str() ? "str" : a.kind() == Kind::kList ? "list" : "tuple";
  return fail_with(cx, Exc::kTypeError,
                   {"can only concatenate ", kind, " (not \"", type_name(b), "\") to ", kind});
}

bool concat(Context& cx, const Value& a, const Value& b, Value* out) {
  if (a.kind() != b.kind()) return fail_concat(cx, a, b);
  const size_t m = stored_size(a), n = stored_size(b);
  if (a.is_str() || a.kind() == Kind::kBytes) {
    if (n == 0 || m == 0) {
      *out = n == 0 ? a : b;
      return true;
    }
    if (!cx.charge_bytes(m + n)) return false;
    *out = fill_text(a.kind(), m + n, a.is_ascii() && b.is_ascii(), [&](char* to) {
      std::memcpy(to, a.str().data(), m);
      std::memcpy(to + m, b.str().data(), n);
    });
    return true;
  }
  if (!charge_items(cx, m + n)) return false;
  *out = fill_items(a.kind(), m + n, [&](Value* to) {
    to = std::ranges::copy(items_of(a), to).out;
    std::ranges::copy(items_of(b), to);
  });
  return true;
}

bool repeat(Context& cx, const Value& sequence, const Value& times, Value* out) {
  if (!is_index(times)) return fail_type(cx, "can't multiply sequence by non-int of type '", times, "'");
  int64_t n;
  if (!to_index(cx, times, &n)) return false;
  const size_t size = stored_size(sequence);
  if (size == 0 || n < 0) n = 0;
  const bool is_text = sequence.is_str() || sequence.kind() == Kind::kBytes;
  if (n == 1 && sequence.kind() != Kind::kList && !has_names(sequence)) {
    *out = sequence;
    return true;
  }
  uint64_t total;
  if (__builtin_mul_overflow(uint64_t{size}, static_cast<uint64_t>(n), &total)) total = UINT64_MAX / 32;
  if (!charge_items(cx, std::min(total, UINT64_MAX / 32), is_text ? 1 : sizeof(Value))) return false;
  if (is_text) {
    *out = fill_text(sequence.kind(), total, sequence.is_ascii(), [&](char* to) {
      if (total == 0) return;
      std::memcpy(to, sequence.str().data(), size);
      for (size_t done = size; done < total; done *= 2)
        std::memcpy(to + done, to, std::min(done, total - done));
    });
  } else {
    *out = fill_items(sequence.kind(), total, [&](Value* to) {
      for (; n > 0; --n) to = std::ranges::copy(items_of(sequence), to).out;
    });
  }
  return true;
}

}  // namespace

bool contains(Context& cx, const Value& container, const Value& item, bool* out) {
  switch (container.kind()) {
    case Kind::kStr:
    case Kind::kBytes: return text_contains(cx, container, item, out);
    case Kind::kList:
    case Kind::kTuple: return items_contain(cx, items_of(container), item, out);
    case Kind::kDict:
      return require_hashable(cx, item) && table_contains(cx, dict_table(container), item, out);
    case Kind::kSet:  // a set is looked for as the frozenset that it equals
      return (item.kind() == Kind::kSet || require_hashable(cx, item)) &&
             table_contains(cx, set_table(container), item, out);
    case Kind::kRange: *out = range_has(*container.as<RangeObj>(), item); return true;
    default: break;
  }
  if (container.kind() >= Kind::kFunction) return container.as<NativeObject>()->contains(cx, item, out);
  return fail_type(cx, "argument of type '", container, "' is not iterable");
}

bool container_binary(Context& cx, BinaryOp op, const Value& a, const Value& b, Value* out, bool* handled) {
  *handled = true;
  switch (op) {
    case BinaryOp::kAdd:
      if (is_sequence(a)) return concat(cx, a, b, out);
      break;
    case BinaryOp::kMul:
      if (is_sequence(a)) return repeat(cx, a, b, out);
      if (is_sequence(b)) return repeat(cx, b, a, out);
      break;
    case BinaryOp::kOr:
      if (a.kind() == Kind::kDict && b.kind() == Kind::kDict) return union_dicts(cx, a, b, out);
      if (a.kind() == Kind::kType || b.kind() == Kind::kType) return unite_types(cx, a, b, out, handled);
      return set_binary(cx, op, a, b, out, handled);
    case BinaryOp::kAnd:
    case BinaryOp::kSub:
    case BinaryOp::kXor: return set_binary(cx, op, a, b, out, handled);
    default: break;
  }
  *handled = false;
  return true;
}

}  // namespace headrace::pylib
