// The paths, patterns and folders that a user names, as the files they stand for.
#pragma once

#include <string>
#include <vector>

#include "base/status.h"

namespace headrace {

struct InputPaths {
  std::vector<std::string> files;     // "-" is standard input
  std::vector<std::string> left_out;  // what lies in the folders named and is no event file, so that the user
                                      // can be told
};

// A file goes as it is. A pattern (* ? [..]) that is no file's name stands for the paths that match it, a
// folder for all event files below it; both sorted by name, bytewise, without names that begin with a dot (in
// folders also without those that begin with an underscore). Event files are those without an extension and
// those whose extension is known (docs/inputs-outputs.md), once .gz or .zst is taken off, but for what a run
// says of its output; pipes and devices are none. Links are followed, but for those back to a folder on the
// way to them. What matches nothing, or is not there, is an input error.
Result<InputPaths> expand_paths(const std::vector<std::string>& named);

}  // namespace headrace
