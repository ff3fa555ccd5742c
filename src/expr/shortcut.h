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

// Three ways to run one where the operands are of everyday kinds and nothing can fail: no machine, no error.
// False where run_shortcut() or the bytecode has to say; nothing is changed then.

// Whether it is true.
[[gnu::always_inline]] inline bool quick_truth(const Shortcut& shortcut, const Value* const* bases,
                                               bool* truth) {
  using namespace arithmetic;
  const Value& a = shortcut.left.in(bases);
  if (shortcut.op == Op::kMove) {
    if (!a.is_bool() && !a.is_small_int()) return false;
    *truth = a.as_int() != 0;
    return true;
  }
  const Value& b = shortcut.right.in(bases);
  switch (shortcut.op) {
    case Op::kEq:
    case Op::kNe:
      if (a.is_str() && b.is_str())
        *truth = equal_texts(a, b) == (shortcut.op == Op::kEq);
      else if (a.is_small_int() && b.is_small_int())
        *truth = (a.as_int() == b.as_int()) == (shortcut.op == Op::kEq);
      else
        return false;
      return true;
    case Op::kLt: return order_quickly<Less>(a, b, truth);
    case Op::kLe: return order_quickly<LessEqual>(a, b, truth);
    case Op::kGt: return order_quickly<Greater>(a, b, truth);
    case Op::kGe: return order_quickly<GreaterEqual>(a, b, truth);
    default: return false;
  }
}

// Its result into a slot that takes values of this kind: kBool, kInt, kFloat (ints become floats) or kStr.
[[gnu::always_inline]] inline bool quick_assign(const Shortcut& shortcut, Kind kind,
                                                const Value* const* bases, Value* slot) {
  using namespace arithmetic;
  const Value& a = shortcut.left.in(bases);
  if (shortcut.op == Op::kMove) {
    if (a.kind() == kind) {
      *slot = a;
      return true;
    }
    if (kind != Kind::kFloat || !a.is_small_int()) return false;
    *slot = Value::real(static_cast<double>(a.as_int()));
    return true;
  }
  const Value& b = shortcut.right.in(bases);
  switch (shortcut.op) {
    case Op::kAdd:
    case Op::kAddFloat: return combine_into<Add>(a, b, kind, slot);
    case Op::kSub:
    case Op::kSubFloat: return combine_into<Sub>(a, b, kind, slot);
    case Op::kMul:
    case Op::kMulFloat: return combine_into<Mul>(a, b, kind, slot);
    case Op::kDiv: return kind == Kind::kFloat && divide_quickly(a, b, slot);
    case Op::kFloorDiv: return kind == Kind::kInt && floor_divide_quickly(a, b, slot);
    case Op::kMod: return kind == Kind::kInt && remainder_quickly(a, b, slot);
    default: {
      bool truth;
      if (kind != Kind::kBool || !quick_truth(shortcut, bases, &truth)) return false;
      *slot = Value::boolean(truth);
      return true;
    }
  }
}

enum class ShortcutOutcome { kDone, kFailed, kUnexpected };
// kFailed with the error in cx; kUnexpected when the bytecode has to run.
ShortcutOutcome run_shortcut(Context& cx, const Shortcut& shortcut, const Value* const* bases, Value* out);

}  // namespace headrace::expr
