// Finding the specs that the command line does not name.
#pragma once

#include <string>

#include "base/status.h"
#include "cli/plans.h"
#include "spec/diagnostic.h"

namespace headrace::cli {

struct SpecPaths {
  std::string streaming;
  std::string window;  // may be empty
};

// With a streaming spec nothing is looked for. With a window spec alone, its streaming spec is looked for in
// its folder. With neither, the current folder's .yml and .yaml files are gone through by name: the first
// valid streaming spec is taken, and the first valid window spec that stands on it.
//
// A spec with errors is passed over only where a valid one of its kind is there, and that is said; otherwise
// its errors go to `diagnostics`, which the caller looks at first.
Result<SpecPaths> find_specs(const SpecPaths& given, Diagnostics& diagnostics,
                             UserCode user_code = UserCode::kAllowed);

}  // namespace headrace::cli
