#include "cli/output_conflicts.h"

#include <filesystem>
#include <string_view>

#include "connect/file_sink.h"

namespace headrace::cli {
namespace {

namespace fs = std::filesystem;

struct Output {
  std::string_view option;
  std::string path;
};

// Whether something written under this name takes a file's place.
bool replaces_a_file(const std::string& path) {
  std::error_code unknown;
  return !path.empty() && path != "-" && !descriptor_of(path) &&
         (!fs::exists(path, unknown) || fs::is_regular_file(path, unknown));
}

bool is_same_file(const std::string& a, const std::string& b) {
  std::error_code unknown;
  if (fs::equivalent(a, b, unknown)) return fs::is_regular_file(a, unknown);
  const auto whole = [&unknown](const std::string& path) {
    return fs::weakly_canonical(fs::absolute(behind_links(path), unknown), unknown);
  };
  const fs::path place = whole(a);
  return !place.empty() && place == whole(b);
}

Error conflict(const std::string& path, std::string_view option, const std::string& what) {
  return {ErrorKind::kUsage, std::string(option) + " would take the place of " + what, path,
          "write to another file", false};
}

}  // namespace

Status check_outputs(const TransformOptions& options, const std::vector<std::string>& specs,
                     const std::vector<std::string>& events, const std::vector<std::string>& results) {
  std::vector<Output> outputs;
  outputs.reserve(results.size() + 2);
  for (const std::string& path : results) outputs.push_back({"--output", path});
  if (replaces_a_file(options.errors)) outputs.push_back({"--errors", options.errors});
  if (replaces_a_file(options.state_out)) outputs.push_back({"--state-out", options.state_out});
  for (const auto& [option, path] : outputs) {
    for (const Output& other : outputs) {
      if (other.option != option && is_same_file(path, other.path))
        return conflict(path, option, "what " + std::string(other.option) + " writes");
    }
    for (const std::string& spec : specs) {
      if (is_same_file(path, spec)) return conflict(path, option, "a spec");
    }
    for (const std::string& file : events) {
      if (is_same_file(path, file == "-" ? "/dev/stdin" : file))
        return conflict(path, option, "events that are read");
    }
    if (option != "--state-out" && !options.state_in.empty() && is_same_file(path, options.state_in))
      return conflict(path, option, "what --state-in reads");
  }
  return Ok{};
}

}  // namespace headrace::cli
