// Expressions of at most one operator, `session.games + 1`, `source.event == 'start'`, `source.country`: most
// of what a spec says. They run straight on their operands, without a frame of registers.
//
// A shortcut is found in the finished bytecode and means exactly what that means; for operands that it does
// not expect the bytecode runs.
#pragma once

#include <cstdint>

#include "data/context.h"
#include "expr/bytecode.h"

namespace headrace::expr {

struct Shortcut {
  struct Operand {
    const Value* constant = nullptr;  // in Code::constants; or null, then:
    uint16_t base = 0, offset = 0;    // bases[base][offset]
    bool is_record = false;           // a dict or list in it would have to be wrapped

    const Value& in(const Value* const* bases) const { return constant ? *constant : bases[base][offset]; }
  };

  // kMove: the left operand itself. kReturn: there is no shortcut.
  Op op = Op::kReturn;
  Operand left, right;

  explicit operator bool() const { return op != Op::kReturn; }
};

Shortcut find_shortcut(const Code& code);

enum class ShortcutOutcome { kDone, kFailed, kUnexpected };
// kFailed with the error in cx; kUnexpected when the bytecode has to run.
ShortcutOutcome run_shortcut(Context& cx, const Shortcut& shortcut, const Value* const* bases, Value* out);

}  // namespace headrace::expr
