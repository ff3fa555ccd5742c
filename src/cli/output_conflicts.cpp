#include "cli/output_conflicts.h"

#include <filesystem>
#include <string_view>
#include <utility>

#include "connect/file_sink.h"

namespace headrace::cli {
namespace {

namespace fs = std::filesystem;

// Whether something written under this name takes a file's place.
bool replaces_a_file(const std::string& path) {
  std::error_code unknown;
  return !path.empty() && path != "-" && path != "none" && !path.ends_with('/') && !descriptor_of(path) &&
         (!fs::exists(path, unknown) || fs::is_regular_file(path, unknown));
}

bool is_same_file(const std::string& a, const std::string& b) {
  std::error_code unknown;
  if (fs::equivalent(a, b, unknown)) return fs::is_regular_file(a, unknown);
  const fs::path whole = fs::weakly_canonical(fs::absolute(a, unknown), unknown);
  return !whole.empty() && whole == fs::weakly_canonical(fs::absolute(b, unknown), unknown);
}

Error conflict(const std::string& path, std::string_view option, const std::string& what) {
  return {ErrorKind::kUsage, std::string(option) + " would take the place of " + what, path,
          "write to another file", false};
}

}  // namespace

Status check_outputs(const TransformOptions& options, const std::vector<std::string>& specs,
                     const std::vector<std::string>& events) {
  const std::pair<std::string_view, std::string> outputs[] = {
      {"--output", options.sink.path}, {"--errors", options.errors}, {"--state-out", options.state_out}};
  for (const auto& [option, path] : outputs) {
    if (!replaces_a_file(path)) continue;
    for (const auto& [other, other_path] : outputs) {
      if (other != option && replaces_a_file(other_path) && is_same_file(path, other_path))
        return conflict(path, option, "what " + std::string(other) + " writes");
    }
    for (const std::string& spec : specs) {
      if (is_same_file(path, spec)) return conflict(path, option, "a spec");
    }
    for (const std::string& file : events) {
      if (is_same_file(path, file)) return conflict(path, option, "events that are read");
    }
    if (option != "--state-out" && !options.state_in.empty() && is_same_file(path, options.state_in))
      return conflict(path, option, "what --state-in reads");
  }
  return Ok{};
}

}  // namespace headrace::cli
