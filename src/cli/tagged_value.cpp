#include "cli/tagged_value.h"

#include <bit>
#include <cmath>
#include <cstdio>

#include "data/bigint.h"
#include "data/datetime.h"
#include "data/json_write.h"
#include "data/number_text.h"
#include "pylib/api.h"

namespace headrace::cli {
namespace {

void append_int_text(const Value& v, std::string* out) {
  const bool small =
      v.is_small_int() && v.as_int() > -1'000'000'000'000'000'000 && v.as_int() < 1'000'000'000'000'000'000;
  if (small) return append_int64(v.as_int(), out);
  if (to_big(v) < 0) out->push_back('-');
  out->append("0x");
  append_magnitude(v, 16, out);
}

void append_float_bits(double d, std::string* out) {
  if (std::isnan(d)) {
    out->append("nan");
    return;
  }
  char text[20];
  std::snprintf(text, sizeof text, "%016llx", static_cast<unsigned long long>(std::bit_cast<uint64_t>(d)));
  out->append(text);
}

void append_wall(int64_t us, std::string* out) {
  char text[32];
  std::snprintf(text, sizeof text, "%02d:%02d:%02d.%06d", static_cast<int>(us / 3'600'000'000),
                static_cast<int>(us / 60'000'000 % 60), static_cast<int>(us / 1'000'000 % 60),
                static_cast<int>(us % 1'000'000));
  out->append(text);
}

void append_date(int64_t days, std::string* out) {
  const CivilDate d = civil_from_days(days);
  char text[24];
  std::snprintf(text, sizeof text, "%04d-%02d-%02d", d.year, d.month, d.day);
  out->append(text);
}

// Python's tzname(), through the value's own method.
bool append_tzname(Context& cx, const Value& v, std::string* out) {
  Value method, name;
  if (!pylib::get_attribute(cx, v, "tzname", &method) || !cx.call(method, Args(), &name)) return false;
  return append_json(name, out);
}

bool append_zoned(Context& cx, const Value& v, std::string* out) {
  const ZonedTime t = zoned_time(v);
  if (v.kind() == Kind::kDateTime) {
    int64_t days = t.wall_us / kDayUs, us = t.wall_us % kDayUs;
    if (us < 0) us += kDayUs, --days;
    out->append("{\"datetime\": \"");
    append_date(days, out);
    out->push_back('T');
    append_wall(us, out);
  } else {
    out->append("{\"time\": \"");
    append_wall(t.wall_us, out);
  }
  out->append("\", \"offset\": ");
  if (t.tz.zone == Zone::kNaive)
    out->append("null");
  else
    append_int64(t.tz.offset_us, out);
  out->append(", \"tzname\": ");
  if (!append_tzname(cx, v, out)) return false;
  out->append(", \"fold\": ").append(t.fold ? "1}" : "0}");
  return true;
}

bool append_items(Context& cx, const char* tag, const Value* items, size_t n, std::string* out, int depth) {
  out->append("{\"").append(tag).append("\": [");
  for (size_t i = 0; i < n; ++i) {
    if (i) out->append(", ");
    if (!append_tagged(cx, items[i], out, depth + 1)) return false;
  }
  out->append("]}");
  return true;
}

bool append_dict(Context& cx, const DictObj& dict, std::string* out, int depth) {
  out->append("{\"dict\": [");
  bool first = true;
  for (size_t i = 0; i < dict.table.end(); ++i) {
    const DictEntry& e = dict.table.entry(i);
    if (e.hash == 0) continue;
    out->append(first ? "[" : ", [");
    first = false;
    if (!append_tagged(cx, e.key, out, depth + 1)) return false;
    out->append(", ");
    if (!append_tagged(cx, e.value, out, depth + 1)) return false;
    out->append("]");
  }
  out->append("]}");
  return true;
}

bool append_object(Context& cx, const Value& v, std::string* out, int depth) {
  const std::string_view type = type_name(v);
  const char* view = type == "dict_keys"     ? "keys"
                     : type == "dict_values" ? "values"
                     : type == "dict_items"  ? "items"
                                             : nullptr;
  const bool sequence = type == "time.struct_time" || type == "struct_time" || type == "IsoCalendarDate";
  if (!view && !sequence) {
    out->append("{\"other\": ");
    append_json_string(type, out);
    out->append("}");
    return true;
  }
  Values items;
  return pylib::collect(cx, v, &items) &&
         append_items(cx, view ? view : "tuple", items.data(), items.size(), out, depth);
}

}  // namespace

bool append_tagged(Context& cx, const Value& v, std::string* out, int depth) {
  if (depth > kMaxNesting) return cx.fail(Exc::kRecursionError, "nested too deeply to print");
  switch (v.kind()) {
    case Kind::kNone:
    case Kind::kBool:
    case Kind::kStr: return append_json(v, out);
    case Kind::kInt:
      out->append("{\"int\": \"");
      append_int_text(v, out);
      out->append("\"}");
      return true;
    case Kind::kFloat:
      out->append("{\"float\": \"");
      append_float_bits(v.as_float(), out);
      out->append("\"}");
      return true;
    case Kind::kBytes: {
      out->append("{\"bytes\": \"");
      for (const char c : v.bytes_view()) {
        char text[3];
        std::snprintf(text, sizeof text, "%02x", static_cast<unsigned char>(c));
        out->append(text);
      }
      out->append("\"}");
      return true;
    }
    case Kind::kDate:
      out->append("{\"date\": \"");
      append_date(v.days(), out);
      out->append("\"}");
      return true;
    case Kind::kTime:
    case Kind::kDateTime: return append_zoned(cx, v, out);
    case Kind::kTimeDelta: {
      const BigInt us = BigInt(v.delta_days()) * kDayUs + v.delta_us();
      out->append("{\"timedelta\": \"").append(us.str()).append("\"}");
      return true;
    }
    case Kind::kTimeZone:
      out->append("{\"timezone\": ");
      append_int64(time_zone(v).offset_us, out);
      out->append("}");
      return true;
    case Kind::kTuple:
      return append_items(cx, "tuple", v.as<TupleObj>()->items, v.as<TupleObj>()->size, out, depth);
    case Kind::kList:
      return append_items(cx, "list", v.as<ListObj>()->items.data(), v.as<ListObj>()->items.size(), out,
                          depth);
    case Kind::kDict: return append_dict(cx, *v.as<DictObj>(), out, depth);
    case Kind::kSet: {
      Values items;
      return pylib::collect(cx, v, &items) && append_items(cx, "set", items.data(), items.size(), out, depth);
    }
    case Kind::kRange: {
      const auto* r = v.as<RangeObj>();
      out->append("{\"range\": [\"");
      append_int_text(r->start, out);
      out->append("\", \"");
      append_int_text(r->stop, out);
      out->append("\", \"");
      append_int_text(r->step, out);
      out->append("\"]}");
      return true;
    }
    default: return append_object(cx, v, out, depth);
  }
}

}  // namespace headrace::cli
