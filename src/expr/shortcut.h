// Expressions of at most one operator or call, `session.games + 1`, `source.country`, `parse(source.time)`,
// and choices between such by `and`, `or`, `not` and `if`: `source.event == 'start' and not session.offer`,
// `'whale' if player.cents >= 5000 else 'payer'`. That is most of what a spec says. They run straight on
// their operands, without a frame of registers.
//
// A shortcut is found in the finished bytecode and means exactly what that means; for operands that it does
// not expect the bytecode runs.
#pragma once

#include <cstdint>
#include <vector>

#include "data/context.h"
#include "expr/arithmetic.h"
#include "expr/bytecode.h"

namespace headrace::expr {

struct Shortcut {
  struct Operand {
    const Value* constant = nullptr;  // immortal; or null, then:
    uint16_t base = 0, offset = 0;    // bases[base][offset]
    bool is_record = false;           // a dict or list in it would have to be wrapped

    const Value& in(const Value* const* bases) const { return constant ? *constant : bases[base][offset]; }
  };

  struct Step {
    // kMove: the left operand itself. kCall: the left one, a constant, called with the right one.
    // kCallNative: called with the left one, or with both. kReturn: nothing.
    Op op = Op::kReturn;
    Operand left, right;
    const CallSite* site = nullptr;  // kCallNative
    // Of a test, a comparison or kMove for the operand's truth: the steps that follow. Nothing leads back to
    // the first step, so 0 and 0 stand where this step gives the result.
    uint16_t if_true = 0, if_false = 0;

    bool is_test() const { return if_true != 0; }
  };

  Step only;                  // what there is to do; kReturn: there is no shortcut, or
  std::vector<Step> choices;  // tests that lead to a step

  explicit operator bool() const { return only.op != Op::kReturn || !choices.empty(); }
};

Shortcut find_shortcut(const Code& code);

// The method that an expression begins with, of bases[base][offset]: `source.price.lstrip('$')`. Where that
// is a missing key, and so None, the expression fails: every day, and seen without a frame.
struct FirstMethod {
  const Value* name = nullptr;  // in the code; null: there is none
  uint16_t base = 0, offset = 0;

  bool is_missing(const Value* const* bases) const { return name && bases[base][offset].is_none(); }
};

FirstMethod find_first_method(const Code& code);

// Three ways to run one where the operands are of everyday kinds and nothing can fail: no machine, no error.
// False where run_shortcut() or the bytecode has to say; nothing is changed then.

// Whether a step's result is true.
[[gnu::always_inline]] inline bool step_truth(const Shortcut::Step& step, const Value* const* bases,
                                              bool* truth) {
  using namespace arithmetic;
  const Value& a = step.left.in(bases);
  if (step.op == Op::kMove) return truth_quickly(a, truth);
  const Value& b = step.right.in(bases);
  switch (step.op) {
    case Op::kEq: return equality_quickly<true>(a, b, truth);
    case Op::kNe: return equality_quickly<false>(a, b, truth);
    case Op::kLt: return order_quickly<Less>(a, b, truth);
    case Op::kLe: return order_quickly<LessEqual>(a, b, truth);
    case Op::kGt: return order_quickly<Greater>(a, b, truth);
    case Op::kGe: return order_quickly<GreaterEqual>(a, b, truth);
    case Op::kIs: *truth = is_same_singleton(a, b); return true;
    case Op::kIsNot: *truth = !is_same_singleton(a, b); return true;
    default: return false;
  }
}

[[gnu::always_inline]] inline bool step_assign(const Shortcut::Step& step, Kind kind,
                                               const Value* const* bases, Value* slot) {
  using namespace arithmetic;
  const Value& a = step.left.in(bases);
  if (step.op == Op::kMove) {
    if (a.kind() == kind) {
      *slot = a;
      return true;
    }
    if (kind != Kind::kFloat || !a.is_small_int()) return false;
    *slot = Value::real(static_cast<double>(a.as_int()));
    return true;
  }
  const Value& b = step.right.in(bases);
  switch (step.op) {
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
      if (kind != Kind::kBool || !step_truth(step, bases, &truth)) return false;
      *slot = Value::boolean(truth);
      return true;
    }
  }
}

// Null where a test does not expect its operands.
const Shortcut::Step* choose(const Shortcut& shortcut, const Value* const* bases);
bool choose_truth(const Shortcut& shortcut, const Value* const* bases, bool* truth);
bool choose_and_assign(const Shortcut& shortcut, Kind kind, const Value* const* bases, Value* slot);

// Whether it is true.
[[gnu::always_inline]] inline bool quick_truth(const Shortcut& shortcut, const Value* const* bases,
                                               bool* truth) {
  if (shortcut.only.op != Op::kReturn) return step_truth(shortcut.only, bases, truth);
  return !shortcut.choices.empty() && choose_truth(shortcut, bases, truth);
}

// Its result into a slot that takes values of this kind: kBool, kInt, kFloat (ints become floats) or kStr.
[[gnu::always_inline]] inline bool quick_assign(const Shortcut& shortcut, Kind kind,
                                                const Value* const* bases, Value* slot) {
  if (shortcut.only.op != Op::kReturn) return step_assign(shortcut.only, kind, bases, slot);
  return !shortcut.choices.empty() && choose_and_assign(shortcut, kind, bases, slot);
}

// A native function called with a text, `parse(source.time)`: *ok is whether it gave a value, else the error
// is in cx. False for anything else; nothing has been done then.
[[gnu::always_inline]] inline bool quick_call(Context& cx, const Shortcut& shortcut,
                                              const Value* const* bases, Value* out, bool* ok) {
  const Shortcut::Step& step = shortcut.only;
  if (step.op != Op::kCallNative || step.site->positional != 1) return false;
  const Value& text = step.left.in(bases);
  if (!text.is_str()) return false;
  cx.begin_evaluation();
  *ok = step.site->native(cx, Args::of(&text, 1), out);
  return true;
}

enum class ShortcutOutcome { kDone, kFailed, kUnexpected };
// kFailed with the error in cx; kUnexpected when the bytecode has to run.
ShortcutOutcome run_shortcut(Context& cx, const Shortcut& shortcut, const Value* const* bases, Value* out);

}  // namespace headrace::expr
