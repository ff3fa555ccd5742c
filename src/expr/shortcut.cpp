#include "expr/shortcut.h"

#include <optional>
#include <vector>

#include "expr/arithmetic.h"

namespace headrace::expr {
namespace {

bool is_operator(Op op) {
  switch (op) {
    case Op::kAdd:
    case Op::kSub:
    case Op::kMul:
    case Op::kDiv:
    case Op::kFloorDiv:
    case Op::kMod:
    case Op::kAddFloat:
    case Op::kSubFloat:
    case Op::kMulFloat:
    case Op::kEq:
    case Op::kNe:
    case Op::kLt:
    case Op::kLe:
    case Op::kGt:
    case Op::kGe: return true;
    default: return false;
  }
}

// Follows operands through straight-line code.
class Finder {
 public:
  explicit Finder(const Code& code) : code_(code), registers_(code.registers) {}

  Shortcut find() {
    for (const Instruction& in : code_.instructions) {
      if (in.op == Op::kReturn) return finish(in.a);
      if (found_) return {};  // something comes after the operator
      switch (in.op) {
        case Op::kLoadSlot: registers_[in.a] = Shortcut::Operand{nullptr, in.b, in.c, false}; break;
        case Op::kMove: registers_[in.a] = operand(in.b); break;
        case Op::kLoadRecord: registers_[in.a] = Shortcut::Operand{nullptr, in.b, in.c, true}; break;
        case Op::kCall:
          if (!begin_call(in)) return {};
          break;
        case Op::kCallNative:
          if (!begin_native_call(in)) return {};
          break;
        case Op::kWrapRecord:
          registers_[in.a] = operand(in.b);
          if (registers_[in.a]) registers_[in.a]->is_record = true;
          break;
        default:
          if (!is_operator(in.op) || !begin(in)) return {};
      }
    }
    return {};
  }

 private:
  std::optional<Shortcut::Operand> operand(uint16_t reg) const {
    if (reg < code_.registers) return registers_[reg];
    return Shortcut::Operand{&code_.constants[reg - code_.registers], 0, 0, false};
  }

  bool begin(const Instruction& in) {
    const auto left = operand(in.b), right = operand(in.c);
    if (!left || !right) return false;
    found_ = Shortcut{in.op, *left, *right};
    result_ = in.a;
    return true;
  }

  // A function that is a constant, called with one argument by position.
  bool begin_call(const Instruction& in) {
    const CallSite& site = code_.calls[in.c];
    const auto function = operand(in.b), argument = operand(static_cast<uint16_t>(in.b + 1));
    if (site.positional != 1 || !site.keywords.empty() || !function || !function->constant || !argument)
      return false;
    found_ = Shortcut{Op::kCall, *function, *argument};
    result_ = in.a;
    return true;
  }

  bool begin_native_call(const Instruction& in) {
    const CallSite& site = code_.calls[in.c];
    const auto argument = operand(in.b);
    if (site.positional != 1 || !site.keywords.empty() || !argument) return false;
    found_ = Shortcut{Op::kCallNative, {&site.callee, 0, 0, false}, *argument, site.native};
    result_ = in.a;
    return true;
  }

  Shortcut finish(uint16_t reg) const {
    if (found_) return reg == result_ ? *found_ : Shortcut();
    const auto value = operand(reg);
    return value ? Shortcut{Op::kMove, *value, {}} : Shortcut();
  }

  const Code& code_;
  std::vector<std::optional<Shortcut::Operand>> registers_;
  std::optional<Shortcut> found_;
  uint16_t result_ = 0;
};

bool needs_wrapping(const Shortcut::Operand& operand, const Value& v) {
  return operand.is_record && (v.kind() == Kind::kDict || v.kind() == Kind::kList);
}

bool call_native(Context& cx, pylib::FunctionFn native, const Value& callee, const Value& argument,
                 Value* out) {
  Value result;
  const Args args = Args::of(&argument, 1);
  const bool done = argument.kind() == Kind::kPyObject ? cx.call(callee, args, &result)
                                                       : cx.charge(1) && native(cx, args, &result);
  if (done) *out = std::move(result);
  return done;
}

bool apply(Context& cx, const Shortcut& shortcut, const Value& a, const Value& b, Value* out) {
  using namespace arithmetic;
  switch (shortcut.op) {
    case Op::kMove: *out = a; return true;
    case Op::kAdd:
    case Op::kAddFloat: return combine<Add>(cx, a, b, out);
    case Op::kSub:
    case Op::kSubFloat: return combine<Sub>(cx, a, b, out);
    case Op::kMul:
    case Op::kMulFloat: return combine<Mul>(cx, a, b, out);
    case Op::kCall: {
      Value result;
      if (!cx.call(a, Args::of(&b, 1), &result)) return false;
      *out = std::move(result);
      return true;
    }
    case Op::kCallNative: return call_native(cx, shortcut.native, a, b, out);
    case Op::kDiv: return divide_quickly(a, b, out) || pylib::binary(cx, pylib::BinaryOp::kDiv, a, b, out);
    case Op::kFloorDiv:
      return floor_divide_quickly(a, b, out) || pylib::binary(cx, pylib::BinaryOp::kFloorDiv, a, b, out);
    case Op::kMod: return remainder_quickly(a, b, out) || pylib::binary(cx, pylib::BinaryOp::kMod, a, b, out);
    case Op::kEq: return equality<true>(cx, a, b, out);
    case Op::kNe: return equality<false>(cx, a, b, out);
    case Op::kLt: return order<Less>(cx, a, b, out);
    case Op::kLe: return order<LessEqual>(cx, a, b, out);
    case Op::kGt: return order<Greater>(cx, a, b, out);
    default: return order<GreaterEqual>(cx, a, b, out);
  }
}

}  // namespace

Shortcut find_shortcut(const Code& code) { return Finder(code).find(); }

ShortcutOutcome run_shortcut(Context& cx, const Shortcut& shortcut, const Value* const* bases, Value* out) {
  const Value& left = shortcut.left.in(bases);
  if (needs_wrapping(shortcut.left, left)) return ShortcutOutcome::kUnexpected;
  if (shortcut.op == Op::kMove) {
    *out = left;
    return ShortcutOutcome::kDone;
  }
  const Value& right = shortcut.right.in(bases);
  if (needs_wrapping(shortcut.right, right)) return ShortcutOutcome::kUnexpected;
  return apply(cx, shortcut, left, right, out) ? ShortcutOutcome::kDone : ShortcutOutcome::kFailed;
}

}  // namespace headrace::expr
