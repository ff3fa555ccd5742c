// What `transform --stats` says of a run.
#pragma once

#include <string>

#include "engine/batch.h"
#include "plan/plan.h"

namespace headrace::cli {

// A table for people, or one JSON object on a line. Kept old values come in the order of the specs' fields.
std::string stats_text(const BatchStats& stats, const StreamPlan& stream, const WindowPlan* window,
                       double seconds);
std::string stats_json(const BatchStats& stats, const StreamPlan& stream, const WindowPlan* window,
                       double seconds);

}  // namespace headrace::cli
