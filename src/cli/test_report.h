// What `headrace test` prints.
#pragma once

#include <string>

#include "cli/test_run.h"

namespace headrace::cli {

// A line for a test that passed; for one that failed also what was expected, what came instead, and the
// events behind it.
std::string test_text(const TestOutcome& outcome);
// One JSON object; its codes are listed in docs/spec-tests.md.
std::string test_json(const TestOutcome& outcome);

}  // namespace headrace::cli
