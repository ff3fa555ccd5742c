#include "connect/open_error.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <string_view>
#include <vector>

#include "base/spelling.h"

namespace headrace {
namespace {

namespace fs = std::filesystem;

std::string hint_of_missing(const fs::path& path) {
  constexpr size_t kNamesMax = 10'000;  // further ones of a folder are not looked at
  const fs::path folder = path.parent_path();
  std::error_code unknown;
  if (!folder.empty() && !fs::is_directory(folder, unknown)) return "there is no folder " + folder.string();
  std::vector<std::string> names;
  fs::directory_iterator at(folder.empty() ? "." : folder, unknown), end;
  while (!unknown && at != end && names.size() < kNamesMax) {
    names.push_back(at->path().filename().string());
    at.increment(unknown);
  }
  std::sort(names.begin(), names.end());
  const std::vector<std::string_view> candidates(names.begin(), names.end());
  const std::string_view nearest = nearest_spelling(path.filename().string(), candidates);
  return nearest.empty() ? "" : "did you mean '" + (folder / nearest).string() + "'?";
}

}  // namespace

Error open_error(const std::string& path) {
  const int code = errno;
  const bool missing = code == ENOENT || code == ENOTDIR;
  return {missing ? ErrorKind::kInput : ErrorKind::kOutside,
          std::string("cannot open: ") + std::strerror(code), path, missing ? hint_of_missing(path) : "",
          false};
}

}  // namespace headrace
