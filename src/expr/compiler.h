// Syntax tree to bytecode: names resolved, kinds inferred, operations chosen.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "expr/bytecode.h"
#include "expr/lexer.h"
#include "expr/scope.h"
#include "expr/shortcut.h"

namespace headrace::expr {

// Something worth telling the author that is no error.
struct Notice {
  std::string code;  // "clock", "shadowed-builtin", ...
  std::string message;
  uint32_t begin, end;
};

// A compiled expression. Immutable; shared by threads.
struct Program {
  std::string source;
  std::unique_ptr<Code> code;
  Shortcut shortcut;  // into `code`
  KindSet result = kAnyKind;
  std::vector<Notice> notices;
  // Calls into the embedded CPython: the names, in order of appearance.
  std::vector<std::string> foreign;
};

// Null with *error set: bad syntax, an unknown name, a member that does not exist, a use of `is` other than
// with None, True and False. `error->message` names the nearest right spelling where there is one.
std::unique_ptr<Program> compile(std::string_view source, Scope& scope, SyntaxError* error);

}  // namespace headrace::expr
