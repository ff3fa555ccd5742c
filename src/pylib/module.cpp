#include "pylib/module.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

namespace headrace::pylib {

NativeModule::NativeModule(std::string_view name, std::span<const FunctionDef> functions,
                           std::vector<Member> members)
    : NativeObject(Kind::kModule), name_(name), functions_(functions), members_(std::move(members)) {
  members_.reserve(members_.size() + functions_.size());
  for (const FunctionDef& def : functions_) members_.push_back({def.name, function_value(def)});
  std::sort(members_.begin(), members_.end(),
            [](const Member& a, const Member& b) { return std::string_view(a.name) < b.name; });
}

Value NativeModule::make(std::string_view name, std::span<const FunctionDef> functions,
                         std::vector<Member> members) {
  auto* made = new NativeModule(name, functions, std::move(members));
  for (const Member& member : made->members_) make_immortal(member.value);
  Value module = Value::adopt(made);
  make_immortal(module);
  return module;
}

const Value* NativeModule::find(std::string_view name) const {
  auto it = std::lower_bound(members_.begin(), members_.end(), name,
                             [](const Member& member, std::string_view key) { return member.name < key; });
  return it != members_.end() && it->name == name ? &it->value : nullptr;
}

const FunctionDef* NativeModule::find_function(std::string_view name) const {
  for (const FunctionDef& def : functions_) {
    if (def.name == name) return &def;
  }
  return nullptr;
}

bool NativeModule::repr(Context&, std::string* out) const {
  *out += "<module '" + name_ + "' (built-in)>";
  return true;
}

bool NativeModule::get_attribute(Context& cx, std::string_view name, Value* out) const {
  const Value* member = find(name);
  if (!member) {
    return cx.fail_text(Exc::kAttributeError,
                        "module '" + name_ + "' has no attribute '" + std::string(name) + "'");
  }
  *out = *member;
  return true;
}

}  // namespace headrace::pylib
