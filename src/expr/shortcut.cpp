#include "expr/shortcut.h"

#include <optional>

#include "expr/arithmetic.h"

namespace headrace::expr {
namespace {

using Step = Shortcut::Step;
using Operand = Shortcut::Operand;

// Choices share no steps, so there are not many.
constexpr size_t kStepsMax = 32;

bool is_comparison(Op op) { return compares_values(op) || op == Op::kIs || op == Op::kIsNot; }

const Operand& truth_value(bool truth) {
  static const Value values[] = {Value::boolean(false), Value::boolean(true)};
  static const Operand operands[] = {{&values[0], 0, 0, false}, {&values[1], 0, 0, false}};
  return operands[truth];
}

// Follows operands through code without loops, both ways where it parts. What an operator gave is used at
// once, by a jump, by `not` or as the result, or there is no shortcut.
class Finder {
 public:
  explicit Finder(const Code& code) : code_(code) {}

  Shortcut find() {
    Shortcut shortcut;
    if (!follow(0, Registers(code_.registers))) return shortcut;
    if (steps_.size() == 1)
      shortcut.only = steps_[0];
    else
      shortcut.choices = std::move(steps_);
    return shortcut;
  }

 private:
  using Registers = std::vector<std::optional<Operand>>;

  // An operator's result that has not been used yet.
  struct Pending {
    Step step;
    uint16_t reg;
    bool negated = false;
  };

  // The steps from this instruction on, the first of them at the end of steps_.
  bool follow(size_t at, Registers registers) {
    std::optional<Pending> pending;
    for (; at < code_.instructions.size(); ++at) {
      const Instruction& in = code_.instructions[at];
      switch (in.op) {
        case Op::kReturn: return finish(in.a, registers, pending);
        case Op::kJump:
          if (static_cast<int16_t>(in.a) < 0) return false;
          at += in.a;
          continue;
        case Op::kJumpIfFalse:
        case Op::kJumpIfTrue: return part(at, std::move(registers), pending);
        case Op::kNot:
          if (!negate(in, registers, &pending)) return false;
          break;
        default:
          if (pending) return false;
          if (const auto operand = loaded(in, registers))
            registers[in.a] = operand;
          else if (!begin(in, registers, &pending))
            return false;
      }
      if (pending) registers[pending->reg].reset();
    }
    return false;
  }

  // What an instruction puts into its register, if that is an operand.
  std::optional<Operand> loaded(const Instruction& in, const Registers& registers) const {
    switch (in.op) {
      case Op::kLoadSlot: return Operand{nullptr, in.b, in.c, false};
      case Op::kLoadRecord: return Operand{nullptr, in.b, in.c, true};
      case Op::kMove: return operand_in(in.b, registers);
      case Op::kWrapRecord: {
        auto operand = operand_in(in.b, registers);
        if (operand) operand->is_record = true;
        return operand;
      }
      default: return std::nullopt;
    }
  }

  bool negate(const Instruction& in, const Registers& registers, std::optional<Pending>* pending) const {
    if (!*pending) {
      const auto operand = operand_in(in.b, registers);
      if (!operand) return false;
      *pending = Pending{Step{Op::kMove, *operand, {}}, in.b};
    }
    if ((*pending)->reg != in.b || !is_truth((*pending)->step)) return false;
    (*pending)->reg = in.a;
    (*pending)->negated = !(*pending)->negated;
    return true;
  }

  // Operators, and calls of constant functions with one argument or two.
  bool begin(const Instruction& in, const Registers& registers, std::optional<Pending>* pending) const {
    const bool is_call = in.op == Op::kCall || in.op == Op::kCallNative;
    if (!is_call && !is_arithmetic(in.op) && !is_comparison(in.op)) return false;
    const CallSite* const site = is_call ? &code_.calls[in.c] : nullptr;
    const auto left = operand_in(in.b, registers);
    std::optional<Operand> right;
    if (!is_call)
      right = operand_in(in.c, registers);
    else if (!site->keywords.empty())
      return false;
    else if (in.op == Op::kCallNative && site->positional == 1)
      right = left;
    else if (site->positional == (in.op == Op::kCall ? 1 : 2))
      right = operand_in(static_cast<uint16_t>(in.b + 1), registers);
    if (!left || !right || (in.op == Op::kCall && !left->constant)) return false;
    *pending = Pending{Step{in.op, *left, *right, site}, in.a};
    return true;
  }

  static bool is_truth(const Step& step) { return step.op == Op::kMove || is_comparison(step.op); }

  // The steps behind a conditional jump. What has been tested is known from there on.
  bool part(size_t at, Registers registers, const std::optional<Pending>& pending) {
    const Instruction& in = code_.instructions[at];
    const auto distance = static_cast<int16_t>(in.b);
    const auto operand = operand_in(in.a, registers);
    if (distance < 0 || (pending && pending->reg != in.a) || !(pending || operand)) return false;
    Step test = pending ? pending->step : Step{Op::kMove, *operand, {}};
    if (!is_truth(test) || steps_.size() >= kStepsMax) return false;
    const size_t place = steps_.size();
    steps_.push_back(test);
    uint16_t next[2];
    for (const bool truth : {false, true}) {
      if (pending) registers[in.a] = truth_value(truth);
      next[truth] = static_cast<uint16_t>(steps_.size());
      const bool jumps = truth == (in.op == Op::kJumpIfTrue);
      if (!follow(at + 1 + (jumps ? static_cast<size_t>(distance) : 0), registers)) return false;
    }
    const bool negated = pending && pending->negated;
    steps_[place].if_true = next[!negated];
    steps_[place].if_false = next[negated];
    return true;
  }

