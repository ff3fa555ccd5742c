#include "data/json_write.h"

#include <array>
#include <cmath>
#include <cstdio>

#include "base/unicode.h"
#include "data/datetime.h"
#include "data/number_text.h"
#include "data/object.h"

namespace headrace {
namespace {

// The bytes that stand for themselves inside a JSON string.
constexpr auto kPlain = [] {
  std::array<bool, 256> plain{};
  for (size_t c = 0x20; c < 0x7f; ++c) plain[c] = c != '"' && c != '\\';
  return plain;
}();

void append_escape(char32_t unit, std::string* out) {
  static constexpr char kHex[] = "0123456789abcdef";
  const char text[] = {'\\',           'u', kHex[unit >> 12 & 15], kHex[unit >> 8 & 15], kHex[unit >> 4 & 15],
                       kHex[unit & 15]};
  out->append(text, sizeof text);
}

void append_json_float(double d, std::string* out) {
  if (std::isnan(d))
    out->append("NaN");
  else if (std::isinf(d))
    out->append(d > 0 ? "Infinity" : "-Infinity");
  else
    append_float(d, out);
}

void append_int_any(const Value& v, std::string* out) {
  // Beyond Python's limit on digits json.dumps fails; hexadecimal keeps the value.
  if (!append_int(v, out)) {
    out->append("\"0x");
    append_magnitude(v, 16, out);
    out->append("\"");
  }
}

// Keys: strings as they are, numbers, booleans and None as their JSON text.
void append_key(const Value& key, std::string* out) {
  if (key.is_str()) return append_json_string(key.str(), out);
  std::string text;
  append_json(key, &text);
  if (!text.empty() && text.front() == '"')
    out->append(text);
  else
    append_json_string(text, out);
}

template <typename Items>
bool append_items(const Items& items, size_t n, std::string* out, int depth) {
  out->push_back('[');
  for (size_t i = 0; i < n; ++i) {
    if (i) out->append(", ");
    if (!append_json(items[i], out, depth)) return false;
  }
  out->push_back(']');
  return true;
}

bool append_dict(const DictObj& dict, std::string* out, int depth) {
  out->push_back('{');
  bool first = true;
  for (size_t i = 0; i < dict.table.end(); ++i) {
    const DictEntry& e = dict.table.entry(i);
    if (e.hash == 0) continue;
    if (!first) out->append(", ");
    first = false;
    append_key(e.key, out);
    out->append(": ");
    if (!append_json(e.value, out, depth)) return false;
  }
  out->push_back('}');
  return true;
}

bool append_set(const SetObj& set, std::string* out, int depth) {
  out->push_back('[');
  bool first = true;
  for (size_t i = 0; i < set.table.end(); ++i) {
    if (set.table.entry(i).hash == 0) continue;
    if (!first) out->append(", ");
    first = false;
    if (!append_json(set.table.entry(i).key, out, depth)) return false;
  }
  out->push_back(']');
  return true;
}

void append_clock(int64_t us, std::string* out) {
  char text[24];
  const int64_t s = us / 1'000'000, fraction = us % 1'000'000;
  std::snprintf(text, sizeof text, "%02d:%02d:%02d", static_cast<int>(s / 3600),
                static_cast<int>(s / 60 % 60), static_cast<int>(s % 60));
  out->append(text);
  if (fraction) {
    std::snprintf(text, sizeof text, ".%06d", static_cast<int>(fraction));
    out->append(text);
  }
}

void append_offset(const TimeZone& tz, std::string* out) {
  if (tz.zone == Zone::kNaive) return;
  const int64_t us = tz.offset_us;
  const int64_t magnitude = us < 0 ? -us : us;
  const int64_t s = magnitude / 1'000'000;
  char text[24];
  std::snprintf(text, sizeof text, "%c%02d:%02d", us < 0 ? '-' : '+', static_cast<int>(s / 3600),
                static_cast<int>(s / 60 % 60));
  out->append(text);
  if (s % 60 || magnitude % 1'000'000) {
    std::snprintf(text, sizeof text, ":%02d", static_cast<int>(s % 60));
    out->append(text);
  }
  if (magnitude % 1'000'000) {
    std::snprintf(text, sizeof text, ".%06d", static_cast<int>(magnitude % 1'000'000));
    out->append(text);
  }
}

void append_day(int64_t days, std::string* out) {
  const CivilDate d = civil_from_days(days);
  char text[24];
  std::snprintf(text, sizeof text, "%04d-%02d-%02d", d.year, d.month, d.day);
  out->append(text);
}

}  // namespace

void append_json_string(std::string_view text, std::string* out) {
  out->push_back('"');
  const char* const end = text.data() + text.size();
  for (const char* at = text.data(); at < end;) {
    const char* const run = at;
    while (at < end && kPlain[static_cast<unsigned char>(*at)]) ++at;
    out->append(run, at);
    if (at == end) break;
    const char32_t c = unicode::decode_next(at);
    switch (c) {
      case '"': out->append("\\\""); break;
      case '\\': out->append("\\\\"); break;
      case '\n': out->append("\\n"); break;
      case '\r': out->append("\\r"); break;
      case '\t': out->append("\\t"); break;
      case '\b': out->append("\\b"); break;
      case '\f': out->append("\\f"); break;
      default:
        if (c >= 0x10000) {
          append_escape(0xd800 + ((c - 0x10000) >> 10), out);
          append_escape(0xdc00 + ((c - 0x10000) & 0x3ff), out);
        } else {
          append_escape(c, out);
        }
    }
  }
  out->push_back('"');
}

void append_json_bytes(std::string_view bytes, std::string* out) {
  append_json_string(unicode::repaired(bytes), out);
}

void append_iso(const Value& v, std::string* out) {
  if (v.kind() == Kind::kDate) return append_day(v.days(), out);
  const ZonedTime t = zoned_time(v);
  int64_t us = t.wall_us;
  if (v.kind() == Kind::kDateTime) {
    int64_t days = us / kDayUs;
    us %= kDayUs;
    if (us < 0) us += kDayUs, --days;
    append_day(days, out);
    out->push_back('T');
  }
  append_clock(us, out);
  append_offset(t.tz, out);
}

void append_json_or_null(const Value& v, std::string* out) {
  const size_t size = out->size();
  if (append_json(v, out)) return;
  out->resize(size);
  out->append("null");
}

bool append_json(const Value& v, std::string* out, int depth) {
  if (depth > kMaxNesting) return false;
  switch (v.kind()) {
    case Kind::kNone: out->append("null"); return true;
    case Kind::kBool: out->append(v.as_bool() ? "true" : "false"); return true;
    case Kind::kInt:
      if (v.is_heap())
        append_int_any(v, out);
      else
        append_int64(v.as_int(), out);
      return true;
    case Kind::kFloat: append_json_float(v.as_float(), out); return true;
    case Kind::kStr: append_json_string(v.str(), out); return true;
    case Kind::kDate:
    case Kind::kTime:
    case Kind::kDateTime:
      out->push_back('"');
      append_iso(v, out);
      out->push_back('"');
      return true;
    case Kind::kTuple: return append_items(v.as<TupleObj>()->items, v.as<TupleObj>()->size, out, depth + 1);
    case Kind::kList:
      return append_items(v.as<ListObj>()->items, v.as<ListObj>()->items.size(), out, depth + 1);
    case Kind::kDict: return append_dict(*v.as<DictObj>(), out, depth + 1);
    case Kind::kSet: return append_set(*v.as<SetObj>(), out, depth + 1);
    default: append_json_string("<" + std::string(type_name(v)) + ">", out); return true;
  }
}

}  // namespace headrace
