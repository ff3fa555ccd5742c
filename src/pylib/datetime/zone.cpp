#include "pylib/datetime/zone.h"

#include "pylib/datetime/isoformat.h"
#include "pylib/errors.h"

namespace headrace::pylib {

bool utc_offset(Context& cx, const TimeZone& tz, int64_t* offset_us) {
  *offset_us = tz.offset_us;
  if (tz.offset_us > -kDayUs && tz.offset_us < kDayUs) return true;
  return cx.fail(Exc::kValueError,
                 "offset must be a timedelta strictly between -timedelta(hours=24) and timedelta(hours=24).");
}

std::optional<std::string> zone_name(const TimeZone& tz) {
  if (tz.has_name) return tz.name;
  if (tz.zone == Zone::kTzOffset || !tz.aware()) return std::nullopt;
  std::string name = "UTC";
  if (tz.offset_us != 0) append_offset(tz.offset_us, true, &name);
  return name;
}

TimeZone utc_zone() { return fixed_zone(0); }
TimeZone named_utc_zone() { return {Zone::kFixed, 0, true, "UTC"}; }
TimeZone tz_offset(int64_t offset_us) { return {Zone::kTzOffset, offset_us, false, {}}; }
TimeZone fixed_zone(int64_t offset_us) { return {Zone::kFixed, offset_us, false, {}}; }

bool to_zone(Context& cx, const Value* v, TimeZone* out) {
  if (!v || v->is_none()) {
    *out = TimeZone();
    return true;
  }
  if (v->kind() == Kind::kTimeZone) {
    *out = time_zone(*v);
    return true;
  }
  return fail_with(cx, Exc::kTypeError,
                   {"tzinfo argument must be None or of a tzinfo subclass, not type '", type_name(*v), "'"});
}

}  // namespace headrace::pylib
