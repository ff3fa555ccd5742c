// The tuples with names that datetime returns: date.isocalendar() and time.struct_time. They are plain tuples
// (kTuple) marked in Obj::flags, so that everything a tuple does they do; only their attributes and their
// repr are their own.
#pragma once

#include <cstdint>
#include <span>
#include <string>

#include "data/datetime.h"
#include "pylib/api.h"
#include "pylib/datetime/fields.h"

namespace headrace::pylib {

Value make_iso_calendar(const IsoWeek& week);
// timetuple() of a wall clock; is_dst is -1, 0 or 1.
Value make_struct_time(int64_t wall_us, int32_t is_dst);

// Python's type() of a tuple that has names: TupleObj::flags is not kPlainTuple.
Value named_tuple_type(uint16_t form);

// repr() of a tuple that has names, appended; false (and nothing appended) for plain tuples.
bool append_named_tuple_repr(const Value& tuple, std::string* out);

// For kTuple: the names of all named tuples. Each fails with AttributeError on a tuple that has it not.
std::span<const AttributeDef> named_tuple_attributes();

}  // namespace headrace::pylib
