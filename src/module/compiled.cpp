#include "module/compiled.h"

#include <nanobind/stl/optional.h>
#include <nanobind/stl/pair.h>
#include <nanobind/stl/string.h>
#include <nanobind/stl/tuple.h>
#include <nanobind/stl/vector.h>

#include <algorithm>
#include <memory>
#include <tuple>
#include <utility>

#include "cli/checked_specs.h"
#include "cli/explanation.h"
#include "connect/python/foreign_object.h"
#include "connect/python/python_modules.h"

namespace headrace::module {
namespace {

// What the functions of the caller are imported from. No module can have this name.
constexpr std::string_view kCaller = "the caller's functions";

}  // namespace

// Modules of a folder, and the functions of the caller.
class CallerModules final : public ForeignModules {
 public:
  CallerModules(std::string folder, nb::dict functions, python::Calls* calls)
      : modules_(std::move(folder), calls), functions_(std::move(functions)) {}
  ~CallerModules() override {
    const nb::gil_scoped_acquire lock;
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
    return modules_.give(python::Ref::share(reinterpret_cast<python::PyObject*>(function.ptr())));
  }
  Result<Value> public_member(std::string_view module, std::string_view name) override {
    return modules_.public_member(module, name);
  }
  Result<std::vector<std::string>> public_names(std::string_view module) override {
    return modules_.public_names(module);
  }

  bool given_any() const { return !modules_.given().empty(); }
  int traverse(visitproc visit, void* arg) const {
    Py_VISIT(functions_.ptr());
    for (const Value& given : modules_.given()) {
      // Py_VISIT() takes a variable.
      auto* const object = reinterpret_cast<::PyObject*>(
          static_cast<python::ForeignObject*>(given.as<NativeObject>())->object());
      Py_VISIT(object);
    }
    return 0;
  }
  void clear() {
    functions_.reset();
    modules_.release();
  }

 private:
  python::PythonModules modules_;
  nb::dict functions_;
};

namespace {

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

using Texts = std::vector<std::pair<std::string, std::string>>;
using TextsInFolders = std::vector<std::tuple<std::string, std::string, std::string>>;

std::vector<SpecText> texts_of(const Texts& pairs) {
  std::vector<SpecText> texts;
  texts.reserve(pairs.size());
  for (const auto& [name, text] : pairs) texts.push_back({name, text});
  return texts;
}

std::vector<SpecText> texts_of(const TextsInFolders& triples) {
  std::vector<SpecText> texts;
  texts.reserve(triples.size());
  for (const auto& [name, text, folder] : triples) texts.push_back({name, text, folder});
  return texts;
}

cli::CheckedSpecs check(const std::vector<SpecText>& texts, bool require_streaming) {
  cli::SpecFiles input;
  input.files = files_of(texts);
  input.searched = false;
  return cli::check_specs(std::move(input), {.companions = {}, .require_streaming = require_streaming});
}

int traverse_compiled(::PyObject* self, visitproc visit, void* arg) {
  Py_VISIT(Py_TYPE(self));
  return nb::inst_ready(self) ? nb::inst_ptr<Compiled>(self)->traverse(visit, arg) : 0;
}

int clear_compiled(::PyObject* self) {
  if (nb::inst_ready(self)) nb::inst_ptr<Compiled>(self)->clear();
  return 0;
}

PyType_Slot g_slots[] = {{Py_tp_traverse, reinterpret_cast<void*>(traverse_compiled)},
                         {Py_tp_clear, reinterpret_cast<void*>(clear_compiled)},
                         {0, nullptr}};

}  // namespace

Compiled::Compiled(const std::vector<SpecText>& texts, nb::dict functions) {
  const std::vector<ImportSpec> imports = imports_of(functions);
  Diagnostics diagnostics;
  std::vector<std::unique_ptr<CallerModules>> modules(
      2);  // none of a window spec that has them in the same folder
  for (size_t i = 0; i < texts.size() && i < modules.size(); ++i) {
    if (i > 0 && texts[i].folder == texts[0].folder) continue;
    modules[i] = std::make_unique<CallerModules>(texts[i].folder, functions, &calls_);
    modules_.push_back(modules[i].get());
  }
  Result<cli::Plans> plans =
      cli::compile_plans(files_of(texts), std::move(modules[0]), std::move(modules[1]), imports, diagnostics);
  raise_kept(calls_);  // Ctrl-C while a module was imported is no error of the spec
  plans_ = take(std::move(plans));
  diagnostics_ = to_json(diagnostics);
  valid_ = !diagnostics.has_errors();
}

bool Compiled::calls_python() const {
  return std::any_of(modules_.begin(), modules_.end(), [](const CallerModules* m) { return m->given_any(); });
}

int Compiled::traverse(visitproc visit, void* arg) const {
  for (const CallerModules* const modules : modules_) {
    if (const int stop = modules->traverse(visit, arg)) return stop;
  }
  return 0;
}

void Compiled::clear() {
  for (CallerModules* const modules : modules_) modules->clear();
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
  nb::class_<Compiled>(m, "Compiled", nb::type_slots(g_slots))
      .def(
          "__init__",
          [](Compiled* self, const TextsInFolders& texts, nb::dict functions) {
            new (self) Compiled(texts_of(texts), std::move(functions));
          },
          nb::arg("texts"), nb::arg("functions"))
      .def_prop_ro("diagnostics", &Compiled::diagnostics)
      .def_prop_ro("is_valid", &Compiled::is_valid)
      .def_prop_ro("has_window", &Compiled::has_window)
      .def_prop_ro("event_keys", &Compiled::event_keys)
      .def_prop_ro("identity_keys", &Compiled::identity_keys);
}

}  // namespace headrace::module
