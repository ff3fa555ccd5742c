// datetime.timedelta
#include <cmath>

#include "data/bigint.h"
#include "pylib/api.h"
#include "pylib/datetime/shared_methods.h"
#include "pylib/datetime/timedelta.h"
#include "pylib/errors.h"
#include "pylib/type.h"
#include "pylib/type_tables.h"

namespace headrace::pylib {
namespace {

struct Unit {
  const char* name;
  int64_t us;
};
// In the order in which CPython adds them up, which matters to what floats leave over.
constexpr Unit kUnits[] = {{"microseconds", 1},         {"milliseconds", 1'000},     {"seconds", kSecondUs},
                           {"minutes", 60 * kSecondUs}, {"hours", 3600 * kSecondUs}, {"days", kDayUs},
                           {"weeks", 7 * kDayUs}};
// The constructor's order, and where each stands in kUnits.
constexpr const char* kNames[] = {"days",    "seconds", "microseconds", "milliseconds",
                                  "minutes", "hours",   "weeks"};
constexpr int kSlotOfUnit[] = {2, 3, 1, 4, 5, 0, 6};

// Adds up whole microseconds exactly, and what floats have below one in a double. `Int` is Int128, or BigInt
// where an argument is so large that only a sum with another large one could be a timedelta.
template <typename Int>
class Sum {
 public:
  bool add(Context& cx, const Value& v, const Unit& unit) {
    if (v.kind() == Kind::kInt || v.kind() == Kind::kBool) {
      whole_ += integer(v) * unit.us;
      return true;
    }
    if (!v.is_float()) {
      return fail_with(cx, Exc::kTypeError,
                       {"unsupported type for timedelta ", unit.name, " component: ", type_name(v)});
    }
    double whole;
    const double fraction = std::modf(v.as_float(), &whole);
    if (std::isnan(whole)) return cx.fail(Exc::kValueError, "cannot convert float NaN to integer");
    if (std::isinf(whole)) return cx.fail(Exc::kOverflowError, "cannot convert float infinity to integer");
    whole_ += Int(whole) * unit.us;
    if (fraction == 0.0) return true;
    const double rest = std::modf(static_cast<double>(unit.us) * fraction, &whole);
    whole_ += Int(whole);
    left_over_ += rest;
    return true;
  }

  // The left-over rounded to whole microseconds, a half so that the total is even.
  Int total() const {
    if (left_over_ == 0.0) return whole_;
    double rounded = std::round(left_over_);
    if (std::fabs(rounded - left_over_) == 0.5) {
      const int odd = whole_ % 2 != 0;
      rounded = 2.0 * std::round((left_over_ + odd) * 0.5) - odd;
    }
    return whole_ + static_cast<int64_t>(rounded);
  }

 private:
  static Int integer(const Value& v) {
    if constexpr (std::is_same_v<Int, BigInt>) {
      return to_big(v);
    } else {
      return v.as_int();
    }
  }

  Int whole_ = 0;
  double left_over_ = 0.0;
};

bool is_large(const Value& v) { return v.is_float() ? std::fabs(v.as_float()) > 1e20 : v.is_big_int(); }

bool make(Context& cx, Int128 us, Value* out) { return make_timedelta(cx, us, out); }
bool make(Context& cx, const BigInt& us, Value* out) {
  if (msb(BigInt(abs(us)) + 1) > 100) {
    return cx.fail(Exc::kOverflowError, "Python int too large to convert to C int");
  }
  return make_timedelta(cx, static_cast<Int128>(us), out);
}

template <typename Int>
bool construct_from(Context& cx, const Value* const* slots, Value* out) {
  Sum<Int> sum;
  for (size_t i = 0; i < std::size(kUnits); ++i) {
    const Value* v = slots[kSlotOfUnit[i]];
    if (v && !sum.add(cx, *v, kUnits[i])) return false;
  }
  return make(cx, sum.total(), out);
}

bool construct(Context& cx, const Args& args, Value* out) {
  const Value* slots[7];
  if (!bind(cx, {"timedelta", kNames}, args, slots)) return false;
  for (const Value* v : slots) {
    if (v && is_large(*v)) return construct_from<BigInt>(cx, slots, out);
  }
  return construct_from<Int128>(cx, slots, out);
}

bool total_seconds_method(Context& cx, const Value& self, const Args& args, Value* out) {
  if (!expect_count(cx, "total_seconds", args, 0, 0)) return false;
  *out = Value::real(total_seconds(self));
  return true;
}

bool days(Context&, const Value& self, Value* out) {
  *out = Value::integer(self.delta_days());
  return true;
}
bool seconds(Context&, const Value& self, Value* out) {
  *out = Value::integer(self.delta_us() / kSecondUs);
  return true;
}
bool microseconds(Context&, const Value& self, Value* out) {
  *out = Value::integer(self.delta_us() % kSecondUs);
  return true;
}

Value first_timedelta() { return Value::timedelta(-999'999'999, 0); }
Value last_timedelta() { return Value::timedelta(999'999'999, kDayUs - 1); }
Value one_microsecond() { return Value::timedelta(0, 1); }

constexpr KindSet kInt = kind_set(Kind::kInt), kDelta = kind_set(Kind::kTimeDelta);

}  // namespace

Value timedelta_type() {
  static constexpr ClassAttribute kAttributes[] = {
      {"min", first_timedelta}, {"max", last_timedelta}, {"resolution", one_microsecond}};
  static const Value type =
      make_type({.name = "timedelta",
                 .qualified_name = "datetime.timedelta",
                 .is_instance = [](const Value& v) { return v.kind() == Kind::kTimeDelta; },
                 .construct = construct,
                 .instances = type_of(Kind::kTimeDelta, Flavor::kPlain),
                 .attributes = kAttributes});
  return type;
}

std::span<const MethodDef> timedelta_methods() {
  static constexpr MethodDef kMethods[] = {{"total_seconds", total_seconds_method, kind_set(Kind::kFloat)}};
  return kMethods;
}

std::span<const AttributeDef> timedelta_attributes() {
  static constexpr AttributeDef kAttributes[] = {
      {"days", days, kInt},
      {"seconds", seconds, kInt},
      {"microseconds", microseconds, kInt},
      {"min", constant_attribute<first_timedelta>, kDelta},
      {"max", constant_attribute<last_timedelta>, kDelta},
      {"resolution", constant_attribute<one_microsecond>, kDelta},
  };
  return kAttributes;
}

}  // namespace headrace::pylib
