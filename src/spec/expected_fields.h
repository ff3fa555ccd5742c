// The fields of a block, or the columns of a row, that a test may name, and what each can hold.
#pragma once

#include <map>
#include <set>
#include <string>

#include "spec/section.h"
#include "spec/spec.h"

namespace headrace {

// The datetime that a test means by a YAML timestamp, a date or ISO text; what has no offset is UTC. None
// where it means no datetime.
Value expected_datetime(const Value& written);

class ExpectedFields {
 public:
  ExpectedFields() = default;
  static ExpectedFields of_block(const AggregateSpec& aggregate);
  static ExpectedFields of_row(const WindowSpec& window);

  // Whether the entry of an expected block or row names a field there is, and a value that the field could
  // have; what is wrong is reported.
  bool check(Reading& reading, const YamlEntry& entry, const std::string& test) const;

 private:
  void add(const AggregateSpec& aggregate, const std::string& prefix, bool spread_maps);

  // A column of a map, `map.key`. Maps inside it spread under their own names, so any will do.
  bool may_be_spread(std::string_view name) const;

  std::string what_;  // "the aggregate 'session'"
  std::map<std::string, FieldType, std::less<>> types_;
  std::set<std::string, std::less<>> aggregates_;  // of rows: what `aggregate.field` begins with
  bool spreads_maps_ = false;
};

}  // namespace headrace