  bool finish(uint16_t reg, const Registers& registers, const std::optional<Pending>& pending) {
    if (steps_.size() >= kStepsMax || (pending && pending->reg != reg)) return false;
    if (!pending) {
      const auto operand = operand_in(reg, registers);
      if (operand) steps_.push_back({Op::kMove, *operand, {}});
      return operand.has_value();
    }
    steps_.push_back(pending->step);
    if (!pending->negated && pending->step.op != Op::kMove) return true;
    // `not`, once or twice
    const auto place = static_cast<uint16_t>(steps_.size() - 1);
    steps_.push_back({Op::kMove, truth_value(!pending->negated), {}});
    steps_.push_back({Op::kMove, truth_value(pending->negated), {}});
    steps_[place].if_true = static_cast<uint16_t>(place + 1);
    steps_[place].if_false = static_cast<uint16_t>(place + 2);
    return true;
  }

  std::optional<Operand> operand_in(uint16_t reg, const Registers& registers) const {
    if (reg < code_.registers) return registers[reg];
    return Operand{&code_.constants[reg - code_.registers], 0, 0, false};
  }

  const Code& code_;
  std::vector<Step> steps_;
};

bool needs_wrapping(const Operand& operand, const Value& v) {
  return operand.is_record && (v.kind() == Kind::kDict || v.kind() == Kind::kList);
}

bool call_native(Context& cx, const CallSite& site, const Args& args, bool foreign, Value* out) {
  Value result;
  if (!(foreign ? cx.call(site.callee, args, &result) : cx.charge(1) && site.native(cx, args, &result)))
    return false;
  *out = std::move(result);
  return true;
}

bool call_native(Context& cx, const CallSite& site, const Value& a, const Value& b, Value* out) {
  const bool foreign = a.kind() == Kind::kPyObject || b.kind() == Kind::kPyObject;
  if (site.positional == 1) return call_native(cx, site, Args::of(&a, 1), foreign, out);
  const Value both[] = {a, b};
  return call_native(cx, site, Args::of(both, site.positional), foreign, out);
}

bool apply(Context& cx, const Step& step, const Value& a, const Value& b, Value* out) {
  using namespace arithmetic;
  switch (step.op) {
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
    case Op::kCallNative: return call_native(cx, *step.site, a, b, out);
    case Op::kDiv: return divide_quickly(a, b, out) || pylib::binary(cx, pylib::BinaryOp::kDiv, a, b, out);
    case Op::kFloorDiv:
      return floor_divide_quickly(a, b, out) || pylib::binary(cx, pylib::BinaryOp::kFloorDiv, a, b, out);
    case Op::kMod: return remainder_quickly(a, b, out) || pylib::binary(cx, pylib::BinaryOp::kMod, a, b, out);
    case Op::kEq: return equality<true>(cx, a, b, out);
    case Op::kNe: return equality<false>(cx, a, b, out);
    case Op::kLt: return order<Less>(cx, a, b, out);
    case Op::kLe: return order<LessEqual>(cx, a, b, out);
    case Op::kGt: return order<Greater>(cx, a, b, out);
    case Op::kGe: return order<GreaterEqual>(cx, a, b, out);
    case Op::kIs: *out = Value::boolean(is_same_singleton(a, b)); return true;
    default: *out = Value::boolean(!is_same_singleton(a, b)); return true;
  }
}

}  // namespace

Shortcut find_shortcut(const Code& code) { return Finder(code).find(); }

FirstMethod find_first_method(const Code& code) {
  const Instruction* const load = code.instructions.data();
  if (load->op != Op::kLoadRecord && load->op != Op::kLoadSlot) return {};
  const Instruction* in = load + 1;
  // Arguments that are constants fail at nothing.
  while (in->op == Op::kMove && in->a != load->a && in->b >= code.registers) ++in;
  if (in->op == Op::kCheckMethod && in->a == load->a) return {&code.attributes[in->b].name, load->b, load->c};
  if (in->op == Op::kCallMethod && in->b == load->a)
    return {&code.attributes[code.calls[in->c].attribute].name, load->b, load->c};
  return {};
}

const Step* choose(const Shortcut& shortcut, const Value* const* bases) {
  const Step* step = shortcut.choices.data();
  while (step->is_test()) {
    bool truth;
    if (!step_truth(*step, bases, &truth)) return nullptr;
    step = &shortcut.choices[truth ? step->if_true : step->if_false];
  }
  return step;
}

bool choose_truth(const Shortcut& shortcut, const Value* const* bases, bool* truth) {
  const Step* const step = choose(shortcut, bases);
  return step && step_truth(*step, bases, truth);
}

bool choose_and_assign(const Shortcut& shortcut, Kind kind, const Value* const* bases, Value* slot) {
  const Step* const step = choose(shortcut, bases);
  return step && step_assign(*step, kind, bases, slot);
}

ShortcutOutcome run_shortcut(Context& cx, const Shortcut& shortcut, const Value* const* bases, Value* out) {
  const Step* const step = shortcut.choices.empty() ? &shortcut.only : choose(shortcut, bases);
  if (!step) return ShortcutOutcome::kUnexpected;
  const Value& left = step->left.in(bases);
  if (needs_wrapping(step->left, left)) return ShortcutOutcome::kUnexpected;
  if (step->op == Op::kMove) {
    *out = left;
    return ShortcutOutcome::kDone;
  }
  const Value& right = step->right.in(bases);
  if (needs_wrapping(step->right, right)) return ShortcutOutcome::kUnexpected;
  return apply(cx, *step, left, right, out) ? ShortcutOutcome::kDone : ShortcutOutcome::kFailed;
}

}  // namespace headrace::expr
