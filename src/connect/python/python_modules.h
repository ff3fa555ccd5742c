// Imports through the embedded CPython.
#pragma once

#include <string>

#include "connect/python/calls.h"
#include "connect/python/python_api.h"
#include "data/object.h"
#include "plan/modules.h"

namespace headrace::python {

// Starts Python on the first import. Modules are looked for in `folder` (the spec's), then on PYTHONPATH. Of
// several, the one that imports has the interpreter to itself: modules from another's folder are not found.
// In a Python that is not ours they may have been imported already: a name that both folders have is an error
// then.
//
// Objects that it gives are a plan's constants, which last for ever: with the PythonModules, after the plan,
// they let go of what is Python's.
class PythonModules final : public ForeignModules {
 public:
  // `calls`, which what is imported belongs to, outlives this; it may be null.
  explicit PythonModules(std::string folder, Calls* calls = nullptr)
      : folder_(std::move(folder)), calls_(calls) {}
  ~PythonModules() override;

  Result<Value> import_module(std::string_view dotted_name) override;
  Result<Value> import_from(std::string_view module, std::string_view name) override;
  Result<Value> public_member(std::string_view module, std::string_view name) override;
  Result<std::vector<std::string>> public_names(std::string_view module) override;

  // An object of the caller's as a value, as an import gives it. After prepare_crossing(), under the Lock.
  Result<Value> give(Ref object);
  // The objects that have been given. Under the Lock.
  const Values& given() const { return given_; }
  // Lets go of them; nothing may use the values any more. Under the Lock.
  void release();

 private:
  Result<Ref> imported(std::string_view module);
  Error error();
  // What to do about a module that is not there.
  std::string hint(std::string_view module) const;

  std::string folder_;
  Calls* const calls_;
  Values given_;
};

// Starts Python, where it has not been, with what crossing.h needs. Any number of times, by any thread.
Status prepare_crossing();

}  // namespace headrace::python
