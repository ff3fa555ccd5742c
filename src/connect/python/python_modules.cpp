#include "connect/python/python_modules.h"

#include <algorithm>
#include <filesystem>
#include <vector>

#include "base/spelling.h"
#include "connect/python/crossing.h"
#include "connect/python/foreign_object.h"
#include "connect/python/prelude.h"
#include "data/no_calls.h"

namespace headrace::python {
namespace {

Error python_error() {
  NoCalls cx;
  Crossing(cx).fail_python();
  return {ErrorKind::kInput, cx.error().text(), "", "", false};
}

Result<Value> give(Ref object) {
  if (!object) return python_error();
  NoCalls cx;
  Value v;
  if (!Crossing(cx).to_value(object.get(), &v))
    return Error{ErrorKind::kInput, cx.error().text(), "", "", false};
  return v;
}

constexpr int kFileInput = 257;  // Py_file_input

// sys.path holds one spec's folder at a time. Modules of the one before are forgotten, so that two folders
// may each have a `helpers`. In a Python that is not ours nothing is forgotten: the modules are its user's
// too.
constexpr char kPaths[] = R"(
import os, sys
if 'VIRTUAL_ENV' in os.environ:
    sys.path.append(os.path.join(os.environ['VIRTUAL_ENV'], 'lib', 'python3.11', 'site-packages'))
entered = None
hosted = False

def enter(folder):
    global entered
    folder = os.path.abspath(folder or '.')
    if hosted:
        if folder not in sys.path:
            sys.path.insert(0, folder)
        return
    if folder == entered:
        return
    if entered is not None:
        sys.path[:] = [p for p in sys.path if p != entered]
        inside = os.path.join(entered, '')
        for name, module in list(sys.modules.items()):
            if (getattr(module, '__file__', None) or '').startswith(inside):
                del sys.modules[name]
    sys.path.insert(0, folder)
    entered = folder
)";

Status run(const char* code, const char* module) {
  PyObject* globals = api().PyModule_GetDict(api().PyImport_AddModule(module));
  const Ref builtins(api().PyImport_ImportModule("builtins"));
  api().PyDict_SetItemString(globals, "__builtins__", builtins.get());
  const Ref done(api().PyRun_String(code, kFileInput, globals, globals));
  if (!done) return python_error();
  return Ok{};
}

}  // namespace

Status prepare_crossing() {
  if (Result<const Api*> started = start(); !started) return started.error();
  const Lock lock;
  if (prelude("Record")) return Ok{};
  if (Status s = run(kPrelude, "_headrace"); !s) return s;
  if (Status s = run(kPaths, "_headrace"); !s) return s;
  return is_hosted() ? run("hosted = True", "_headrace") : Status(Ok{});
}

Status PythonModules::begin() {
  if (Status s = prepare_crossing(); !s) return s;
  const Lock lock;
  // The folder by value, whatever characters it holds.
  PyObject* globals = api().PyModule_GetDict(api().PyImport_AddModule("_headrace"));
  const Ref folder(
      api().PyUnicode_DecodeUTF8(folder_.data(), static_cast<ptrdiff_t>(folder_.size()), "surrogateescape"));
  api().PyDict_SetItemString(globals, "folder", folder.get());
  return run("enter(folder)", "_headrace");
}

Result<Value> value_of(PyObject* object) { return give(Ref::share(object)); }

void release(const Value& value) {
  if (value.kind() == Kind::kPyObject) static_cast<ForeignObject*>(value.as<NativeObject>())->release();
}

std::string PythonModules::hint(std::string_view module) const {
  std::vector<std::string> names;
  std::error_code ignored;  // a folder that cannot be read has no names to offer
  for (const auto& entry : std::filesystem::directory_iterator(folder_, ignored)) {
    const std::filesystem::path& path = entry.path();
    if (path.extension() == ".py") names.push_back(path.stem().string());
  }
  std::sort(names.begin(), names.end());
  const std::string top(module.substr(0, module.find('.')));
  if (std::binary_search(names.begin(), names.end(), top))
    return "'" + top + ".py' was found: this is what Python said when it ran it";
  const std::string near = spelling_hint(module, std::vector<std::string_view>(names.begin(), names.end()));
  return near.empty() ? "modules are looked for in the spec's folder, '" + folder_ + "', then on PYTHONPATH"
                      : near;
}

Result<Value> PythonModules::import_module(std::string_view dotted_name) {
  if (Status s = begin(); !s) return s.error();
  const Lock lock;
  // PyImport_ImportModule gives the submodule itself.
  Result<Value> module = give(Ref(api().PyImport_ImportModule(std::string(dotted_name).c_str())));
  if (module) return module;
  Error error = module.error();
  error.hint = hint(dotted_name);
  return error;
}

Result<Value> PythonModules::import_from(std::string_view module, std::string_view name) {
  if (Status s = begin(); !s) return s.error();
  const Lock lock;
  const Ref m(api().PyImport_ImportModule(std::string(module).c_str()));
  if (!m) return python_error();
  Ref member(api().PyObject_GetAttrString(m.get(), std::string(name).c_str()));
  if (member) return give(std::move(member));
  api().PyErr_Clear();
  Ref submodule(api().PyImport_ImportModule((std::string(module) + "." + std::string(name)).c_str()));
  if (submodule) return give(std::move(submodule));
  api().PyErr_Clear();
  return Error{ErrorKind::kInput,
               "cannot import name '" + std::string(name) + "' from '" + std::string(module) + "'", "", "",
               false};
}

Result<Value> PythonModules::public_member(std::string_view module, std::string_view name) {
  const Result<std::vector<std::string>> names = public_names(module);
  if (!names) return names.error();
  Error not_public{ErrorKind::kInput,
                   "module '" + std::string(module) + "' has no public '" + std::string(name) + "'", "", "",
                   false};
  if (std::find(names->begin(), names->end(), name) == names->end()) return not_public;
  Result<Value> value = import_from(module, name);
  const Lock lock;
  if (value && value->kind() == Kind::kPyObject && value->as<ForeignObject>()->type_name() == "module")
    return not_public;
  return value;
}

Result<std::vector<std::string>> PythonModules::public_names(std::string_view module) {
  if (Status s = begin(); !s) return s.error();
  const Lock lock;
  const Ref m(api().PyImport_ImportModule(std::string(module).c_str()));
  if (!m) return python_error();
  std::vector<std::string> names;
  if (const Ref all{api().PyObject_GetAttrString(m.get(), "__all__")}) {
    const Ref iterator(api().PyObject_GetIter(all.get()));
    while (const Ref item{iterator ? api().PyIter_Next(iterator.get()) : nullptr})
      names.push_back(text_of(item.get()));
    api().PyErr_Clear();
    return names;
  }
  api().PyErr_Clear();
  ptrdiff_t at = 0;
  PyObject *key, *value;
  while (api().PyDict_Next(api().PyModule_GetDict(m.get()), &at, &key, &value)) {
    std::string name = text_of(key);
    if (!name.starts_with("_")) names.push_back(std::move(name));
  }
  return names;
}

}  // namespace headrace::python
