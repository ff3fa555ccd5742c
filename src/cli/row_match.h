// Blocks or rows that a test expects against those that the engine gave.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "data/value.h"
#include "spec/tests_spec.h"

namespace headrace::cli {

// A block or a row as it is printed.
struct GotRow {
  std::string identity;
  std::string aggregate;                              // of a block
  std::string key;                                    // of a block, as printed
  std::vector<std::pair<std::string, Value>> fields;  // in printed order
  bool has_times = false;                             // of a block over time: its first and last event
  int64_t start_us = 0;
  int64_t end_us = 0;

  // A field, column, or `_key`, `_aggregate`, `_identity`; None and false where there is none.
  bool find(const std::string& name, Value* value) const;
};

struct FieldDifference {
  enum class Kind { kWrong, kMissing, kUnnamed };
  Kind kind;
  std::string name;
  const ExpectedField* expected;  // null for kUnnamed
  Value got;
};

// One expected row, one that was given, or two that belong together and differ.
struct RowDifference {
  const ExpectedRow* expected;
  const GotRow* got;
  size_t number;  // of the one that was given, else of the expected one; from 1
  std::vector<FieldDifference> fields;
};

struct MatchRules {
  bool exactly = false;  // a field that is not named is a difference
  bool partial = false;  // a row that is not expected is none
};

// Both lists are in printed order. Rows that fit best are compared with each other; empty when all is as
// expected.
std::vector<RowDifference> compare_rows(const std::vector<ExpectedRow>& expected,
                                        const std::vector<const GotRow*>& got, const MatchRules& rules);

}  // namespace headrace::cli
