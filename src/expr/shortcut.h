// Expressions of at most one operator or call, `session.games + 1`, `source.event == 'start'`,
// `source.country`, `parse(source.time)`: most of what a spec says. They run straight on their operands,
// without a frame of registers.
//
// A shortcut is found in the finished bytecode and means exactly what that means; for operands that it does
// not expect the bytecode runs.
#pragma once

#include <cstdint>

#include "data/context.h"
#include "expr/arithmetic.h"
#include "expr/bytecode.h"

namespace headrace::expr {

struct Shortcut {
  struct Operand {
    const Value* constant = nullptr;  // in Code::constants; or null, then:
    uint16_t base = 0, offset = 0;    // bases[base][offset]
    bool is_record = false;           // a dict or list in it would have to be wrapped

    const Value& in(const Value* const* bases) const { return constant ? *constant : bases[base][offset]; }
  };

  // kMove: the left operand itself. kCall and kCallNative: the left one, a constant, called with the right
  // one. kReturn: there is no shortcut.
  Op op = Op::kReturn;
  Operand left, right;
  pylib::FunctionFn native = nullptr;  // kCallNative

  explicit operator bool() const { return op != Op::kReturn; }
};

Shortcut find_shortcut(const Code& code);

// The result where the operands are of everyday kinds and nothing can fail: no machine, no error. False where
// run_shortcut() or the bytecode has to say; *out is not touched then.
inline bool quick_result(const Shortcut& shortcut, const Value* const* bases, Value* out) {
  using namespace arithmetic;
  if (!shortcut) return false;
  const Value& a = shortcut.left.in(bases);
  if (shortcut.op == Op::kMove) {
    if (a.kind() > Kind::kStr) return false;
    *out = a;
    return true;
  }
  if (shortcut.op == Op::kCall || shortcut.op == Op::kCallNative) return false;
  const Value& b = shortcut.right.in(bases);
  switch (shortcut.op) {
    case Op::kAdd:
    case Op::kAddFloat: return combine_quickly<Add>(a, b, out);
    case Op::kSub:
    case Op::kSubFloat: return combine_quickly<Sub>(a, b, out);
    case Op::kMul:
    case Op::kMulFloat: return combine_quickly<Mul>(a, b, out);
    case Op::kDiv: return divide_quickly(a, b, out);
    case Op::kFloorDiv: return floor_divide_quickly(a, b, out);
    case Op::kMod: return remainder_quickly(a, b, out);
    case Op::kEq:
    case Op::kNe:
      if (!a.is_str() || !b.is_str()) return false;
      *out = Value::boolean(equal_texts(a, b) == (shortcut.op == Op::kEq));
      return true;
    case Op::kLt: return order_quickly<Less>(a, b, out);
    case Op::kLe: return order_quickly<LessEqual>(a, b, out);
    case Op::kGt: return order_quickly<Greater>(a, b, out);
    case Op::kGe: return order_quickly<GreaterEqual>(a, b, out);
    default: return false;
  }
}

enum class ShortcutOutcome { kDone, kFailed, kUnexpected };
// kFailed with the error in cx; kUnexpected when the bytecode has to run.
ShortcutOutcome run_shortcut(Context& cx, const Shortcut& shortcut, const Value* const* bases, Value* out);

}  // namespace headrace::expr
