// For tests: expressions whose names are slots, and what they give.
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "expr/compiler.h"
#include "expr/machine.h"
#include "pylib/api.h"

namespace headrace::expr::test {

// Each letter of `letters` is a name: slot i of row 0.
class Slots final : public Scope {
 public:
  explicit Slots(std::string_view letters) : letters_(letters) {}

  Binding lookup(std::string_view name) override {
    const size_t at = name.size() == 1 ? letters_.find(name[0]) : letters_.npos;
    return at == letters_.npos ? Binding() : Binding::slot(0, static_cast<uint16_t>(at), kAnyKind);
  }
  std::vector<std::string> names() const override {
    std::vector<std::string> out;
    for (const char letter : letters_) out.emplace_back(1, letter);
    return out;
  }

 private:
  std::string_view letters_;
};

inline std::unique_ptr<Program> compile_with_slots(std::string_view letters, std::string_view source) {
  Slots scope(letters);
  SyntaxError error;
  auto program = compile(source, scope, &error);
  EXPECT_TRUE(program) << source << ": " << error.message;
  return program;
}

// Type and repr() of the result, or the error's text.
inline std::string outcome(Machine& machine, const Program& program, const Value* row) {
  const Value* bases[] = {row};
  Value result;
  std::string text;
  if (!machine.evaluate(program, {bases}, &result)) return machine.error().text();
  machine.begin_evaluation();
  if (!pylib::append_repr(machine, result, &text)) return machine.error().text();  // too long
  return std::string(type_name(result)) + " " + text;
}

}  // namespace headrace::expr::test
