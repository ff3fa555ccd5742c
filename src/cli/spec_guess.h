// What a first spec for these events should say: whose they are, when they were, how long a pause ends a
// session. Guesses, each with its reason for the author of the spec to judge.
#pragma once

#include <string>

#include "cli/event_survey.h"

namespace headrace::cli {

struct SpecGuess {
  const SurveyedKey* identity = nullptr;  // null: no key tells events apart by whom they belong to
  std::string identity_reason;
  const SurveyedKey* time = nullptr;  // null: no key holds a time
  std::string time_reason;
  int64_t gap_seconds = 1800;
  std::string gap_reason;
};

// Whether the key's name says that its values are names of things, not amounts.
bool names_things(const SurveyedKey& key);

// Points into the survey.
SpecGuess guess_spec(const EventSurvey& survey);

}  // namespace headrace::cli
