// What `transform --profile` says: which stage of a run took how much of the processor.
#pragma once

#include <string>

#include "engine/batch.h"

namespace headrace::cli {

// `cpu_seconds` is what the whole process took; what no stage took is start-up, compiling the specs and
// closing. Figures an event are by the events that were taken.
std::string profile_text(const BatchStats& stats, double cpu_seconds);
// One JSON object on a line.
std::string profile_json(const BatchStats& stats, double cpu_seconds);

// Processor seconds of this process so far, user's and system's.
double process_cpu_seconds();

}  // namespace headrace::cli
