#include "pylib/datetime/named_tuple.h"

#include "data/object.h"
#include "data/tuple_form.h"
#include "pylib/errors.h"
#include "pylib/type.h"

namespace headrace::pylib {
namespace {

constexpr const char* kIsoNames[kIsoCalendarSize] = {"year", "week", "weekday"};
constexpr const char* kTimeNames[kStructTimeSize] = {"tm_year", "tm_mon",  "tm_mday", "tm_hour", "tm_min",
                                                     "tm_sec",  "tm_wday", "tm_yday", "tm_isdst"};

std::span<const char* const> names_of(uint16_t form) {
  if (form == kIsoCalendar) return kIsoNames;
  if (form == kStructTime) return kTimeNames;
  return {};
}

template <size_t N>
Value make_named(uint16_t form, const int32_t (&values)[N]) {
  TupleObj* tuple = TupleObj::make(N);
  for (size_t i = 0; i < N; ++i) tuple->items[i] = Value::integer(values[i]);
  tuple->flags = form;
  return Value::adopt(tuple);
}

bool fail_attribute(Context& cx, const Value& self, const char* name) {
  return fail_with(cx, Exc::kAttributeError,
                   {"'", type_name(self), "' object has no attribute '", name, "'"});
}

template <uint16_t Form, size_t I>
bool item(Context& cx, const Value& self, Value* out) {
  if (self.obj()->flags != Form) return fail_attribute(cx, self, names_of(Form)[I]);
  *out = self.as<TupleObj>()->items[I];
  return true;
}

// tm_zone and tm_gmtoff, which only localtime() and strptime() fill.
template <bool Zone>
bool unknown_zone(Context& cx, const Value& self, Value* out) {
  if (self.obj()->flags != kStructTime) return fail_attribute(cx, self, Zone ? "tm_zone" : "tm_gmtoff");
  *out = Value();
  return true;
}

template <uint16_t Form>
Value make_named_type(const char* name, const char* qualified_name) {
  return make_type({
      .name = name,
      .qualified_name = qualified_name,
      .is_instance = [](const Value& v) { return v.kind() == Kind::kTuple && v.obj()->flags == Form; },
      .instances = type_of(Kind::kTuple, Flavor::kPlain),
      .base = &as_type(tuple_type()),
  });
}

constexpr KindSet kInt = kind_set(Kind::kInt);

}  // namespace

Value named_tuple_type(uint16_t form) {
  static const Value iso_calendar =
      make_named_type<kIsoCalendar>("IsoCalendarDate", "datetime.IsoCalendarDate");
  static const Value struct_time = make_named_type<kStructTime>("struct_time", "time.struct_time");
  return form == kIsoCalendar ? iso_calendar : struct_time;
}

Value make_iso_calendar(const IsoWeek& w) { return make_named(kIsoCalendar, {w.year, w.week, w.weekday}); }

Value make_struct_time(int64_t wall_us, int32_t is_dst) {
  const SplitDay split = split_days(wall_us);
  const CivilDate d = civil_from_days(split.day);
  const Clock c = clock_from_us(split.us_of_day);
  return make_named(kStructTime, {d.year, d.month, d.day, c.hour, c.minute, c.second, weekday(split.day),
                                  day_of_year(split.day, d.year), is_dst});
}

bool append_named_tuple_repr(const Value& tuple, std::string* out) {
  const uint16_t form = tuple.obj()->flags;
  const std::span<const char* const> names = names_of(form);
  if (names.empty()) return false;
  *out += form == kIsoCalendar ? "datetime.IsoCalendarDate(" : "time.struct_time(";
  for (size_t i = 0; i < names.size(); ++i) {
    if (i > 0) *out += ", ";
    *out += names[i];
    *out += "=" + std::to_string(tuple.as<TupleObj>()->items[i].as_int());
  }
  *out += ")";
  return true;
}

std::span<const AttributeDef> named_tuple_attributes() {
  static constexpr AttributeDef kAttributes[] = {
      {"year", item<kIsoCalendar, 0>, kInt},
      {"week", item<kIsoCalendar, 1>, kInt},
      {"weekday", item<kIsoCalendar, 2>, kInt},
      {"tm_year", item<kStructTime, 0>, kInt},
      {"tm_mon", item<kStructTime, 1>, kInt},
      {"tm_mday", item<kStructTime, 2>, kInt},
      {"tm_hour", item<kStructTime, 3>, kInt},
      {"tm_min", item<kStructTime, 4>, kInt},
      {"tm_sec", item<kStructTime, 5>, kInt},
      {"tm_wday", item<kStructTime, 6>, kInt},
      {"tm_yday", item<kStructTime, 7>, kInt},
      {"tm_isdst", item<kStructTime, 8>, kInt},
      {"tm_zone", unknown_zone<true>, kind_set(Kind::kNone)},
      {"tm_gmtoff", unknown_zone<false>, kind_set(Kind::kNone)},
  };
  return kAttributes;
}

}  // namespace headrace::pylib
