// NativeModule: a library module (math, datetime, re...) as a value.
//
// Immutable once made. A library folder builds one and hands it out as an immortal value:
//
//   Value math_module() {
//     static const Value module = NativeModule::make("math", kFunctions, {{"pi", Value::real(M_PI)}});
//     return module;
//   }
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "data/object.h"
#include "pylib/api.h"

namespace headrace::pylib {

class NativeModule : public NativeObject {
 public:
  // A constant, a type, a submodule.
  struct Member {
    const char* name;
    Value value;
  };

  // `functions` must live for the whole process; each becomes a function value. Everything is made immortal.
  static Value make(std::string_view name, std::span<const FunctionDef> functions,
                    std::vector<Member> members = {});

  std::string_view name() const { return name_; }
  // Null when the module has no such name.
  const Value* find(std::string_view name) const;
  // All names, sorted: for `from module import *`.
  std::span<const Member> members() const { return members_; }
  // The table entry behind a name, for type inference; null for members that are no functions of the table.
  const FunctionDef* find_function(std::string_view name) const;

  std::string_view type_name() const override { return "module"; }
  bool repr(Context& cx, std::string* out) const override;
  bool get_attribute(Context& cx, std::string_view name, Value* out) const override;

 private:
  NativeModule(std::string_view name, std::span<const FunctionDef> functions, std::vector<Member> members);

  std::string name_;
  std::span<const FunctionDef> functions_;
  std::vector<Member> members_;  // functions too, sorted by name
};

}  // namespace headrace::pylib
