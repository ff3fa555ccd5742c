// dateutil.parser: what a text says about a date, before anything is filled in from a default.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "data/context.h"
#include "pylib/datetime/dateutil_lexer.h"

namespace headrace::pylib {

struct DateutilOptions {
  bool day_first = false;
  bool year_first = false;
  bool fuzzy = false;
};

struct DateutilResult {
  // Numbers are not yet checked; kHugeInt stands for all too large ones.
  std::optional<int64_t> year, month, day, weekday, hour, minute, second, microsecond;
  std::optional<std::string_view> zone_name;  // ASCII; borrows from the tokens
  std::optional<int64_t> zone_offset_s;
  std::optional<int> ampm;

  bool empty() const {
    return !(year || month || day || weekday || hour || minute || second || microsecond || zone_name ||
             zone_offset_s || ampm);
  }
};

enum class DateutilOutcome {
  kParsed,
  kUnknown,  // not a date that dateutil knows
  kRaised,   // another error, already in the context
};

// Two-digit years become the ones within 50 years of `current_year`. `skipped`, if not null, receives the
// tokens that mean nothing and those that fuzzy parsing passed over.
DateutilOutcome parse_tokens(Context& cx, TokenList& tokens, const DateutilOptions& options,
                             int32_t current_year, DateutilResult* result, std::vector<size_t>* skipped);

}  // namespace headrace::pylib
