// Numbers of a spec, as Python's int() takes them.
#pragma once

#include <cstdint>
#include <optional>

#include "spec/section.h"

namespace headrace {

// int(value), kept within int64. Nothing where Python raises.
std::optional<int64_t> python_int(const YamlNode& node);

// The number under `key`, at least `least`; what is no such number is reported. A number that is written as
// text, float or boolean is taken, with a warning.
std::optional<int64_t> read_count(Section& section, std::string_view key, int64_t least);

// Microseconds of datetime.timedelta(days=value) or (hours=value), kept within 20,000 years: more than lies
// between any two datetimes. `unit_us` is a day or an hour. Nothing for what is no number.
std::optional<int64_t> timedelta_us(const YamlNode& node, int64_t unit_us);

}  // namespace headrace
