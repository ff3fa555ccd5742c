// Context: what a running expression may touch besides its operands: the error it failed with, its budgets,
// the run's clock, and how to call a function value. One per thread; never shared.
//
// An expression error is an everyday result here, not a C++ exception: a function that fails calls
// `return cx.fail(Exc::kTypeError, "...")`, which returns false, and every caller passes the false on.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "data/value.h"

namespace headrace {

// Python's exception classes, as far as expressions can tell them apart.
enum class Exc : uint8_t {
  kNone,
  kTypeError,
  kValueError,
  kKeyError,
  kIndexError,
  kAttributeError,
  kNameError,
  kZeroDivisionError,
  kOverflowError,
  kArithmeticError,
  kUnicodeError,  // UnicodeEncodeError, UnicodeDecodeError
  kStopIteration,
  kRuntimeError,
  kRecursionError,
  kMemoryError,
  kImportError,
  kStatisticsError,  // statistics.StatisticsError, a ValueError
  kRegexError,       // re.error
  kJsonError,        // json.JSONDecodeError, a ValueError
  kParserError,      // dateutil.parser.ParserError, a ValueError
  kPythonError,      // raised by user code in the embedded CPython; the detail is its text
  kBudgetError,      // ours: a budget on steps, depth, digits or sizes was exceeded
};
std::string_view exception_name(Exc e);
// isinstance(e, base): ParserError is a ValueError, KeyError and IndexError are LookupErrors...
bool is_a(Exc e, Exc base);

// Errors are everyday, so their texts are only put together for who reads them.
struct EvalError {
  Exc type = Exc::kNone;
  const char* message = "";        // static text; each `{}` stands for the next detail
  std::array<Value, 3> details{};  // None where there are fewer

  std::string text() const;  // "TypeError: ..."
};

// The arguments of a call. Borrowed for the call's duration.
struct Args {
  const Value* values = nullptr;  // positional
  uint32_t count = 0;
  const Value* keyword_names = nullptr;  // strings
  const Value* keyword_values = nullptr;
  uint32_t keyword_count = 0;

  const Value& operator[](size_t i) const { return values[i]; }
  // Null when absent.
  const Value* keyword(std::string_view name) const;
  static Args of(const Value* values, size_t count) {
    return Args{values, static_cast<uint32_t>(count), nullptr, nullptr, 0};
  }
};

// What an expression may use up before it is stopped with Exc::kBudgetError.
struct Limits {
  uint64_t steps = 50'000'000;    // bytecode instructions and library loop turns, per evaluation
  uint64_t bytes = 256ull << 20;  // largest single string, container or integer
  int depth = 200;                // nesting of calls, and of structures being compared, printed, copied
};

class Context {
 public:
  virtual ~Context() = default;

  bool fail(Exc type, const char* message) {
    over_budget_ |= type == Exc::kBudgetError;
    error_.type = type;
    error_.message = message;
    error_.details = {};
    return false;
  }
  bool fail(Exc type, const char* message, Value first, Value second = {}, Value third = {}) {
    over_budget_ |= type == Exc::kBudgetError;
    error_.type = type;
    error_.message = message;
    error_.details = {own(std::move(first)), own(std::move(second)), own(std::move(third))};
    return false;
  }
  // A message made at run time; for errors off the everyday path.
  bool fail_text(Exc type, std::string_view message) { return fail(type, "{}", Value::string(message)); }
  const EvalError& error() const { return error_; }
  bool failed() const { return error_.type != Exc::kNone; }
  void clear_error() {
    if (failed()) error_ = EvalError();
  }

  // Calls a function value: builtin, type, bound method, lambda, user function.
  virtual bool call(const Value& callable, const Args& args, Value* out) = 0;

  // Uses up `steps` of the evaluation's budget; false and Exc::kBudgetError when none is left.
  bool charge(uint64_t steps) {
    if (steps <= steps_left_) [[likely]] {
      steps_left_ -= steps;
      return true;
    }
    return out_of_steps();
  }
  // The same without an error.
  bool charge_if_left(uint64_t steps) {
    if (steps > steps_left_) return false;
    steps_left_ -= steps;
    return true;
  }
  // Whether a result of `bytes` may be made (also charges steps for it).
  bool charge_bytes(uint64_t bytes);
  // Guards recursion in library code: `DepthGuard guard(cx); if (!guard) return false;`
  bool enter();
  void leave() { --depth_; }
  void begin_evaluation() {
    steps_left_ = limits.steps;
    over_budget_ = false;
  }
  uint64_t steps_left() const { return steps_left_; }
  // Whether the evaluation has exceeded a budget, whatever has become of the error on its way through
  // CPython.
  bool is_over_budget() const { return over_budget_; }

  Limits limits;
  // The run's clock for now(), utcnow(), today(): microseconds since the epoch, UTC.
  int64_t now_us = 0;

 protected:
  bool out_of_steps();
  EvalError error_;
  uint64_t steps_left_ = 50'000'000;
  int depth_ = 0;
  bool over_budget_ = false;

 private:
  // An error outlives the operands, which may go on to another thread: it shares nothing with them.
  static Value own(Value detail) { return detail.is_heap() ? own_object(std::move(detail)) : detail; }
  static Value own_object(Value detail);
};

class DepthGuard {
 public:
  explicit DepthGuard(Context& cx) : cx_(cx), entered_(cx.enter()) {}
  ~DepthGuard() {
    if (entered_) cx_.leave();
  }
  explicit operator bool() const { return entered_; }

 private:
  Context& cx_;
  bool entered_;
};

}  // namespace headrace
