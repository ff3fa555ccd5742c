// The first byte of an encoded value, and the bounds of what may follow it; for the two halves of the codec.
// Numbers are never given a second meaning.
#pragma once

#include <cstdint>

#include "data/datetime.h"
#include "data/tuple_form.h"

namespace headrace::stored {

enum Tag : uint8_t {
  kNone = 0,
  kFalse = 1,
  kTrue = 2,
  kInt = 3,     // signed varint
  kBigInt = 4,  // sign, magnitude
  kFloat = 5,   // eight bytes
  kStr = 6,     // WTF-8
  kBytes = 7,   //
  kDate = 8,    // days since 1970-01-01
  kTime = 9,    // wall clock, zone
  kDateTime = 10,
  kTimeDelta = 11,  // days, microseconds
  kTimeZone = 12,   // zone
  kTuple = 13,      // form, items
  kList = 14,       // flavour, items
  kDict = 15,       // flavour, keys and values
  kSet = 16,        // flavour, items
  kRange = 17,      // start, stop, step
  kSame = 18,       // the number of a list, dict or set that ended before
};

// A zone's first byte: the family below, these above.
inline constexpr uint8_t kFoldBit = 0x10;
inline constexpr uint8_t kNameBit = 0x20;

inline constexpr int64_t kDeltaDaysMax = 999'999'999;
// Far beyond any offset, and safe to subtract from any wall clock.
inline constexpr int64_t kOffsetMax = int64_t{1} << 62;

inline bool wall_in_range(Kind kind, int64_t us) {
  if (kind == Kind::kTime) return us >= 0 && us < kDayUs;
  return us >= kFirstDay * kDayUs && us < (kLastDay + 1) * kDayUs;
}

inline bool zone_in_range(const TimeZone& tz) {
  const bool may_have_name = tz.zone == Zone::kFixed || tz.zone == Zone::kTzOffset;
  return tz.offset_us > -kOffsetMax && tz.offset_us < kOffsetMax && (may_have_name || !tz.has_name);
}

// 0: any number of items.
inline constexpr size_t kTupleFormSizes[kTupleFormCount] = {0, kIsoCalendarSize, kStructTimeSize};

}  // namespace headrace::stored
