#include "connect/python/python_modules.h"

#include <algorithm>
#include <filesystem>
#include <utility>
#include <vector>

#include "base/spelling.h"
#include "connect/python/crossing.h"
#include "connect/python/foreign_object.h"
#include "connect/python/prelude.h"
#include "data/no_calls.h"

namespace headrace::python {
namespace {

// What the prelude defines, complete; set once, under the interpreter's lock.
PyObject* g_prelude = nullptr;

constexpr int kFileInput = 257;  // Py_file_input

// sys.path holds one spec's folder at a time, at its front. Modules of the one before are forgotten, so that
// two folders may each have a `helpers`. In a Python that is not ours nothing is forgotten: the modules are
// its user's too. There a folder's own module may be another's of the same name, which is looked for.
constexpr char kPaths[] = R"(
import os, sys
if 'VIRTUAL_ENV' in os.environ:
    packages = os.path.join(os.environ['VIRTUAL_ENV'], 'lib', 'python3.11', 'site-packages')
    if packages not in sys.path:
        sys.path.append(packages)
entered = None

def enter(folder):
    global entered
    folder = os.path.abspath(folder or '.')
    if hosted:
        if sys.path[:1] != [folder]:
            sys.path[:] = [folder, *(p for p in sys.path if p != folder)]
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

def is_same(file, other):
    try:
        with open(file, 'rb') as a, open(other, 'rb') as b:
            return os.path.realpath(file) == os.path.realpath(other) or a.read() == b.read()
    except OSError:
        return False

def mistaken(folder, name):
    """What is wrong where a module of that name was imported, and it is not the one of the folder."""
    top = name.partition('.')[0]
    begin = os.path.join(os.path.abspath(folder or '.'), top)
    own = next(filter(os.path.isfile, (os.path.join(begin, '__init__.py'), begin + '.py')), None)
    file = getattr(sys.modules.get(top), '__file__', None)
    if not hosted or not own or not file or is_same(own, file):
        return ''
    return f"the module '{top}' was imported from {file} before, and this spec's own is {own}"
)";

Error plain_error(std::string message, std::string hint = "") {
  return {ErrorKind::kInput, std::move(message), "", std::move(hint), false};
}

Error python_error(Calls* calls) {
  NoCalls cx;
  Crossing(cx, calls).fail_python();
  return plain_error(cx.error().text());
}

Ref text_object(std::string_view bytes) {
  return Ref(
      api().PyUnicode_DecodeUTF8(bytes.data(), static_cast<ptrdiff_t>(bytes.size()), "surrogateescape"));
}

}  // namespace

PyObject* prelude(const char* name) { return api().PyDict_GetItemString(g_prelude, name); }

// Its imports let other threads run: what they see is all of it or nothing. Of two that make it one is
// dropped.
Status prepare_crossing() {
  if (Result<const Api*> started = start(); !started) return started.error();
  const Lock lock;
  if (g_prelude) return Ok{};
  Ref globals(api().PyDict_New());
  const Ref name = python_str("_headrace");
  const Ref builtins(api().PyImport_ImportModule("builtins"));
  api().PyDict_SetItemString(globals.get(), "__name__", name.get());
  api().PyDict_SetItemString(globals.get(), "__builtins__", builtins.get());
  api().PyDict_SetItemString(globals.get(), "hosted",
                             is_hosted() ? api()._Py_TrueStruct : api()._Py_FalseStruct);
  for (const char* code : {kPrelude, kPaths}) {
    const Ref done(api().PyRun_String(code, kFileInput, globals.get(), globals.get()));
    if (!done) return python_error(nullptr);
  }
  if (g_prelude) return Ok{};
  // Under this name what pickles of the classes looks for them.
  api().PyDict_Update(api().PyModule_GetDict(api().PyImport_AddModule("_headrace")), globals.get());
  g_prelude = globals.release();
  return Ok{};
}

PythonModules::~PythonModules() {
  if (given_.empty()) return;
  const Lock lock;
  release();
}

void PythonModules::release() {
  for (const Value& v : given_) static_cast<ForeignObject*>(v.as<NativeObject>())->release();
  given_.clear();
}

Error PythonModules::error() { return python_error(calls_); }

Result<Value> PythonModules::give(Ref object) {
  if (!object) return error();
  NoCalls cx;
  Value v;
  if (!Crossing(cx, calls_).to_value(object.get(), &v)) return plain_error(cx.error().text());
  if (v.kind() == Kind::kPyObject) given_.push_back(v);
  return v;
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

// Under the Lock.
Result<Ref> PythonModules::imported(std::string_view module) {
  // The folder by value, whatever characters it holds.
  const Ref entered = call_with(prelude("enter"), {text_object(folder_).release()});
  if (!entered) return error();
  // PyImport_ImportModule gives the submodule itself.
  Ref found(api().PyImport_ImportModule(std::string(module).c_str()));
  if (!found) return error();
  const Ref mistaken =
      call_with(prelude("mistaken"), {text_object(folder_).release(), python_str(module).release()});
  if (!mistaken) return error();
  if (std::string what = text_of(mistaken.get()); !what.empty())
    return plain_error(std::move(what), "rename one of them, or run the specs in processes of their own");
  return found;
}

Result<Value> PythonModules::import_module(std::string_view dotted_name) {
  if (Status s = prepare_crossing(); !s) return s.error();
  const Lock lock;
  Result<Ref> module = imported(dotted_name);
  Result<Value> value = module ? give(*std::move(module)) : Result<Value>(module.error());
  if (value) return value;
  Error failed = value.error();
  if (failed.hint.empty()) failed.hint = hint(dotted_name);
  return failed;
}

Result<Value> PythonModules::import_from(std::string_view module, std::string_view name) {
  if (Status s = prepare_crossing(); !s) return s.error();
  const Lock lock;
  const Result<Ref> m = imported(module);
  if (!m) return m.error();
  Ref member(api().PyObject_GetAttrString(m->get(), std::string(name).c_str()));
  if (member) return give(std::move(member));
  drop_exception(calls_);
  Ref submodule(api().PyImport_ImportModule((std::string(module) + "." + std::string(name)).c_str()));
  if (submodule) return give(std::move(submodule));
  drop_exception(calls_);
  return plain_error("cannot import name '" + std::string(name) + "' from '" + std::string(module) + "'");
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
  if (Status s = prepare_crossing(); !s) return s.error();
  const Lock lock;
  const Result<Ref> m = imported(module);
  if (!m) return m.error();
  std::vector<std::string> names;
  if (const Ref all{api().PyObject_GetAttrString(m->get(), "__all__")}) {
    const Ref iterator(api().PyObject_GetIter(all.get()));
    while (const Ref item{iterator ? api().PyIter_Next(iterator.get()) : nullptr})
      names.push_back(text_of(item.get()));
    api().PyErr_Clear();
    return names;
  }
  api().PyErr_Clear();
  ptrdiff_t at = 0;
  PyObject *key, *value;
  while (api().PyDict_Next(api().PyModule_GetDict(m->get()), &at, &key, &value)) {
    std::string name = text_of(key);
    if (!name.starts_with("_")) names.push_back(std::move(name));
  }
  return names;
}

}  // namespace headrace::python
