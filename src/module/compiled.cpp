#include "module/compiled.h"

#include <nanobind/stl/optional.h>
#include <nanobind/stl/pair.h>
#include <nanobind/stl/string.h>
#include <nanobind/stl/vector.h>

#include <utility>

#include "cli/checked_specs.h"
#include "cli/explanation.h"
#include "connect/python/python_modules.h"

namespace headrace::module {
namespace {

// What the functions of the caller are imported from. No module can have this name.
constexpr std::string_view kCaller = "the caller's functions";

// Modules of a folder, and the functions of the caller.
class CallerModules final : public ForeignModules {
 public:
  CallerModules(std::string folder, nb::dict functions)
      : modules_(std::move(folder)), functions_(std::move(functions)) {}
  ~CallerModules() override {
    const nb::gil_scoped_acquire lock;
    for (const Value& function : given_) python::release(function);
    functions_.reset();
  }

  Result<Value> import_module(std::string_view dotted_name) override {
    if (dotted_name == kCaller) return Value();  // only its members are named
    return modules_.import_module(dotted_name);
  }
  Result<Value> import_from(std::string_view module, std::string_view name) override {
    if (module != kCaller) return modules_.import_from(module, name);
    if (Status s = python::prepare_crossing(); !s) return s.error();
    const nb::gil_scoped_acquire lock;
    const nb::object function = functions_[nb::str(name.data(), name.size())];
    Result<Value> value = python::value_of(reinterpret_cast<python::PyObject*>(function.ptr()));
    if (value) given_.push_back(*value);
    return value;
  }
  Result<Value> public_member(std::string_view module, std::string_view name) override {
    return modules_.public_member(module, name);
  }
  Result<std::vector<std::string>> public_names(std::string_view module) override {
    return modules_.public_names(module);
  }

 private:
  python::PythonModules modules_;
  nb::dict functions_;
  Values given_;  // of functions_, which may hold much: they end with the plan
};

std::vector<ImportSpec> imports_of(const nb::dict& functions) {
  if (functions.size() == 0) return {};
  ImportSpec import;
  import.module = kCaller;
  for (const auto [name, function] : functions) {
    const auto text = nb::cast<std::string>(name);
    import.names.push_back({text, text});
  }
  return {std::move(import)};
}

SourceFiles files_of(const std::vector<SpecText>& texts) {
  SourceFiles files;
  for (const SpecText& t : texts) files.push_back(std::make_shared<SourceFile>(t.name, t.text));
  return files;
}

std::vector<SpecText> texts_of(const std::vector<std::pair<std::string, std::string>>& pairs) {
  std::vector<SpecText> texts;
  texts.reserve(pairs.size());
  for (const auto& [name, text] : pairs) texts.push_back({name, text});
  return texts;
}

cli::CheckedSpecs check(const std::vector<SpecText>& texts, bool require_streaming) {
  cli::SpecFiles input;
  input.files = files_of(texts);
  input.searched = false;
  return cli::check_specs(std::move(input), {.companions = {}, .require_streaming = require_streaming});
}

}  // namespace

Compiled::Compiled(const std::vector<SpecText>& texts, const std::string& folder, nb::dict functions) {
  const std::vector<ImportSpec> imports = imports_of(functions);
  Diagnostics diagnostics;
  plans_ = take(cli::compile_plans(
      files_of(texts), std::make_unique<CallerModules>(folder, std::move(functions)), imports, diagnostics));
  diagnostics_ = to_json(diagnostics);
  valid_ = !diagnostics.has_errors();
}

std::optional<std::vector<std::string>> Compiled::event_keys() const {
  if (plans_.stream->needs_record) return std::nullopt;
  return plans_.stream->keys;
}

std::optional<std::vector<std::string>> Compiled::identity_keys() const {
  std::vector<std::string> keys;
  for (const expr::SlotRead& read : plans_.stream->identity->reads) {
    if (read.offset < EventSlots::kKeys) return std::nullopt;
    keys.push_back(plans_.stream->keys[read.offset - EventSlots::kKeys]);
  }
  return keys;
}

void bind_compiled(nb::module_& m) {
  using Texts = std::vector<std::pair<std::string, std::string>>;
  m.def(
      "check", [](const Texts& texts) { return to_json(check(texts_of(texts), false).diagnostics); },
      nb::arg("texts"));
  m.def(
      "explain",
      [](const Texts& texts, bool json) {
        const cli::CheckedSpecs checked = check(texts_of(texts), true);
        if (checked.diagnostics.has_errors()) return std::string();
        return json ? cli::explanations_json(checked) : cli::explanations_text(checked, false);
      },
      nb::arg("texts"), nb::arg("json"));
  nb::class_<Compiled>(m, "Compiled")
      .def(
          "__init__",
          [](Compiled* self, const Texts& texts, const std::string& folder, nb::dict functions) {
            new (self) Compiled(texts_of(texts), folder, std::move(functions));
          },
          nb::arg("texts"), nb::arg("folder"), nb::arg("functions"))
      .def_prop_ro("diagnostics", &Compiled::diagnostics)
      .def_prop_ro("is_valid", &Compiled::is_valid)
      .def_prop_ro("has_window", &Compiled::has_window)
      .def_prop_ro("event_keys", &Compiled::event_keys)
      .def_prop_ro("identity_keys", &Compiled::identity_keys);
}

}  // namespace headrace::module
