// The run's clock: what now() and utcnow() give, the same for the whole run.
#pragma once

#include <cstdint>
#include <string>

#include "base/status.h"

namespace headrace::cli {

// Microseconds since the epoch, UTC. `text` is an ISO date or datetime, UTC unless it says otherwise; empty
// is the clock on the wall.
Result<int64_t> run_clock(const std::string& text);

}  // namespace headrace::cli
