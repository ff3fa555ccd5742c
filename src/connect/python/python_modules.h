// Imports through the embedded CPython.
#pragma once

#include <string>

#include "connect/python/python_api.h"
#include "plan/modules.h"

namespace headrace::python {

// Starts Python on the first import. Modules are looked for in `folder` (the spec's), then on PYTHONPATH. Of
// several, the one that imports has the interpreter to itself: modules from another's folder are not found.
class PythonModules final : public ForeignModules {
 public:
  explicit PythonModules(std::string folder) : folder_(std::move(folder)) {}

  Result<Value> import_module(std::string_view dotted_name) override;
  Result<Value> import_from(std::string_view module, std::string_view name) override;
  Result<Value> public_member(std::string_view module, std::string_view name) override;
  Result<std::vector<std::string>> public_names(std::string_view module) override;

 private:
  Status begin();
  // What to do about a module that is not there.
  std::string hint(std::string_view module) const;

  std::string folder_;
};

// Starts Python, where it has not been, with what crossing.h needs. Any number of times.
Status prepare_crossing();
// A Python object as a value, as an import gives it. After prepare_crossing(), under the Lock.
Result<Value> value_of(PyObject* object);
// Lets go of the Python object of such a value, which as a constant of a plan lasts for ever. Nothing may use
// the value any more.
void release(const Value& value);

}  // namespace headrace::python
