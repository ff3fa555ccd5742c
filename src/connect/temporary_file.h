// A spill file in a folder. It never has a name there, or loses it at once, so nothing is left of it however
// the process ends.
#pragma once

#include <memory>
#include <string>

#include "io/spill_file.h"

namespace headrace {

// `folder`: empty for TMPDIR, or /tmp where that is not set.
Result<std::unique_ptr<SpillFile>> open_temporary_file(std::string folder);

}  // namespace headrace
