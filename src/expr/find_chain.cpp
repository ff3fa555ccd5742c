// Which code is a chain: without loops, of operators, tests and a few functions, methods and attributes that
// give plain values.

#include <algorithm>
#include <optional>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include "expr/chain.h"
#include "pylib/builtins.h"
#include "pylib/function.h"

namespace headrace::expr {
namespace {

constexpr size_t kStepsMax = 48;

// Of dates, times, moments and durations; what a text or another object has of that name, the bytecode knows.
constexpr std::string_view kAttributes[] = {"day",    "days",  "hour",    "microsecond", "microseconds",
                                            "minute", "month", "seconds", "second",      "year"};
constexpr std::string_view kMethods[] = {"date",      "isoweekday",    "time",   "timestamp",
                                         "toordinal", "total_seconds", "weekday"};

bool is_among(std::span<const std::string_view> names, const Value& name) {
  return std::find(names.begin(), names.end(), name.str()) != names.end();
}

bool is_builtin(const Value& callee, std::string_view name) {
  return pylib::find_builtin(name)->identical(callee);
}

// Whether what it gives holds no reference, as a rule: parse() gives a tuple where it is told to, functions
// of numbers give an object of CPython's for such an object.
bool gives_plain_values(const Value& function) {
  constexpr KindSet kPlain = kind_set(Kind::kBool) | kind_set(Kind::kInt) | kind_set(Kind::kFloat) |
                             kind_set(Kind::kDate) | kind_set(Kind::kTime) | kind_set(Kind::kDateTime) |
                             kind_set(Kind::kTimeDelta);
  constexpr KindSet kSeldom = kind_set(Kind::kTuple) | kind_set(Kind::kPyObject);
  const pylib::FunctionDef* const def = pylib::function_definition(function);
  return def && (def->result & kPlain) != 0 && (def->result & ~(kPlain | kSeldom)) == 0;
}

bool is_number(const Value& v) { return v.is_small_int() || v.is_float(); }

}  // namespace

// Follows values through the code, both ways where it parts; each result has a number of its own on its way.
class Chain::Finder {
 public:
  Finder(const Code& code, Chain* chain) : code_(code), chain_(*chain) {}

  bool find() { return follow(0, Registers(code_.registers), 0); }

 private:
  using Registers = std::vector<std::optional<Place>>;

  // The steps from this instruction on, with so many results before.
  bool follow(size_t at, Registers registers, uint8_t results) {
    for (; at < code_.instructions.size(); ++at) {
      const Instruction& in = code_.instructions[at];
      if (chain_.steps_.size() >= kStepsMax || results >= kResultsMax) return false;
      switch (in.op) {
        case Op::kLoadSlot:
        case Op::kLoadRecord:
          if (!(registers[in.a] = input(in.b, in.c))) return false;
          break;
        case Op::kMove:
        case Op::kWrapRecord: registers[in.a] = place_of(in.b, registers); break;
        case Op::kJump:
          if (static_cast<int16_t>(in.a) < 0) return false;
          at += in.a;
          break;
        case Op::kJumpIfFalse:
        case Op::kJumpIfTrue: return part(at, registers, results);
        case Op::kReturn: return add({.what = Do::kReturn}, in.a, in.a, registers);
        default: {
          Step step = {.what = Do::kReturn, .to = results};
          if (!operation(in, &step) || !add(step, in.b, right_of(in, step.what), registers)) return false;
          registers[in.a] = in_row(kResults, results++);
        }
      }
    }
    return false;
  }

  // What an operator, a call or an attribute does.
  bool operation(const Instruction& in, Step* step) const {
    static constexpr std::pair<Op, Do> kOperators[] = {
        {Op::kAdd, Do::kAdd},    {Op::kAddFloat, Do::kAdd},
        {Op::kSub, Do::kSub},    {Op::kSubFloat, Do::kSub},
        {Op::kMul, Do::kMul},    {Op::kMulFloat, Do::kMul},
        {Op::kDiv, Do::kDiv},    {Op::kFloorDiv, Do::kFloorDiv},
        {Op::kMod, Do::kMod},    {Op::kPow, Do::kPower},
        {Op::kNeg, Do::kNegate}, {Op::kNot, Do::kTruth},
        {Op::kEq, Do::kEq},      {Op::kNe, Do::kNe},
        {Op::kLt, Do::kLt},      {Op::kLe, Do::kLe},
        {Op::kGt, Do::kGt},      {Op::kGe, Do::kGe},
        {Op::kIs, Do::kIs},      {Op::kIsNot, Do::kIsNot}};
    for (const auto& [op, what] : kOperators) {
      if (op != in.op) continue;
      step->what = what;
      step->negated = op == Op::kNot;
      return true;
    }
    switch (in.op) {
      case Op::kGetAttr:
        step->what = Do::kAttribute;
        step->site = &code_.attributes[in.c];
        return is_among(kAttributes, step->site->name);
      case Op::kCallMethod: {
        const CallSite& site = code_.calls[in.c];
        step->what = Do::kMethod;
        step->site = &code_.attributes[site.attribute];
        return site.positional == 0 && site.keywords.empty() && is_among(kMethods, step->site->name);
      }
      case Op::kCallNative: return function(code_.calls[in.c], step);
      default: return false;
    }
  }

