// What an event says of itself before anything else: whose it is and when it happened.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "expr/machine.h"
#include "plan/plan.h"

namespace headrace {

class Identifier {
 public:
  // The plan outlives this. `now_us` is the run's clock, and the time of events whose spec names none.
  Identifier(const StreamPlan& plan, int64_t now_us);
  Identifier(const Identifier&) = delete;
  Identifier& operator=(const Identifier&) = delete;

  // Evaluates Identity and Time of an event. False when the event must be left out; reason() says why.
  bool identify(const Value* row);
  // The same of Identity alone: there is no time then.
  bool identify_without_time(const Value* row);

  // The row goes on to another thread: nothing is shared with it any more.
  void forget() {
    identity_ = time_ = Value();
    identity_at_ = &identity_;
  }

  const Value& identity() const { return *identity_at_; }  // a text; as long as the row stays
  const Value& time() const { return time_; }              // a datetime with an offset
  int64_t time_us() const { return time_us_; }

  // Stable words, to count by; the event's own message; the failure behind it, if there is one.
  const char* reason() const { return reason_; }
  const std::string& detail() const { return detail_; }
  const EvalError& error() const { return machine_.error(); }

 private:
  bool identify_quickly(const Value* row);
  bool leave_out(const char* reason, std::string detail);
  bool evaluate_identity();
  bool evaluate_time();

  const StreamPlan& plan_;
  int64_t now_us_;
  expr::Machine machine_;
  const Value* bases_[1] = {};
  // Where Identity and Time are `source.id` and `dateutil.parser.parse(source.time)`: of which slots.
  uint16_t identity_slot_ = 0, time_slot_ = 0;
  bool is_quick_;
  // In the row, or identity_.
  const Value* identity_at_ = &identity_;
  Value identity_;
  Value time_;
  int64_t time_us_ = 0;
  const char* reason_ = "";
  std::string detail_;
};

}  // namespace headrace
