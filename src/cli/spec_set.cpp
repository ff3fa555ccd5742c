#include "cli/spec_set.h"

#include <algorithm>
#include <filesystem>
#include <set>

#include "connect/file_stream.h"

namespace headrace::cli {
namespace {

namespace fs = std::filesystem;

std::string folder_of(const std::string& path) {
  const std::string folder = fs::path(path).parent_path().string();
  return folder.empty() ? "." : folder;
}

// The .yml and .yaml files of a folder by name, as paths that start with it unless it is the current one.
std::vector<std::string> yaml_files(const std::string& folder) {
  std::vector<std::string> files;
  std::error_code ignored;  // a folder that cannot be read has no companions
  for (fs::directory_iterator it(folder, ignored), end; it != end; it.increment(ignored)) {
    const std::string extension = it->path().extension().string();
    if ((extension != ".yml" && extension != ".yaml") || !it->is_regular_file(ignored)) continue;
    files.push_back(folder == "." ? it->path().filename().string() : it->path().string());
  }
  std::sort(files.begin(), files.end());
  return files;
}

Result<std::shared_ptr<const SourceFile>> read_spec_file(const std::string& path) {
  Result<std::string> text = read_file(path);
  if (!text) return text.error();
  return std::shared_ptr<const SourceFile>(std::make_shared<SourceFile>(path, *std::move(text)));
}

// Other YAML files may lie beside specs.
bool looks_like_spec(const SourceFile& file) { return file.text().find("Blurr:") != std::string_view::npos; }

}  // namespace

Result<LoadedSpecs> LoadedSpecs::load(const std::vector<std::string>& paths) {
  SourceFiles files;
  LoadOptions options;
  options.require_streaming = true;
  std::set<std::string> folders, named;
  for (const std::string& path : paths.empty() ? yaml_files(".") : paths) {
    auto file = read_spec_file(path);
    if (!file) return file.error();
    if (paths.empty() && !looks_like_spec(**file)) continue;
    files.push_back(*file);
    folders.insert(folder_of(path));
    named.insert(fs::path(path).lexically_normal().string());
  }
  for (const std::string& folder : folders) {
    for (const std::string& path : yaml_files(folder)) {
      if (named.contains(fs::path(path).lexically_normal().string())) continue;
      // What cannot be read is nobody's companion.
      if (auto file = read_spec_file(path); file && looks_like_spec(**file))
        options.companions.push_back(*file);
    }
  }
  LoadedSpecs loaded;
  loaded.set_ = load_specs(files, loaded.diagnostics_, options);
  return loaded;
}

const StreamingSpec* LoadedSpecs::streaming_of(const WindowSpec& spec) const {
  const StreamingSpec* streaming = set_.streaming_of(spec);
  return streaming && streaming->valid ? streaming : nullptr;
}

python::PythonModules* LoadedSpecs::python_of(const SpecHeader& spec) {
  const std::string folder = folder_of(spec.document->file()->path());
  auto& modules = python_[folder];
  if (!modules) modules = std::make_unique<python::PythonModules>(folder);
  return modules.get();
}

const StreamPlan* LoadedSpecs::stream_plan(const StreamingSpec& spec) {
  const auto [plan, fresh] = streams_.try_emplace(&spec);
  if (fresh) plan->second = compile_stream(spec, python_of(spec), diagnostics_);
  return plan->second.get();
}

const WindowPlan* LoadedSpecs::window_plan(const WindowSpec& spec) {
  const StreamingSpec* streaming = streaming_of(spec);
  const StreamPlan* stream = streaming ? stream_plan(*streaming) : nullptr;
  if (!stream) return nullptr;
  const auto [plan, fresh] = windows_.try_emplace(&spec);
  if (fresh) plan->second = compile_window(spec, *streaming, *stream, python_of(spec), diagnostics_);
  return plan->second.get();
}

}  // namespace headrace::cli
