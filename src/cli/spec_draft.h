// The first spec that `headrace init` writes.
#pragma once

#include <string>

#include "cli/event_survey.h"
#include "cli/spec_guess.h"

namespace headrace::cli {

// A streaming spec as YAML, with comments that explain each choice. `origin` says where the events are from,
// `name` is the spec's: an identifier.
std::string draft_spec(const EventSurvey& survey, const SpecGuess& guess, const std::string& origin,
                       const std::string& name);

// An identifier that may be a name of the language, as much like `text` as can be.
std::string name_from(const std::string& text);

}  // namespace headrace::cli
