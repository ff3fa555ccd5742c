#include "spec/expected_fields.h"

#include "base/spelling.h"
#include "data/datetime.h"
#include "data/number_text.h"
#include "data/object.h"
#include "pylib/datetime/iso_fast.h"

namespace headrace {
namespace {

Value datetime_of(const pylib::FastIso& iso) {
  const bool utc = iso.form != pylib::FastIso::Form::kOffset;
  return Value::datetime(iso.wall_us, Zone::kFixed, utc ? 0 : iso.offset_s);
}

// Whether a field of the type can hold what the node says. `wanted` says what it could.
bool can_hold(FieldType type, const YamlNode& node, const char** wanted) {
  const Kind kind = node.is_scalar() ? node.value.kind() : Kind::kTuple;
  double number = 0;
  switch (type) {
    case FieldType::kInteger: *wanted = "an integer"; return kind == Kind::kInt || kind == Kind::kBool;
    case FieldType::kBoolean: *wanted = "true or false"; return kind == Kind::kBool;
    case FieldType::kString: *wanted = "text"; return kind == Kind::kStr;
    case FieldType::kFloat:
      *wanted = "a float";
      return kind == Kind::kFloat || kind == Kind::kInt ||
             (kind == Kind::kStr && parse_float(node.string(), &number));
    case FieldType::kDatetime:
      *wanted = "a datetime or null";
      return node.is_null() || !expected_datetime(node.value).is_none();
    case FieldType::kMap: *wanted = "a mapping"; return node.is_mapping() && node.shape != YamlShape::kSet;
    case FieldType::kList: *wanted = "a list"; return node.is_sequence();
    case FieldType::kSet:
      *wanted = "a list";
      return node.is_sequence() || (node.is_mapping() && node.shape == YamlShape::kSet);
  }
  return false;
}

}  // namespace

Value expected_datetime(const Value& written) {
  pylib::FastIso iso;
  if (written.is_str()) return pylib::read_fast_iso(written.str(), &iso) ? datetime_of(iso) : Value();
  if (written.kind() == Kind::kDate) return Value::datetime(written.days() * kDayUs, Zone::kFixed, 0);
  if (written.kind() != Kind::kDateTime) return Value();
  return is_aware(written) ? written : Value::datetime(zoned_time(written).wall_us, Zone::kFixed, 0);
}

void ExpectedFields::add(const AggregateSpec& aggregate, const std::string& prefix, bool spread_maps) {
  types_.emplace(prefix + "_identity", FieldType::kString);
  if (aggregate.makes_blocks()) {
    types_.emplace(prefix + "_start_time", FieldType::kDatetime);
    types_.emplace(prefix + "_end_time", FieldType::kDatetime);
  }
  for (const auto* fields : {&aggregate.fields, &aggregate.dimensions}) {
    for (const FieldSpec& field : *fields) {
      if (spread_maps && field.type == FieldType::kMap)
        spreads_maps_ = true;
      else
        types_.emplace(prefix + field.name, field.type);
    }
  }
}

ExpectedFields ExpectedFields::of_block(const AggregateSpec& aggregate) {
  ExpectedFields fields;
  fields.what_ = "the aggregate " + quoted(aggregate.name);
  fields.add(aggregate, "", false);
  fields.types_.emplace("_key", FieldType::kString);
  fields.types_.emplace("_aggregate", FieldType::kString);
  return fields;
}

ExpectedFields ExpectedFields::of_row(const WindowSpec& window) {
  ExpectedFields columns;
  columns.what_ = "a row of " + quoted(window.name);
  for (const AggregateSpec& aggregate : window.aggregates) {
    columns.aggregates_.insert(aggregate.name);
    columns.add(aggregate, aggregate.name + ".", true);
  }
  columns.types_.emplace("_identity", FieldType::kString);
  return columns;
}

bool ExpectedFields::may_be_spread(std::string_view name) const {
  const size_t dot = name.find('.');
  return spreads_maps_ && dot != name.npos && !aggregates_.contains(name.substr(0, dot));
}

bool ExpectedFields::check(Reading& reading, const YamlEntry& entry, const std::string& test) const {
  const std::string_view name =
      entry.key->is_string() ? entry.key->string() : reading.span(*entry.key).text();
  const auto known = entry.key->is_string() ? types_.find(name) : types_.end();
  if (known == types_.end()) {
    if (may_be_spread(name)) return true;
    std::vector<std::string_view> names;
    for (const auto& [candidate, type] : types_) {
      if (names.size() < kCandidatesMax) names.push_back(candidate);
    }
    reading.diagnostics
        .error("unknown-field", reading.span(*entry.key), what_ + " has no field " + quoted(name))
        .about(test)
        .allow(joined(names))
        .advise(spelling_hint(name, names));
    return false;
  }
  const char* wanted = "";
  if (can_hold(known->second, *entry.value, &wanted)) return true;
  Diagnostic& d = reading.diagnostics
                      .error("wrong-type", reading.span(*entry.value),
                             quoted(name) + " is a " + std::string(field_type_name(known->second)) +
                                 " field: it can be " + wanted + ", not " + describe(*entry.value))
                      .about(test);
  if (known->second == FieldType::kString && entry.value->is_scalar() && !entry.value->is_null()) {
    d.advise("put it in quotes: '" + std::string(reading.span(*entry.value).text()) + "'");
  }
  return false;
}

}  // namespace headrace
