// `--runner=spark`: the command line of `headrace transform`, handed on to the Python package.
#pragma once

#include "base/status.h"
#include "cli/find_specs.h"
#include "cli/transform_options.h"

namespace headrace::cli {

// The process becomes the driver of a Spark job over the same specs and events. Returns only where it cannot.
Error transform_on_spark(const TransformOptions& options, const SpecPaths& specs);

}  // namespace headrace::cli
