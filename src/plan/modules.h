// Python's modules by name: native ones, and the door to those of the embedded CPython.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/status.h"
#include "data/value.h"

namespace headrace {

// The embedded CPython, as far as the plan needs it. Implemented by a plug-in (connect/), absent without one.
class ForeignModules {
 public:
  virtual ~ForeignModules() = default;
  // The module as a value (kPyObject) whose attributes are functions, types and constants.
  virtual Result<Value> import_module(std::string_view dotted_name) = 0;
  // `module.name` after the import; a submodule is imported when it is none of the module's attributes.
  virtual Result<Value> import_from(std::string_view module, std::string_view name) = 0;
  // What an expression may take from a module that is native in part, beyond what is: its public functions,
  // types and constants. No modules: those lead to files, processes and all else.
  virtual Result<Value> public_member(std::string_view module, std::string_view name) = 0;
  // The names of `from module import *`.
  virtual Result<std::vector<std::string>> public_names(std::string_view module) = 0;
};

// The native module of that dotted name, or null.
const Value* native_module(std::string_view dotted_name);
std::span<const std::string_view> native_module_names();

}  // namespace headrace
