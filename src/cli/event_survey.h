// What a sample of events holds: its keys and the values under them.
#pragma once

#include <cstdint>
#include <string>
#include <unordered_set>
#include <vector>

#include "data/value.h"
#include "io/event_source.h"

namespace headrace::cli {

// How a value tells a time.
enum class TimeForm : uint8_t { kNone, kDatetime, kDate, kText, kSeconds, kMilliseconds, kMicroseconds };
// The instant, microseconds since the epoch; numbers are times between 1980 and 2100.
TimeForm time_form(const Value& v, int64_t* instant_us);

// A key, or one inside records: {"device", "id"}.
struct SurveyedKey {
  std::vector<std::string> path;
  uint64_t present = 0;  // events in which it is there and not null
  uint64_t booleans = 0, integers = 0, floats = 0, texts = 0, lists = 0, datetimes = 0;
  std::unordered_set<std::string> distinct;  // booleans, numbers and texts, as printed
  TimeForm form = TimeForm::kNone;           // of the first value
  uint64_t times = 0;                        // values that are times of that form

  bool only_integers() const { return present > 0 && integers == present; }
  bool only_numbers() const { return present > 0 && integers + floats == present; }
  bool only_booleans() const { return present > 0 && booleans == present; }
  bool only_texts() const { return present > 0 && texts == present; }
  bool only_datetimes() const { return present > 0 && datetimes == present; }
  bool only_lists() const { return present > 0 && lists == present; }
};

struct EventSurvey {
  std::vector<Value> events;      // records
  std::vector<SurveyedKey> keys;  // in order of first appearance; records are walked into, not listed
  uint64_t unread = 0;            // events that could not be read
  bool keys_left_out = false;     // there are more than are listed

  // The value at that path of an event; None where there is none.
  static Value at(const Value& event, const std::vector<std::string>& path);
};

// The projection with which a survey reads events: whole.
Projection survey_projection();
// Reads up to `events_max` events.
Result<EventSurvey> survey_events(EventSource& source, size_t events_max);

}  // namespace headrace::cli
