#include "cli/plans.h"

#include "cli/spec_files.h"
#include "connect/file_stream.h"

namespace headrace::cli {

Result<Plans> load_plans(const std::string& stream_path, const std::string& window_path,
                         Diagnostics& diagnostics) {
  Plans plans;
  for (const std::string& path : {stream_path, window_path}) {
    if (path.empty()) continue;
    Result<std::string> text = read_file(path);
    if (!text) return text.error();
    plans.files.push_back(std::make_shared<SourceFile>(path, *std::move(text)));
  }
  plans.specs = load_specs(plans.files, diagnostics, {.companions = {}, .require_streaming = true});
  for (const Spec& spec : plans.specs.specs) {
    if (const auto* s = std::get_if<StreamingSpec>(&spec)) plans.stream_spec = s;
    if (const auto* w = std::get_if<WindowSpec>(&spec)) plans.window_spec = w;
  }
  if (!plans.stream_spec) {
    if (diagnostics.has_errors()) return plans;
    return Error{ErrorKind::kInput, "this is no streaming spec", stream_path,
                 "pass a window spec with --window-bts=FILE", false};
  }
  plans.python = std::make_unique<python::PythonModules>(folder_of(stream_path));
  plans.stream = compile_stream(*plans.stream_spec, plans.python.get(), diagnostics);
  if (plans.window_spec) {
    if (plans.specs.streaming_of(*plans.window_spec) == plans.stream_spec) {
      plans.window = compile_window(*plans.window_spec, *plans.stream_spec,
                                    lay_out_stream(*plans.stream_spec), plans.python.get(), diagnostics);
    } else {
      check_window(*plans.window_spec, plans.python.get(), diagnostics);
    }
  }
  diagnostics.sort();
  return plans;
}

}  // namespace headrace::cli
