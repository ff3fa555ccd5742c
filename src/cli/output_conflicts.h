// Refusing runs whose outputs would take the place of what they read, or of each other.
#pragma once

#include <string>
#include <vector>

#include "base/status.h"
#include "cli/transform_options.h"

namespace headrace::cli {

// `specs`, `events` and `results` are the files of the run. A state may take its own predecessor's place;
// nothing else may, however a path is written.
Status check_outputs(const TransformOptions& options, const std::vector<std::string>& specs,
                     const std::vector<std::string>& events, const std::vector<std::string>& results);

}  // namespace headrace::cli