  static bool function(const CallSite& site, Step* step) {
    struct Known {
      std::string_view name;
      uint16_t arguments;
      Do what;
    };
    static constexpr Known kKnown[] = {{"abs", 1, Do::kAbsolute},  {"bool", 1, Do::kTruth},
                                       {"float", 1, Do::kToFloat}, {"int", 1, Do::kToInt},
                                       {"len", 1, Do::kLength},    {"max", 2, Do::kGreatest},
                                       {"min", 2, Do::kLeast},     {"round", 1, Do::kRound}};
    if (!site.keywords.empty()) return false;
    for (const Known& known : kKnown) {
      if (!is_builtin(site.callee, known.name)) continue;
      step->what = known.what;
      return site.positional == known.arguments;
    }
    step->what = Do::kCall;
    step->function = site.native;
    return site.positional == 1 && gives_plain_values(site.callee);
  }

  static uint16_t right_of(const Instruction& in, Do what) {
    const bool is_pair = what == Do::kLeast || what == Do::kGreatest;
    if (is_pair) return static_cast<uint16_t>(in.b + 1);
    const bool is_binary = what <= Do::kPower || (what >= Do::kEq && what <= Do::kIsNot);
    return is_binary ? in.c : in.b;
  }

  // A step with what these registers hold.
  bool add(Step step, uint16_t left, uint16_t right, const Registers& registers) {
    const auto a = place_of(left, registers), b = place_of(right, registers);
    if (!a || !b) return false;
    if (step.what <= Do::kPower && !(may_be_number(*a) && may_be_number(*b))) return false;
    step.left = *a;
    step.right = *b;
    chain_.steps_.push_back(step);
    return true;
  }

  bool may_be_number(Place place) const {
    if (place.row != kConstants) return true;
    const Value& constant = chain_.constants_[place.at / sizeof(Value)];
    return is_number(constant) || constant.kind() == Kind::kTimeDelta;
  }

  // The steps behind a conditional jump: of the comparison before it, or of a test. What was compared is
  // known from there on.
  bool part(size_t at, const Registers& registers, uint8_t results) {
    const Instruction& in = code_.instructions[at];
    const auto distance = static_cast<int16_t>(in.b);
    const auto tested = place_of(in.a, registers);
    if (distance < 0 || !tested) return false;
    const Place of = *tested;
    const bool compared = of.row == kResults && is_test(chain_.steps_.back()) &&
                          in_row(kResults, chain_.steps_.back().to) == of;
    if (!compared && !add({.what = Do::kTruth, .to = results}, in.a, in.a, registers)) return false;
    const size_t place = chain_.steps_.size() - 1;
    uint16_t next[2];
    for (const bool truth : {false, true}) {
      Registers known = registers;
      for (std::optional<Place>& held : known) {
        if (compared && held == of) held = in_row(kConstants, code_.constants.size() + truth);
      }
      next[truth] = static_cast<uint16_t>(chain_.steps_.size());
      const bool jumps = truth == (in.op == Op::kJumpIfTrue);
      if (!follow(at + 1 + (jumps ? static_cast<size_t>(distance) : 0), std::move(known), results))
        return false;
    }
    chain_.steps_[place].if_true = next[true];
    chain_.steps_[place].if_false = next[false];
    return true;
  }

  static std::optional<Place> in_row(uint16_t row, size_t number) {
    const size_t at = number * sizeof(Value);
    if (at > UINT16_MAX) return std::nullopt;
    return Place{row, static_cast<uint16_t>(at)};
  }

  static bool is_test(const Step& step) { return step.what >= Do::kEq && step.what <= Do::kTruth; }

  std::optional<Place> place_of(uint16_t reg, const Registers& registers) const {
    if (reg < code_.registers) return registers[reg];
    return in_row(kConstants, reg - size_t{code_.registers});
  }

  std::optional<Place> input(uint16_t base, uint16_t offset) {
    std::vector<uint16_t>& inputs = chain_.inputs_;
    const auto found = std::find(inputs.begin(), inputs.end(), base);
    const auto row = static_cast<uint16_t>(kInputs + (found - inputs.begin()));
    if (found == inputs.end()) {
      if (inputs.size() == kInputsMax) return std::nullopt;
      inputs.push_back(base);
    }
    return in_row(row, offset);
  }

  const Code& code_;
  Chain& chain_;
};

Chain Chain::find(const Code& code) {
  Chain chain;
  chain.constants_ = code.constants;
  for (const bool truth : {false, true}) chain.constants_.push_back(Value::boolean(truth));
  if (!Finder(code, &chain).find()) return {};
  return chain;
}

}  // namespace headrace::expr
