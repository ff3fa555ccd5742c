// The datetime module and dateutil: what other folders see of them.
//
// The types' method tables are declared in pylib/type_tables.h, their type values in pylib/type.h, their part
// of the operators in pylib/operators.h.
#pragma once

#include <string>
#include <string_view>

#include "data/context.h"
#include "data/value.h"
#include "pylib/api.h"

namespace headrace::pylib {

// --- modules, immortal ---
Value datetime_module();
Value dateutil_module();         // with the next two as attributes
Value dateutil_parser_module();  // parse, isoparse
Value dateutil_tz_module();      // UTC, tzutc, tzoffset, tzlocal...

// datetime.tzinfo, which all zones are instances of.
Value tzinfo_type();

// --- text, for the kinds kDate to kTimeZone; appended to *out ---
bool datetime_str(Context& cx, const Value& v, std::string* out);
bool datetime_repr(Context& cx, const Value& v, std::string* out);
// format(v, spec): strftime for dates, times and datetimes.
bool datetime_format(Context& cx, const Value& v, std::string_view spec, std::string* out);

// --- dateutil.parser.parse and isoparse, also for tests ---
bool dateutil_parse(Context& cx, const Args& args, Value* out);
bool dateutil_isoparse(Context& cx, const Args& args, Value* out);

}  // namespace headrace::pylib
