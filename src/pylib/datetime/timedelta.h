// timedelta: exact arithmetic on microseconds. A timedelta spans 67 bits of them.
#pragma once

#include <cstdint>
#include <string>

#include "data/context.h"
#include "data/datetime.h"

namespace headrace::pylib {

using Int128 = __int128;

inline Int128 total_us(const Value& timedelta) {
  return static_cast<Int128>(timedelta.delta_days()) * kDayUs + timedelta.delta_us();
}
// OverflowError beyond 999'999'999 days.
bool make_timedelta(Context& cx, Int128 us, Value* out);
// 64 bits of microseconds always fit.
Value timedelta_from_us(int64_t us);

// timedelta.total_seconds()
double total_seconds(const Value& timedelta);

// Python's a / b of integers: correctly rounded. b is not 0.
double divide_exactly(Int128 a, Int128 b);

void append_timedelta_repr(const Value& timedelta, std::string* out);
void append_timedelta_str(const Value& timedelta, std::string* out);

}  // namespace headrace::pylib
