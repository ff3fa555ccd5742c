// For tests: values to be had by the thousand, and all there is to say of one.
#pragma once

#include <rapidcheck.h>

#include <bit>
#include <string>
#include <utility>
#include <vector>

#include "data/bigint.h"
#include "data/datetime.h"
#include "data/object.h"

namespace headrace::test {

inline std::string describe(const TimeZone& tz) {
  return "zone " + std::to_string(static_cast<int>(tz.zone)) + " " + std::to_string(tz.offset_us) +
         (tz.has_name ? " '" + tz.name + "'" : "");
}

inline std::string describe_zoned(const ZonedTime& t) {
  return std::to_string(t.wall_us) + (t.fold ? " fold " : " ") + describe(t.tz) + ")";
}

inline rc::Gen<std::string> any_text() {
  return rc::gen::oneOf(rc::gen::container<std::string>(rc::gen::inRange<char>(' ', '~')),
                        rc::gen::element<std::string>("", "fourteen bytes", "fifteen bytes..", "\xC3\xA9",
                                                      "\xED\xA0\x80", "\xF0\x9F\x92\xA1", "\0"));
}

inline rc::Gen<TimeZone> any_zone() {
  return rc::gen::apply(
      [](Zone zone, int64_t seconds, int64_t us, bool has_name, const std::string& name) {
        TimeZone tz;
        tz.zone = zone;
        if (zone != Zone::kFixed && zone != Zone::kTzOffset) return tz;
        tz.offset_us = seconds * kSecondUs + us;
        tz.has_name = has_name;
        if (has_name) tz.name = name;
        return tz;
      },
      rc::gen::element(Zone::kNaive, Zone::kFixed, Zone::kTzUtc, Zone::kTzOffset, Zone::kTzLocal),
      rc::gen::inRange<int64_t>(-86399, 86400), rc::gen::element<int64_t>(0, 0, 1, 999'999),
      rc::gen::arbitrary<bool>(), any_text());
}

inline rc::Gen<Value> any_int() {
  return rc::gen::oneOf(rc::gen::map(rc::gen::arbitrary<int64_t>(), Value::integer),
                        rc::gen::element(Value::integer(INT64_MAX), Value::integer(INT64_MIN),
                                         make_int(BigInt(INT64_MAX) + 1), make_int(BigInt(INT64_MIN) - 1),
                                         make_int(BigInt(1) << 500), make_int(-(BigInt(3) << 64))));
}

inline rc::Gen<Value> any_time() {
  const auto zoned = [](bool whole_day) {
    return rc::gen::apply(
        [whole_day](int64_t wall, bool fold, const TimeZone& tz) {
          return whole_day ? make_time({wall % kDayUs, fold, tz}) : make_datetime({wall - kDayUs, fold, tz});
        },
        rc::gen::inRange<int64_t>(0, kLastDay * kDayUs), rc::gen::arbitrary<bool>(), any_zone());
  };
  return rc::gen::oneOf(zoned(false), zoned(true),
                        rc::gen::map(rc::gen::inRange(kFirstDay, kLastDay + 1), Value::date),
                        rc::gen::map(any_zone(), make_timezone),
                        rc::gen::apply(Value::timedelta, rc::gen::inRange(-999'999'999, 1'000'000'000),
                                       rc::gen::inRange<int64_t>(0, kDayUs)));
}

inline rc::Gen<Value> any_scalar() {
  return rc::gen::oneOf(
      rc::gen::element(Value(), Value::boolean(true), Value::boolean(false)), any_int(),
      rc::gen::map(rc::gen::arbitrary<uint64_t>(),
                   [](uint64_t bits) { return Value::real(std::bit_cast<double>(bits)); }),
      rc::gen::map(rc::gen::arbitrary<double>(), Value::real),
      rc::gen::map(any_text(), [](const std::string& s) { return Value::string(s); }),
      rc::gen::map(rc::gen::arbitrary<std::string>(), [](const std::string& s) { return Value::bytes(s); }),
      any_time(),
      rc::gen::apply(
          [](Value a, Value b) {
            return Value::adopt(new RangeObj(std::move(a), std::move(b), Value::integer(-2)));
          },
          any_int(), any_int()));
}

inline Value tuple_of(const Values& items) {
  TupleObj* tuple = TupleObj::make(static_cast<uint32_t>(items.size()));
  std::copy(items.begin(), items.end(), tuple->items);
  return Value::adopt(tuple);
}

inline Value list_of(Flavor flavor, const Values& items) {
  auto* list = new ListObj(flavor);
  list->items = items;
  return Value::adopt(list);
}

inline Value set_of(Flavor flavor, const Values& items) {
  auto* set = new SetObj(flavor);
  bool is_new;
  for (const Value& item : items) set->table.find_or_insert(item, &is_new);
  return Value::adopt(set);
}

inline Value dict_of(Flavor flavor, const std::vector<std::pair<Value, Value>>& items) {
  auto* dict = new DictObj(flavor);
  bool is_new;
  for (const auto& [key, value] : items) dict->table.find_or_insert(key, &is_new)->value = value;
  return Value::adopt(dict);
}

// One that a dict's key can be.
inline rc::Gen<Value> any_key(int depth = 1) {
  const auto scalar = rc::gen::suchThat(any_scalar(), [](const Value& v) { return hashable(v); });
  if (depth == 0) return scalar;
  return rc::gen::oneOf(scalar, scalar,
                        rc::gen::map(rc::gen::container<Values>(any_key(depth - 1)), tuple_of),
                        rc::gen::map(rc::gen::container<Values>(any_key(depth - 1)),
                                     [](const auto& items) { return set_of(Flavor::kFrozen, items); }));
}

// Any storable value, containers nested up to `depth`.
inline rc::Gen<Value> any_value(int depth = 3) {
  if (depth == 0) return any_scalar();
  const auto items = rc::gen::resize(8, rc::gen::container<Values>(any_value(depth - 1)));
  const auto keys = rc::gen::resize(20, rc::gen::container<Values>(any_key()));
  const auto flavor = rc::gen::element(Flavor::kPlain, Flavor::kField, Flavor::kRecord);
  const auto entries = rc::gen::resize(12, rc::gen::container<std::vector<std::pair<Value, Value>>>(
                                               rc::gen::pair(any_key(), any_value(depth - 1))));
  return rc::gen::oneOf(any_scalar(), rc::gen::map(items, tuple_of), rc::gen::apply(list_of, flavor, items),
                        rc::gen::apply(dict_of, flavor, entries),
                        rc::gen::apply(set_of, rc::gen::element(Flavor::kPlain, Flavor::kField), keys));
}

// Everything that tells two values apart, unlike equal(): kind, flavour, bits, zone family, order.
inline std::string describe(const Value& v) {
  std::string out(type_name(v));
  const auto add_items = [&](const auto& items, size_t n) {
    out += "[";
    for (size_t i = 0; i < n; ++i) out += describe(items[i]) + ", ";
    return out + "]";
  };
  switch (v.kind()) {
    case Kind::kNone: return out;
    case Kind::kBool: return out + (v.as_bool() ? " true" : " false");
    case Kind::kInt: return out + " " + to_big(v).str() + (v.is_heap() ? " big" : "");
    case Kind::kFloat: return out + " " + std::to_string(std::bit_cast<uint64_t>(v.as_float()));
    case Kind::kStr:
    case Kind::kBytes: return out + " '" + std::string(v.str()) + (v.is_ascii() ? "'" : "' not ascii");
    case Kind::kDate: return out + " " + std::to_string(v.days());
    case Kind::kTime:
    case Kind::kDateTime:
      return out + (v.is_heap() ? " on the heap (" : " (") + describe_zoned(zoned_time(v));
    case Kind::kTimeDelta:
      return out + " " + std::to_string(v.delta_days()) + " " + std::to_string(v.delta_us());
    case Kind::kTimeZone: return out + " " + describe(time_zone(v));
    case Kind::kTuple: {
      out += std::to_string(v.obj()->flags);
      return add_items(v.as<TupleObj>()->items, v.as<TupleObj>()->size);
    }
    case Kind::kList: return add_items(v.as<ListObj>()->items, v.as<ListObj>()->items.size());
    case Kind::kDict:
    case Kind::kSet: {
      Values items;
      if (v.kind() == Kind::kSet) {
        const auto& table = v.as<SetObj>()->table;
        for (size_t i = 0; i < table.end(); ++i)
          if (table.entry(i).hash != 0) items.push_back(table.entry(i).key);
      } else {
        const auto& table = v.as<DictObj>()->table;
        for (size_t i = 0; i < table.end(); ++i)
          if (table.entry(i).hash != 0)
            items.push_back(make_tuple({table.entry(i).key, table.entry(i).value}));
      }
      return add_items(items, items.size());
    }
    case Kind::kRange: {
      const auto* r = v.as<RangeObj>();
      const Value parts[] = {r->start, r->stop, r->step};
      return add_items(parts, 3);
    }
    default: return out;
  }
}

}  // namespace headrace::test
