// Which files a command line means by its specs, and their texts: the one place that looks for them.
#pragma once

#include <string>
#include <vector>

#include "base/status.h"
#include "spec/load.h"

namespace headrace::cli {

// The .yml and .yaml files of a folder, by name. Those of "." come without it, as people write them.
Result<std::vector<std::string>> yaml_files(const std::string& folder);

Result<std::shared_ptr<const SourceFile>> read_spec_file(const std::string& path);

struct SpecFiles {
  SourceFiles files;
  struct Unreadable {
    std::shared_ptr<const SourceFile> file;  // empty, for its name
    Error error;
  };
  std::vector<Unreadable> unreadable;
  // Whether only folders were searched: the other YAML files in them need not be specs.
  bool searched = true;
};

// Files as they are named, of a folder the .yml and .yaml files in it, by name; without arguments those of
// the current folder. One that cannot be read does not keep the others from being looked at.
SpecFiles read_spec_files(const std::vector<std::string>& arguments);

// The YAML files beside these that are none of them: where a window spec's streaming spec may be.
SourceFiles read_neighbours(const SourceFiles& files);

// "." for a file here.
std::string folder_of(const std::string& path);

}  // namespace headrace::cli
