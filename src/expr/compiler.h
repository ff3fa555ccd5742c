// Syntax tree to bytecode: names resolved, kinds inferred, operations chosen.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "expr/bytecode.h"
#include "expr/chain.h"
#include "expr/lexer.h"
#include "expr/scope.h"
#include "expr/shortcut.h"

namespace headrace::expr {

// Something worth telling the author that is no error.
struct Notice {
  std::string code;  // "clock", "set-order", "never-set"
  std::string message;
  std::string hint;
  uint32_t begin, end;
};

// A slot that an expression reads, and where it first does.
struct SlotRead {
  uint16_t base, offset;
  uint32_t begin, end;
};

// A builtin, or what an import brought, as the expression names it: "len", "math.pi".
struct GlobalUse {
  std::string name;
  bool imported;
  bool foreign;  // an object of the embedded CPython
  uint32_t begin, end;
};

// A compiled expression. Immutable; shared by threads.
struct Program {
  std::string source;
  std::unique_ptr<Code> code;
  Shortcut shortcut;         // into `code`, as the next one
  Chain chain;               // of those without a shortcut, or whose shortcut calls
  FirstMethod first_method;  // of those without a shortcut
  KindSet result = kAnyKind;
  std::vector<Notice> notices;
  // What it depends on, each once, in order of appearance.
  std::vector<SlotRead> reads;
  std::vector<GlobalUse> globals;
  std::optional<Value> literal;  // the result, where the expression is nothing but a constant
  // Where `result` is 0, as it always fails: why, and which part.
  std::optional<Notice> failure;

  // The ways around the bytecode that there are, once that is whole.
  void find_ways();
  bool uses_python() const;  // calls into the embedded CPython, or holds an object of it
};

// Null with *error set: bad syntax, an unknown name, a member that does not exist, a use of `is` other than
// with None, True and False. `error->message` names the nearest right spelling where there is one.
std::unique_ptr<Program> compile(std::string_view source, Scope& scope, SyntaxError* error);

}  // namespace headrace::expr
