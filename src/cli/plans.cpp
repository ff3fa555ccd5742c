#include "cli/plans.h"

#include <optional>

#include "cli/spec_files.h"
#include "connect/python/python_modules.h"

namespace headrace::cli {
namespace {

// Stands where Python would: --no-user-code.
class NoUserCode final : public ForeignModules {
 public:
  Result<Value> import_module(std::string_view name) override { return refused(name); }
  Result<Value> import_from(std::string_view module, std::string_view name) override {
    return refused(std::string(module) + "." + std::string(name));
  }
  Result<Value> public_member(std::string_view module, std::string_view name) override {
    return import_from(module, name);
  }
  Result<std::vector<std::string>> public_names(std::string_view module) override { return refused(module); }

 private:
  static Error refused(std::string_view name) {
    return {ErrorKind::kInput,
            "'" + std::string(name) + "' is not built in, and --no-user-code allows nothing else", "",
            "math, statistics, datetime, dateutil, json and re are built in", false};
  }
};

std::unique_ptr<ForeignModules> modules_for(const std::string& path, UserCode user_code) {
  if (user_code == UserCode::kRefused) return std::make_unique<NoUserCode>();
  return std::make_unique<python::PythonModules>(folder_of(path));
}

// A spec given as the other kind: the first file is the streaming spec, a second one the window spec.
std::optional<Error> wrong_place(const std::vector<Spec>& specs, const SourceFiles& files) {
  for (const Spec& spec : specs) {
    const bool is_window = std::holds_alternative<WindowSpec>(spec);
    const SourceFile* const file = header(spec).document->file().get();
    const SourceFile* const right = files.at(is_window && files.size() > 1 ? 1 : 0).get();
    if (file == right && !(is_window && files.size() == 1)) continue;
    return Error{ErrorKind::kInput, is_window ? "this is a window spec" : "this is a streaming spec",
                 file->path(),
                 is_window ? "pass it with --window-bts=FILE, beside its streaming spec"
                           : "pass it with --streaming-bts=FILE",
                 false};
  }
  return {};
}

}  // namespace

Result<Plans> load_plans(const std::string& stream_path, const std::string& window_path,
                         Diagnostics& diagnostics, UserCode user_code) {
  SourceFiles files;
  for (const std::string& path : {stream_path, window_path}) {
    if (path.empty()) continue;
    auto file = read_spec_file(path);
    if (!file) return file.error();
    files.push_back(*std::move(file));
  }
  const bool apart = !window_path.empty() && folder_of(window_path) != folder_of(stream_path);
  return compile_plans(std::move(files), modules_for(stream_path, user_code),
                       apart ? modules_for(window_path, user_code) : nullptr, {}, diagnostics);
}

Result<Plans> compile_plans(SourceFiles files, std::unique_ptr<ForeignModules> modules,
                            std::unique_ptr<ForeignModules> window_modules,
                            const std::vector<ImportSpec>& imports, Diagnostics& diagnostics) {
  Plans plans;
  plans.files = std::move(files);
  plans.modules = std::move(modules);
  plans.window_modules = std::move(window_modules);
  Diagnostics found;
  plans.specs = load_specs(plans.files, found, {.companions = {}, .require_streaming = true});
  if (auto mistaken = wrong_place(plans.specs.specs, plans.files)) return *std::move(mistaken);
  diagnostics.append(std::move(found));
  for (Spec& spec : plans.specs.specs) {
    SpecHeader& head = std::visit([](auto& s) -> SpecHeader& { return s; }, spec);
    head.imports.insert(head.imports.end(), imports.begin(), imports.end());
    if (const auto* s = std::get_if<StreamingSpec>(&spec)) plans.stream_spec = s;
    if (const auto* w = std::get_if<WindowSpec>(&spec)) plans.window_spec = w;
  }
  if (!plans.stream_spec) {
    if (diagnostics.has_errors()) return plans;
    return Error{ErrorKind::kInput, "this is no streaming spec", plans.files.at(0)->path(), "", false};
  }
  plans.stream = compile_stream(*plans.stream_spec, plans.modules.get(), diagnostics);
  if (plans.window_spec) {
    ForeignModules* const of_window = plans.window_modules ? plans.window_modules.get() : plans.modules.get();
    if (plans.specs.streaming_of(*plans.window_spec) == plans.stream_spec) {
      plans.window = compile_window(*plans.window_spec, *plans.stream_spec,
                                    lay_out_stream(*plans.stream_spec), of_window, diagnostics);
    } else {
      check_window(*plans.window_spec, of_window, diagnostics);
    }
  }
  diagnostics.sort();
  return plans;
}

}  // namespace headrace::cli
