#include "connect/python/python_modules.h"

#include "connect/python/crossing.h"
#include "connect/python/foreign_object.h"
#include "connect/python/prelude.h"
#include "connect/python/python_api.h"

namespace headrace::python {
namespace {

class NoCalls final : public Context {
 public:
  bool call(const Value&, const Args&, Value*) override { return fail(Exc::kRuntimeError, "no calls here"); }
};

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

Status run(const char* code, const char* module) {
  PyObject* globals = api().PyModule_GetDict(api().PyImport_AddModule(module));
  const Ref builtins(api().PyImport_ImportModule("builtins"));
  api().PyDict_SetItemString(globals, "__builtins__", builtins.get());
  const Ref done(api().PyRun_String(code, kFileInput, globals, globals));
  if (!done) return python_error();
  return Ok{};
}

}  // namespace

Status PythonModules::begin() {
  if (begun_) return Ok{};
  if (Result<const Api*> started = start(); !started) return started.error();
  const Lock lock;
  if (!prelude("Record")) {
    if (Status s = run(kPrelude, "_headrace"); !s) return s;
  }
  // The folder by value, whatever characters it holds.
  PyObject* globals = api().PyModule_GetDict(api().PyImport_AddModule("_headrace"));
  const Ref folder(
      api().PyUnicode_DecodeUTF8(folder_.data(), static_cast<ptrdiff_t>(folder_.size()), "surrogateescape"));
  api().PyDict_SetItemString(globals, "folder", folder.get());
  begun_ = true;
  return run(
      "import sys, os\n"
      "sys.path.insert(0, os.path.abspath(folder or '.'))\n"
      "if 'VIRTUAL_ENV' in os.environ:\n"
      "    sys.path.append(os.path.join(os.environ['VIRTUAL_ENV'], 'lib', 'python3.11', 'site-packages'))\n",
      "_headrace");
}

Result<Value> PythonModules::import_module(std::string_view dotted_name) {
  if (Status s = begin(); !s) return s.error();
  const Lock lock;
  // PyImport_ImportModule gives the submodule itself.
  return give(Ref(api().PyImport_ImportModule(std::string(dotted_name).c_str())));
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
