// The `Tests:` section of a spec: events that are given, and what is expected of them. docs/spec-tests.md
// describes it for users; `headrace test` runs it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "spec/source_file.h"
#include "spec/yaml.h"

namespace headrace {

// An event as a line of a file would hold it: JSON, or the text that the test gives as it is.
struct GivenEvent {
  std::string text;
  Span span;
};

// Part of a block or row: a field or column and its value. `_key` is a block's printed key, `_aggregate` the
// aggregate that made it; `_identity` of a row is whose row it is.
struct ExpectedField {
  std::string name;
  const YamlNode* value;  // owned by the spec's document
  Span span;
};

struct ExpectedRow {
  std::vector<ExpectedField> fields;
  Span span;

  const ExpectedField* find(std::string_view name) const;
};

// What is expected in printed order: blocks of one aggregate, of all (`aggregate` is empty), or window rows.
struct ExpectedList {
  bool window_rows = false;
  std::string aggregate;
  std::vector<ExpectedRow> rows;
  Span span;
};

struct SpecTest {
  std::string name;
  std::string qualified_name;  // "Sessions.Tests[2]"
  Span span;                   // of the name
  std::vector<GivenEvent> events;
  std::optional<std::string> identity;  // only its results are looked at
  std::optional<int64_t> now_us;        // the run's clock
  uint64_t seed = 0;
  std::vector<ExpectedList> lists;
  std::optional<int64_t> skipped;  // events that are left out
  Span skipped_span;
  bool exactly = false;  // every field must be named
  bool partial = false;  // blocks and rows that are not listed may be there
};

}  // namespace headrace
