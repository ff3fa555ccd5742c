// compare(): == and != of any two values, the order of those that have one.

#include <algorithm>
#include <cmath>

#include "data/comparison.h"
#include "pylib/collections/subscript.h"
#include "pylib/number/int_ops.h"
#include "pylib/operators.h"
#include "pylib/text/text_view.h"

namespace headrace::pylib {
namespace {

bool holds(Compare op, int order) {
  switch (op) {
    case Compare::kEq: return order == 0;
    case Compare::kNe: return order != 0;
    case Compare::kLt: return order < 0;
    case Compare::kLe: return order <= 0;
    case Compare::kGt: return order > 0;
    case Compare::kGe: return order >= 0;
  }
  return false;
}

template <typename T>
bool holds_between(Compare op, T a, T b) {
  switch (op) {
    case Compare::kEq: return a == b;
    case Compare::kNe: return a != b;
    case Compare::kLt: return a < b;
    case Compare::kLe: return a <= b;
    case Compare::kGt: return a > b;
    case Compare::kGe: return a >= b;
  }
  return false;
}

bool is_number(const Value& v) { return is_int(v) || v.is_float(); }

bool compare_numbers(Compare op, const Value& a, const Value& b) {
  if (a.is_float() && b.is_float()) return holds_between(op, a.as_float(), b.as_float());
  if (a.is_float()) {
    if (std::isnan(a.as_float())) return op == Compare::kNe;
    return holds(op, -compare_int_double(b, a.as_float()));
  }
  if (b.is_float()) {
    if (std::isnan(b.as_float())) return op == Compare::kNe;
    return holds(op, compare_int_double(a, b.as_float()));
  }
  return holds(op, int_compare(a, b));
}

std::string_view symbol(Compare op) {
  switch (op) {
    case Compare::kEq: return "==";
    case Compare::kNe: return "!=";
    case Compare::kLt: return "<";
    case Compare::kLe: return "<=";
    case Compare::kGt: return ">";
    case Compare::kGe: return ">=";
  }
  return "?";
}

bool not_supported(Context& cx, Compare op, const Value& a, const Value& b) {
  return cx.fail(Exc::kTypeError, "'{}' not supported between instances of '{}' and '{}'",
                 Value::string(symbol(op), true), Value::string(type_name(a)), Value::string(type_name(b)));
}

std::span<const Value> items_of(const Value& v) {
  if (v.kind() == Kind::kList) return v.as<ListObj>()->items;
  const auto* tuple = v.as<TupleObj>();
  return {tuple->items, tuple->size};
}

// Sequences are ordered as their first unequal items, else as their lengths.
bool order_sequences(Context& cx, Compare op, const Value& a, const Value& b, bool* out) {
  DepthGuard guard(cx);
  if (!guard) return false;
  const auto x = items_of(a), y = items_of(b);
  const size_t common = std::min(x.size(), y.size());
  if (!cx.charge(common / 8)) return false;
  for (size_t i = 0; i < common; ++i) {
    Comparison comparison(cx, x[i]);
    const bool same = equal(x[i], y[i]);
    if (!comparison.pay()) return false;
    if (!same) return compare(cx, op, x[i], y[i], out);
  }
  *out = holds_between(op, x.size(), y.size());
  return true;
}

// WTF-8 is ordered as its code points are, surrogates too.
bool compare_texts(Context& cx, Compare op, std::string_view a, std::string_view b, bool* out) {
  const bool is_equality = op == Compare::kEq || op == Compare::kNe;
  if (is_equality && a.size() != b.size()) {
    *out = op == Compare::kNe;
    return true;
  }
  if (!charge_scan(cx, std::min(a.size(), b.size()))) return false;
  *out = is_equality ? (a == b) == (op == Compare::kEq) : holds(op, a.compare(b));
  return true;
}

// A slice is ordered as this tuple.
Value parts_of(const Value& slice) {
  const SliceObj* s = as_slice(slice);
  return make_tuple({s->start, s->stop, s->step});
}

}  // namespace

bool compare(Context& cx, Compare op, const Value& a, const Value& b, bool* out) {
  if (is_number(a) && is_number(b)) {
    *out = compare_numbers(op, a, b);
    return true;
  }
  if (a.kind() == Kind::kPyObject || b.kind() == Kind::kPyObject) {
    const Value& foreign = a.kind() == Kind::kPyObject ? a : b;
    return foreign.as<NativeObject>()->order(cx, static_cast<int>(op), a, b, out);
  }
  if (a.kind() == b.kind() && (a.is_str() || a.kind() == Kind::kBytes)) {
    return compare_texts(cx, op, a.str(), b.str(), out);
  }
  bool handled = false;
  if (a.kind() == b.kind() && (a.kind() == Kind::kDateTime || a.kind() == Kind::kTime)) {
    return datetime_compare(cx, op, a, b, out, &handled);  // even == fails where an offset is out of range
  }
  if (op == Compare::kEq || op == Compare::kNe) {
    // A view of a dict compares as a set, and may fail over what cannot be hashed.
    const bool may_be_view = a.kind() == Kind::kObject || b.kind() == Kind::kObject;
    if (may_be_view && !set_compare(cx, op, a, b, out, &handled)) return false;
    if (handled) return true;
    Comparison comparison(cx, a);
    *out = equal(a, b) == (op == Compare::kEq);
    return comparison.pay();
  }
  if (a.kind() == b.kind()) {
    switch (a.kind()) {
      case Kind::kList:
      case Kind::kTuple: return order_sequences(cx, op, a, b, out);
      case Kind::kObject:
        if (as_slice(a) && as_slice(b)) return order_sequences(cx, op, parts_of(a), parts_of(b), out);
        break;
      default: break;
    }
  }
  if (a.kind() >= Kind::kDate && a.kind() <= Kind::kTimeZone) {
    if (!datetime_compare(cx, op, a, b, out, &handled)) return false;
  } else if (a.kind() == Kind::kSet || a.kind() == Kind::kObject) {
    if (!set_compare(cx, op, a, b, out, &handled)) return false;
  }
  return handled || not_supported(cx, op, a, b);
}

}  // namespace headrace::pylib
