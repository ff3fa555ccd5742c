#include "cli/spec_files.h"

#include <algorithm>
#include <filesystem>
#include <set>

#include "connect/file_stream.h"
#include "spec/yaml.h"

namespace headrace::cli {
namespace {

namespace fs = std::filesystem;

// A link to nowhere counts too: opening it says what is wrong. Folders and pipes are no specs.
bool is_yaml_file(const fs::directory_entry& entry) {
  const fs::path extension = entry.path().extension();
  if (extension != ".yml" && extension != ".yaml") return false;
  std::error_code ignored;
  const fs::file_status status = entry.status(ignored);
  return fs::is_regular_file(status) || !fs::exists(status);
}

std::string identity_of(const std::string& path) {
  std::error_code error;
  const fs::path real = fs::weakly_canonical(path, error);
  return error ? path : real.string();
}

class Reader {
 public:
  void add_folder(const std::string& folder) {
    Result<std::vector<std::string>> found = yaml_files(folder);
    if (!found) return add_unreadable(folder, found.error());
    if (found->empty()) {
      add_unreadable(folder, {ErrorKind::kInput, "there is no .yml or .yaml file in this folder", folder,
                              "name a spec, or a folder with specs", false});
    }
    for (const std::string& path : *found) add_file(path);
  }

  void add_named(const std::string& path) {
    out_.searched = false;
    add_file(path);
  }

  SpecFiles take() { return std::move(out_); }

 private:
  // Once, however often it is named.
  void add_file(const std::string& path) {
    if (path != "-" && !known_.insert(identity_of(path)).second) return;
    auto file = read_spec_file(path);
    if (!file) return add_unreadable(path, file.error());
    out_.files.push_back(*std::move(file));
  }

  void add_unreadable(const std::string& path, Error error) {
    out_.unreadable.push_back({std::make_shared<SourceFile>(path, ""), std::move(error)});
  }

  SpecFiles out_;
  std::set<std::string> known_;
};

}  // namespace

Result<std::vector<std::string>> yaml_files(const std::string& folder) {
  std::vector<std::string> out;
  std::error_code error;
  for (fs::directory_iterator it(folder, error), end; !error && it != end; it.increment(error)) {
    if (!is_yaml_file(*it)) continue;
    out.push_back(folder == "." ? it->path().filename().string() : it->path().string());
  }
  if (error)
    return Error{ErrorKind::kOutside, "cannot read the folder: " + error.message(), folder, "", false};
  std::sort(out.begin(), out.end());
  return out;
}

Result<std::shared_ptr<const SourceFile>> read_spec_file(const std::string& path) {
  Result<std::string> text = read_file(path, kYamlBytesMax);
  if (!text) return text.error();
  const std::string& name = path == "-" ? "standard input" : path;
  return std::shared_ptr<const SourceFile>(std::make_shared<SourceFile>(name, *std::move(text)));
}

SpecFiles read_spec_files(const std::vector<std::string>& arguments) {
  Reader reader;
  if (arguments.empty()) reader.add_folder(".");
  for (const std::string& argument : arguments) {
    std::error_code ignored;  // what cannot be looked at is opened as a file, which says why it cannot
    if (fs::is_directory(argument, ignored)) {
      reader.add_folder(argument);
    } else {
      reader.add_named(argument);
    }
  }
  return reader.take();
}

SourceFiles read_neighbours(const SourceFiles& files) {
  std::set<std::string> known, folders;
  for (const auto& file : files) {
    known.insert(identity_of(file->path()));
    folders.insert(folder_of(file->path()));
  }
  SourceFiles out;
  for (const std::string& folder : folders) {
    const Result<std::vector<std::string>> found = yaml_files(folder);
    if (!found) continue;  // nobody asked for these: what cannot be read is as good as not there
    for (const std::string& path : *found) {
      if (!known.insert(identity_of(path)).second) continue;
      auto file = read_spec_file(path);
      if (file) out.push_back(*std::move(file));
    }
  }
  return out;
}

std::string folder_of(const std::string& path) {
  const std::string folder = fs::path(path).parent_path().string();
  return folder.empty() ? "." : folder;
}

}  // namespace headrace::cli
