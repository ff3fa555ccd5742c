// What a tuple is beyond Python's own: the tuples with names that datetime returns. Kept in Obj::flags.
#pragma once

#include <cstddef>
#include <cstdint>

namespace headrace {

enum TupleForm : uint16_t { kPlainTuple, kIsoCalendar, kStructTime };
inline constexpr int kTupleFormCount = 3;

// The items of a tuple with names, all small ints.
inline constexpr size_t kIsoCalendarSize = 3;
inline constexpr size_t kStructTimeSize = 9;

}  // namespace headrace
