#include "connect/python/python_api.h"

#include <dlfcn.h>

#include <cstdlib>
#include <mutex>
#include <string>

namespace headrace::python {
namespace {

Api g_api;
bool g_hosted = false;

Error missing(const std::string& detail) {
  return {ErrorKind::kOutside, "the embedded Python cannot be loaded: " + detail, "",
          "install libpython3.11 (Debian: apt-get install libpython3.11), or name it in HEADRACE_PYTHON",
          false};
}

Result<Ok> load() {
  const char* chosen = std::getenv("HEADRACE_PYTHON");
  const char* name = chosen ? chosen : "libpython3.11.so.1.0";
  void* library = RTLD_DEFAULT;
  g_hosted = ::dlsym(RTLD_DEFAULT, "Py_IsInitialized") != nullptr;
  if (g_hosted) {
    name = "the Python that is running";
  } else {
    // Global, because extension modules look for the interpreter's symbols.
    library = ::dlopen(name, RTLD_NOW | RTLD_GLOBAL);
    if (!library) return missing(::dlerror());
  }
  const char* absent = nullptr;
  const auto find = [&](const char* symbol) {
    void* address = ::dlsym(library, symbol);
    if (!address) absent = symbol;
    return address;
  };
#define HEADRACE_X(name, result, ...) g_api.name = reinterpret_cast<decltype(g_api.name)>(find(#name));
  HEADRACE_PYTHON_FUNCTIONS(HEADRACE_X)
#undef HEADRACE_X
#define HEADRACE_X(name) g_api.name = static_cast<PyObject*>(find(#name));
  HEADRACE_PYTHON_OBJECTS(HEADRACE_X)
#undef HEADRACE_X
#define HEADRACE_X(name) g_api.PyExc_##name = static_cast<PyObject**>(find("PyExc_" #name));
  HEADRACE_PYTHON_EXCEPTIONS(HEADRACE_X)
#undef HEADRACE_X
  if (absent) return missing(std::string(name) + " has no " + absent);
  const std::string version = g_api.Py_GetVersion();
  if (!version.starts_with("3.11."))
    return missing(std::string(name) + " is Python " + version.substr(0, version.find(' ')) + ", not 3.11");
  if (g_api.Py_IsInitialized()) return Ok{};  // its environment is its user's
  // The order of Python's sets must not change from run to run, and times are UTC.
  ::setenv("PYTHONHASHSEED", "0", 1);
  ::setenv("TZ", "UTC", 1);
  g_api.Py_InitializeEx(0);
  g_api.PyEval_SaveThread();
  return Ok{};
}

}  // namespace

Result<const Api*> start() {
  static std::once_flag once;
  static Result<Ok> loaded = Ok{};
  std::call_once(once, [] { loaded = load(); });
  if (!loaded) return loaded.error();
  return &g_api;
}

const Api& api() { return g_api; }
bool is_hosted() { return g_hosted; }

}  // namespace headrace::python
