#include "cli/expected_value.h"

#include <bit>
#include <cmath>
#include <span>
#include <vector>

#include "data/datetime.h"
#include "data/json_write.h"
#include "data/number_text.h"
#include "data/object.h"
#include "spec/expected_fields.h"

namespace headrace::cli {
namespace {

bool float_matches(const Value& expected, double got) {
  double number = 0;
  if (expected.is_float())
    number = expected.as_float();
  else if (expected.kind() == Kind::kInt)
    return equal(expected, Value::real(got));
  else if (!expected.is_str() || !parse_float(expected.str(), &number))
    return false;
  if (std::isnan(number) || std::isnan(got)) return std::isnan(number) && std::isnan(got);
  return std::bit_cast<uint64_t>(number) == std::bit_cast<uint64_t>(got);
}

bool prints_as(const Value& expected, const Value& got) {
  return expected.is_str() && shown(expected) == shown(got);
}

bool datetime_matches(const Value& expected, const Value& got) {
  const Value wanted = expected_datetime(expected);
  if (wanted.is_none() || !is_aware(got)) return prints_as(expected, got);
  return instant_us(wanted) == instant_us(got) &&
         zoned_time(wanted).tz.offset_us == zoned_time(got).tz.offset_us;
}

std::span<const Value> items_of(const Value& sequence) {
  if (sequence.kind() == Kind::kTuple) return {sequence.as<TupleObj>()->items, sequence.as<TupleObj>()->size};
  return sequence.as<ListObj>()->items;
}

bool sequence_matches(const Value& expected, const Value& got) {
  if (expected.kind() != Kind::kList) return false;
  const auto want = items_of(expected), have = items_of(got);
  if (want.size() != have.size()) return false;
  for (size_t i = 0; i < want.size(); ++i) {
    if (!value_matches(want[i], have[i])) return false;
  }
  return true;
}

Values members_of(const Value& v) {
  if (v.kind() == Kind::kList) return v.as<ListObj>()->items;
  Values members;
  const auto& table = v.as<SetObj>()->table;
  for (size_t i = 0; i < table.end(); ++i) {
    if (table.entry(i).hash != 0) members.push_back(table.entry(i).key);
  }
  return members;
}

bool set_matches(const Value& expected, const Value& got) {
  if (expected.kind() != Kind::kList && expected.kind() != Kind::kSet) return false;
  const Values want = members_of(expected);
  Values have = members_of(got);
  if (want.size() != have.size()) return false;
  for (const Value& member : want) {
    size_t at = 0;
    while (at < have.size() && !value_matches(member, have[at])) ++at;
    if (at == have.size()) return false;
    have.erase(have.begin() + static_cast<std::ptrdiff_t>(at));
  }
  return true;
}

// A key is found as Python finds it, else as it prints: YAML has no tuples.
const Value* find_key(const DictObj& dict, const Value& key) {
  if (const DictEntry* e = dict.table.find(key)) return &e->value;
  for (size_t i = 0; i < dict.table.end(); ++i) {
    const DictEntry& e = dict.table.entry(i);
    if (e.hash != 0 && e.key.kind() > Kind::kStr && value_matches(key, e.key)) return &e.value;
  }
  return nullptr;
}

bool dict_matches(const Value& expected, const Value& got) {
  if (expected.kind() != Kind::kDict) return false;
  const auto& want = expected.as<DictObj>()->table;
  if (want.size() != got.as<DictObj>()->table.size()) return false;
  for (size_t i = 0; i < want.end(); ++i) {
    if (want.entry(i).hash == 0) continue;
    const Value* value = find_key(*got.as<DictObj>(), want.entry(i).key);
    if (!value || !value_matches(want.entry(i).value, *value)) return false;
  }
  return true;
}

}  // namespace

bool value_matches(const Value& expected, const Value& got) {
  switch (got.kind()) {
    case Kind::kNone:
    case Kind::kBool:
    case Kind::kInt:
    case Kind::kStr: return expected.kind() == got.kind() && equal(expected, got);
    case Kind::kFloat: return float_matches(expected, got.as_float());
    case Kind::kDateTime: return datetime_matches(expected, got);
    case Kind::kTuple:
    case Kind::kList: return sequence_matches(expected, got);
    case Kind::kDict: return dict_matches(expected, got);
    case Kind::kSet: return set_matches(expected, got);
    default: return equal(expected, got) || prints_as(expected, got);
  }
}

std::string shown(const Value& value) {
  std::string text;
  append_json(value, &text);
  return text;
}

}  // namespace headrace::cli
