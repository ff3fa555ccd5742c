#include "cli/checked_specs.h"

#include <algorithm>

#include "cli/json_text.h"

namespace headrace::cli {
namespace {

bool lacks_streaming(const SpecSet& set) {
  return std::any_of(set.specs.begin(), set.specs.end(), [&](const Spec& spec) {
    const auto* window = std::get_if<WindowSpec>(&spec);
    return window && !set.streaming_of(*window);
  });
}

// The neighbours of the files are read only when a window spec does not find its streaming spec among them.
SpecSet load(const SpecFiles& input, LoadOptions options, Diagnostics& diagnostics) {
  options.skip_others = input.searched;
  SpecSet set = load_specs(input.files, diagnostics, options);
  if (!lacks_streaming(set)) return set;
  options.companions = read_neighbours(input.files);
  if (options.companions.empty()) return set;
  diagnostics = Diagnostics();
  return load_specs(input.files, diagnostics, options);
}

// The modules of the folder in which a spec stands.
python::PythonModules* modules_of(const SpecHeader& spec, CheckedSpecs& checked) {
  const std::string folder = folder_of(spec.document->file()->path());
  auto& modules = checked.python[folder];
  if (!modules) modules = std::make_unique<python::PythonModules>(folder);
  return modules.get();
}

CheckedSpec compile(const Spec& spec, CheckedSpecs& checked) {
  CheckedSpec out;
  out.spec = &spec;
  python::PythonModules* python = modules_of(out.head(), checked);
  if (const auto* streaming = std::get_if<StreamingSpec>(&spec)) {
    out.stream = compile_stream(*streaming, python, checked.diagnostics);
    return out;
  }
  const auto& window = std::get<WindowSpec>(spec);
  out.base = checked.set.streaming_of(window);
  if (!out.base) {
    check_window(window, python, checked.diagnostics);
    return out;
  }
  out.base_layout = lay_out_stream(*out.base);
  out.window = compile_window(window, *out.base, out.base_layout, python, checked.diagnostics);
  return out;
}

}  // namespace

CheckedSpecs check_specs(SpecFiles input, LoadOptions options) {
  CheckedSpecs checked;
  checked.input = std::move(input);
  checked.set = load(checked.input, std::move(options), checked.diagnostics);
  for (const Spec& spec : checked.set.specs) {
    checked.specs.push_back(compile(spec, checked));
  }
  for (const SpecFiles::Unreadable& u : checked.input.unreadable) {
    checked.diagnostics.error("unreadable-file", {u.file, 0, 0}, u.error.message).advise(u.error.hint);
  }
  checked.diagnostics.sort();
  return checked;
}

const StreamPlan* CheckedSpecs::stream_plan(const CheckedSpec& spec) {
  if (spec.is_streaming()) return spec.stream.get();
  if (!spec.base || !spec.base->valid) return nullptr;
  for (const CheckedSpec& other : specs) {
    if (&other.head() == spec.base) return other.stream.get();
  }
  const auto [plan, fresh] = neighbours.try_emplace(spec.base);
  if (fresh) plan->second = compile_stream(*spec.base, modules_of(*spec.base, *this), diagnostics);
  return plan->second.get();
}

std::string to_json(const CheckedSpecs& checked) {
  JsonText specs;
  specs.open('[');
  for (const CheckedSpec& s : checked.specs) {
    specs.open('{').key("file").string(s.path()).key("name").string(s.head().name);
    specs.key("type").string(s.is_streaming() ? "streaming" : "window");
    specs.key("ok").boolean(!checked.diagnostics.has_errors(*s.head().document->file())).close('}');
  }
  return "{\"specs\": " + specs.close(']').take() + ", " + to_json(checked.diagnostics).substr(1);
}

int exit_code(const CheckedSpecs& checked, bool warnings_are_errors) {
  const Diagnostics& d = checked.diagnostics;
  const bool wrong = d.count(Severity::kError) > checked.input.unreadable.size() ||
                     (warnings_are_errors && d.count(Severity::kWarning) > 0);
  int code = wrong ? headrace::exit_code(ErrorKind::kInput) : 0;
  for (const SpecFiles::Unreadable& u : checked.input.unreadable) {
    code = std::max(code, headrace::exit_code(u.error.kind));
  }
  return code;
}

}  // namespace headrace::cli
