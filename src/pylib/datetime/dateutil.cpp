// dateutil.parser.parse: arguments, the parts that a text leaves out, and time zones.
//
// As TZ is UTC, the name UTC (and so Z, and every offset of zero) is the local zone, which dateutil prefers:
// it gives tzlocal(). GMT gives tzutc().
#include <string>

#include "base/unicode.h"
#include "data/object.h"
#include "pylib/api.h"
#include "pylib/datetime/datetime.h"
#include "pylib/datetime/dateutil_number.h"
#include "pylib/datetime/dateutil_parser.h"
#include "pylib/datetime/fields.h"
#include "pylib/datetime/iso_fast.h"
#include "pylib/datetime/zone.h"
#include "pylib/errors.h"
#include "pylib/operators.h"

namespace headrace::pylib {
namespace {

struct Call {
  std::string_view text;
  Value default_value;  // a date or datetime
  bool ignore_zone = false;
  bool fuzzy_with_tokens = false;
  const Value* tzinfos = nullptr;  // a callable, or what is true; or null
  DateutilOptions options;
};

Value plain_zone(Zone family) {
  TimeZone tz;
  tz.zone = family;
  return make_timezone(tz);
}

bool is_callable(const Value& v) {
  return v.kind() == Kind::kFunction || v.kind() == Kind::kType || v.kind() == Kind::kPyObject;
}

[[gnu::cold]] bool fail_parse(Context& cx, std::string_view message, std::string_view text) {
  return fail_with(cx, Exc::kParserError, {message, ": ", text});
}

// A ValueError of the calendar becomes a ParserError that names the text; other errors stay.
[[gnu::cold]] bool as_parser_error(Context& cx, std::string_view text) {
  if (cx.error().type != Exc::kValueError) return false;
  std::string message = cx.error().text();
  message.erase(0, message.find(' ') + 1);
  return fail_parse(cx, message, text);
}

// --- arguments ---

bool read_flag(Context& cx, const Value* v, bool* out) { return !v || truthy(cx, *v, out); }

bool read_default(Context& cx, const Value* v, Value* out) {
  if (!v || v->is_none()) {
    *out = Value::datetime(split_days(cx.now_us).day * kDayUs, Zone::kNaive, 0);
    return true;
  }
  *out = *v;
  if (v->kind() == Kind::kDateTime || v->kind() == Kind::kDate) return true;
  return fail_with(cx, Exc::kAttributeError, {"'", type_name(*v), "' object has no attribute 'year'"});
}

bool read_tzinfos(Context& cx, const Value* v, const Value** out) {
  bool counts = v && is_callable(*v);
  if (v && !counts && !truthy(cx, *v, &counts)) return false;
  *out = counts ? v : nullptr;
  return true;
}

bool read_call(Context& cx, const Args& args, Call* call) {
  static constexpr const char* kNames[] = {"timestr",  "parserinfo", "default", "ignoretz",         "tzinfos",
                                           "dayfirst", "yearfirst",  "fuzzy",   "fuzzy_with_tokens"};
  const Value* slots[9];
  if (!bind(cx, {.function = "parse", .names = kNames, .required = 1, .keyword_only_from = 2}, args, slots)) {
    return false;
  }
  bool has_parserinfo = false;
  if (!read_flag(cx, slots[1], &has_parserinfo)) return false;
  if (has_parserinfo) {
    return fail_with(cx, Exc::kAttributeError,
                     {"'", type_name(*slots[1]), "' object is no dateutil.parser.parserinfo"});
  }
  if (!slots[0]->is_str() && slots[0]->kind() != Kind::kBytes) {
    return fail_with(cx, Exc::kTypeError,
                     {"Parser must be a string or character stream, not ", type_name(*slots[0])});
  }
  call->text = slots[0]->str();
  if (!slots[0]->is_str() && !unicode::is_valid(call->text, false)) {
    return cx.fail(Exc::kUnicodeError, "'utf-8' codec can't decode the date");
  }
  if (!read_default(cx, slots[2], &call->default_value) || !read_flag(cx, slots[3], &call->ignore_zone) ||
      !read_tzinfos(cx, slots[4], &call->tzinfos) || !read_flag(cx, slots[5], &call->options.day_first) ||
      !read_flag(cx, slots[6], &call->options.year_first) || !read_flag(cx, slots[7], &call->options.fuzzy) ||
      !read_flag(cx, slots[8], &call->fuzzy_with_tokens)) {
    return false;
  }
  call->options.fuzzy |= call->fuzzy_with_tokens;
  return true;
}

// --- what the text leaves out ---

bool fits_int(Context& cx, const std::optional<int64_t>& v) {
  return !v || *v <= INT32_MAX || cx.fail(Exc::kOverflowError, "signed integer is greater than maximum");
}

int32_t value_or(const std::optional<int64_t>& v, int32_t otherwise) {
  return v ? static_cast<int32_t>(*v) : otherwise;
}

bool fits_ints(Context& cx, const DateutilResult& r) {
  for (const auto* v : {&r.year, &r.month, &r.day, &r.hour, &r.minute, &r.second, &r.microsecond}) {
    if (!fits_int(cx, *v)) return false;
  }
  return true;
}

bool check_month(Context& cx, const std::optional<int64_t>& month) {
  if (!month || (*month >= 1 && *month <= 12)) return true;
  return cx.fail(Exc::kValueError, "bad month number {}; must be 1-12", Value::integer(*month));
}

// The default's day moves to the end of a shorter month.
bool fill_date(Context& cx, const DateutilResult& r, CivilDate* date) {
  date->year = value_or(r.year, date->year);
  date->month = value_or(r.month, date->month);
  if (r.day) {
    date->day = static_cast<int32_t>(*r.day);
  } else {
    date->day = std::min(date->day, days_in_month(date->year, date->month));
  }
  return check_date(cx, date->year, date->month, date->day);
}

// The first day from `day` on that is the weekday.
bool move_to_weekday(Context& cx, int64_t weekday_wanted, int64_t* day) {
  *day += (7 - weekday(*day) + weekday_wanted) % 7;
  return is_valid_day(*day) || fail_date_overflow(cx);
}

// dateutil's _build_naive: the default with what was found in its place. A date as default stays a date.
bool build_naive(Context& cx, const DateutilResult& r, const Value& default_value, Value* out) {
  if (!r.day && !check_month(cx, r.month)) return false;
  if (!fits_ints(cx, r)) return false;
  const bool is_date = default_value.kind() == Kind::kDate;
  const bool to_weekday = r.weekday && !r.day;
  ZonedTime t{};
  if (!is_date) t = zoned_time(default_value);
  CivilDate date = civil_from_days(day_number(default_value));
  Clock clock = clock_from_us(split_days(t.wall_us).us_of_day);
  if (is_date && (r.hour || r.minute || r.second || r.microsecond)) {
    return cx.fail(Exc::kTypeError, "'hour' is an invalid keyword argument for replace()");
  }
  if (!fill_date(cx, r, &date)) return false;
  clock = {value_or(r.hour, clock.hour), value_or(r.minute, clock.minute), value_or(r.second, clock.second),
           value_or(r.microsecond, clock.microsecond)};
  if (!check_clock(cx, clock)) return false;
  int64_t day = days_from_civil(date.year, date.month, date.day);
  if (to_weekday && !move_to_weekday(cx, *r.weekday, &day)) return false;
  if (is_date) {
    *out = Value::date(day);
    return true;
  }
  if (to_weekday) t.fold = false;
  t.wall_us = day * kDayUs + us_from_clock(clock);
  *out = make_datetime(t);
  return true;
}

// --- time zones ---

bool set_zone(Context& cx, const Value& naive, const Value& tz, Value* out) {
  if (naive.kind() == Kind::kDate) {
    return cx.fail(Exc::kTypeError, "'tzinfo' is an invalid keyword argument for replace()");
  }
  ZonedTime t = zoned_time(naive);
  t.tz = tz.is_none() ? TimeZone() : time_zone(tz);
  *out = make_datetime(t);
  return true;
}

// dateutil.tz.tzoffset(name, seconds); the name may be None.
bool make_tz_offset(Context& cx, const Value& name, int64_t seconds, Value* out) {
  if (seconds > kOffsetMaxUs / kSecondUs || seconds < -kOffsetMaxUs / kSecondUs) {
    return cx.fail(Exc::kOverflowError, "days={}; must have magnitude <= 999999999",
                   Value::integer(seconds / 86'400));
  }
  TimeZone tz = tz_offset(seconds * kSecondUs);
  if (name.is_str()) tz.has_name = true, tz.name = name.str();
  *out = make_timezone(tz);
  return true;
}

// Sets *found where `tzinfos` decides on the zone: a callable always, a dict that has the name. dateutil asks
// any container for the name, and fails only where it is there.
bool zone_from_tzinfos(Context& cx, const Value& tzinfos, const DateutilResult& r, Value* tz, bool* found) {
  const Value name = r.zone_name ? Value::string(*r.zone_name) : Value();
  Value data;
  *found = true;
  if (is_callable(tzinfos)) {
    const Value arguments[] = {name, r.zone_offset_s ? Value::integer(*r.zone_offset_s) : Value()};
    if (!cx.call(tzinfos, Args::of(arguments, 2), &data)) return false;
  } else {
    if (!contains(cx, tzinfos, name, found)) return false;
    if (!*found) return true;
    if (tzinfos.kind() != Kind::kDict) {
      return fail_with(cx, Exc::kAttributeError,
                       {"'", type_name(tzinfos), "' object has no attribute 'get'"});
    }
    data = tzinfos.as<DictObj>()->table.find(name)->value;
  }
  if (data.is_none() || data.kind() == Kind::kTimeZone) {
    *tz = data;
    return true;
  }
  if (data.is_bool() || data.is_small_int()) return make_tz_offset(cx, name, data.as_int(), tz);
  if (data.is_big_int()) return cx.fail(Exc::kOverflowError, "Python int too large to convert to C int");
  if (data.is_str()) return cx.fail(Exc::kTypeError, "time zones as TZ strings are not supported");
  return cx.fail(Exc::kTypeError, "Offset must be tzinfo subclass, tz string, or int offset.");
}

bool build_aware(Context& cx, const DateutilResult& r, const Value* tzinfos, const Value& naive, Value* out) {
  Value tz;
  if (tzinfos) {
    bool found;
    if (!zone_from_tzinfos(cx, *tzinfos, r, &tz, &found)) return false;
    if (found) return set_zone(cx, naive, tz, out);
  }
  if (r.zone_name == "UTC") return set_zone(cx, naive, plain_zone(Zone::kTzLocal), out);
  if (r.zone_offset_s == 0) return set_zone(cx, naive, plain_zone(Zone::kTzUtc), out);
  if (r.zone_offset_s) {
    const Value name = r.zone_name ? Value::string(*r.zone_name) : Value();
    return make_tz_offset(cx, name, *r.zone_offset_s, &tz) && set_zone(cx, naive, tz, out);
  }
  *out = naive;  // no zone, or a name that dateutil does not know
  return true;
}

// --- the whole ---

// What fuzzy parsing passed over, neighbours joined.
Value skipped_texts(const TokenList& tokens, const std::vector<size_t>& skipped) {
  Values texts;
  for (size_t i = 0, j; i < skipped.size(); i = j) {
    for (j = i + 1; j < skipped.size() && skipped[j] == skipped[j - 1] + 1;) ++j;
    texts.push_back(Value::string(tokens.original(skipped[i], skipped[j - 1])));
  }
  TupleObj* tuple = TupleObj::make(static_cast<uint32_t>(texts.size()));
  std::copy(texts.begin(), texts.end(), tuple->items);
  return Value::adopt(tuple);
}

bool parse(Context& cx, const Call& call, Value* out) {
  if (!cx.charge_bytes(call.text.size() * sizeof(Token))) return false;
  TokenList tokens(call.text);
  DateutilResult r;
  std::vector<size_t> skipped;
  const int32_t current_year = civil_from_days(split_days(cx.now_us).day).year;
  switch (
      parse_tokens(cx, tokens, call.options, current_year, &r, call.fuzzy_with_tokens ? &skipped : nullptr)) {
    case DateutilOutcome::kRaised: return false;
    case DateutilOutcome::kUnknown: return fail_parse(cx, "Unknown string format", call.text);
    case DateutilOutcome::kParsed: break;
  }
  if (r.empty()) return fail_parse(cx, "String does not contain a date", call.text);
  Value naive;
  if (!build_naive(cx, r, call.default_value, &naive)) return as_parser_error(cx, call.text);
  *out = naive;
  if (!call.ignore_zone && !build_aware(cx, r, call.tzinfos, naive, out)) return false;
  if (call.fuzzy_with_tokens) *out = make_tuple({*out, skipped_texts(tokens, skipped)});
  return true;
}

}  // namespace

bool dateutil_parse(Context& cx, const Args& args, Value* out) {
  FastIso fast;
  if (args.count == 1 && args.keyword_count == 0 && args[0].is_str() && read_fast_iso(args[0].str(), &fast)) {
    *out = dateutil_datetime(fast);
    return true;
  }
  Call call;
  return read_call(cx, args, &call) && parse(cx, call, out);
}

}  // namespace headrace::pylib
