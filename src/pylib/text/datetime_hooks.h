// How dates, times, timedeltas and time zones print: defined in pylib/datetime.
#pragma once

#include <string>
#include <string_view>

#include "data/context.h"
#include "data/value.h"

namespace headrace::pylib {

bool datetime_str(Context& cx, const Value& v, std::string* out);
bool datetime_repr(Context& cx, const Value& v, std::string* out);
// format(v, spec) of dates, times and datetimes: strftime.
bool datetime_format(Context& cx, const Value& v, std::string_view spec, std::string* out);

}  // namespace headrace::pylib
