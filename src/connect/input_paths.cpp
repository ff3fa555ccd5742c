#include "connect/input_paths.h"

#include <glob.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <filesystem>
#include <memory>

#include "connect/open_error.h"

namespace headrace {
namespace {

namespace fs = std::filesystem;

constexpr std::array<std::string_view, 10> kExtensions = {".json", ".jsonl", ".ndjson", ".csv", ".parquet",
                                                          ".pq",   ".arrow", ".arrows", ".ipc", ".feather"};

// The name in lower case, without what says only that the file is compressed.
std::string plain_name(const fs::path& path) {
  std::string name = path.filename().string();
  std::transform(name.begin(), name.end(), name.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c; });
  for (const std::string_view compressed : {".gz", ".zst"}) {
    if (!name.ends_with(compressed)) continue;
    name.resize(name.size() - compressed.size());
    break;
  }
  return name;
}

bool is_event_name(const std::string& plain) {
  const std::string extension = fs::path(plain).extension().string();
  return extension.empty() ||
         std::find(kExtensions.begin(), kExtensions.end(), extension) != kExtensions.end();
}

Error folder_error(const std::string& folder, const std::error_code& code) {
  return {ErrorKind::kOutside, "cannot list the folder: " + code.message(), folder, "", false};
}

// Whether a link to a folder leads to one that it was reached through, and so would be met for ever.
bool leads_back(const fs::path& link) {
  const auto place = [](const fs::path& folder) {
    std::error_code gone;
    return (fs::canonical(folder, gone) / "").string();
  };
  const std::string target = place(link);
  for (fs::path above = link.parent_path(); !above.empty(); above = above.parent_path()) {
    if (place(above).starts_with(target)) return true;
    if (above == above.parent_path()) break;
  }
  return false;
}

Status add_folder(const std::string& folder, InputPaths* out) {
  std::vector<std::string> found, left_out;
  std::error_code code;
  fs::recursive_directory_iterator at(folder, fs::directory_options::follow_directory_symlink, code), end;
  if (code) return folder_error(folder, code);
  while (at != end) {
    const fs::path& path = at->path();
    const std::string name = plain_name(path);
    // Nobody takes these for events; the last are what a run says of its output.
    const bool hidden = name.starts_with('.') || name.starts_with('_') || name.ends_with(".meta.json");
    std::error_code ignored;  // of a file that has gone: opening it says so
    if (at->is_directory(ignored)) {
      if (hidden || (at->is_symlink(ignored) && leads_back(path))) at.disable_recursion_pending();
    } else if (!hidden) {
      // A pipe would have the run wait for whoever writes into it.
      const bool is_file = at->is_regular_file(ignored) || !at->exists(ignored);
      (is_file && is_event_name(name) ? found : left_out).push_back(path.string());
    }
    at.increment(code);
    if (code) return folder_error(folder, code);
  }
  if (found.empty()) {
    return Error{ErrorKind::kInput, "no event files are in this folder", folder,
                 "event files end in .json, .jsonl, .ndjson, .csv, .parquet or .arrow, also with .gz or .zst",
                 false};
  }
  std::sort(found.begin(), found.end());
  std::sort(left_out.begin(), left_out.end());
  out->files.insert(out->files.end(), found.begin(), found.end());
  out->left_out.insert(out->left_out.end(), left_out.begin(), left_out.end());
  return Ok{};
}

bool is_pattern(const std::string& text) { return text.find_first_of("*?[") != std::string::npos; }

Result<std::vector<std::string>> matches(const std::string& pattern) {
  glob_t found = {};
  const std::unique_ptr<glob_t, void (*)(glob_t*)> owner(&found, &globfree);
  const int result = glob(pattern.c_str(), GLOB_ERR | GLOB_NOSORT, nullptr, &found);
  if (result == GLOB_NOMATCH)
    return Error{ErrorKind::kInput, "no file matches this pattern", pattern, "", false};
  if (result != 0) {
    return Error{ErrorKind::kOutside,
                 std::string("cannot list the folders of this pattern: ") + std::strerror(errno), pattern, "",
                 false};
  }
  std::vector<std::string> paths(found.gl_pathv, found.gl_pathv + found.gl_pathc);
  std::sort(paths.begin(), paths.end());
  return paths;
}

}  // namespace

Result<InputPaths> expand_paths(const std::vector<std::string>& named) {
  InputPaths out;
  for (const std::string& name : named) {
    std::error_code ignored;  // what cannot be looked at cannot be opened either, which says why
    std::vector<std::string> paths = {name};
    if (name != "-" && is_pattern(name) && !fs::exists(name, ignored)) {
      Result<std::vector<std::string>> matching = matches(name);
      if (!matching) return matching.error();
      paths = *std::move(matching);
    }
    for (const std::string& path : paths) {
      if (path == "-" || !fs::is_directory(path, ignored)) {
        // Now, rather than when all files before it are read.
        if (path != "-" && ::access(path.c_str(), R_OK) != 0) return open_error(path);
        out.files.push_back(path);
      } else if (Status s = add_folder(path, &out); !s) {
        return s.error();
      }
    }
  }
  return out;
}

}  // namespace headrace
