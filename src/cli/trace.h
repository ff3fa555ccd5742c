// `transform --trace`: what each event of one identity does to each field, and what becomes of each anchor.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <unordered_map>
#include <vector>

#include "engine/batch.h"
#include "engine/observer.h"
#include "plan/plan.h"

namespace headrace::cli {

// Prints to standard output as the evaluation goes on. Not for several threads.
class Trace final : public RunObserver {
 public:
  // All outlive the trace; `window` may be null.
  Trace(const StreamPlan& stream, const WindowPlan* window, const std::vector<std::string>& files,
        bool keep_going);

  void event_read(const Value* event, EventPlace place) override;
  void kept(const FieldPlan& field, Kept cause, const EvalError& error) override;
  void event_begins(const Value* event) override;
  void passed_by(const AggregatePlan* aggregate, PassedBy why, const EvalError& error) override;
  void block_begins(const AggregatePlan& aggregate, bool read_again) override;
  void block_saved(const AggregatePlan& aggregate, const Value* row) override;
  void event_done(const KeyState& state) override;
  void window(const WindowAggregatePlan& plan, std::span<const Value> starts) override;
  void anchor(const Value* block, Anchor outcome, const EvalError& error, const WindowRow* row) override;
  void left_out(const Value* block) override;

  // The rest; `complete` when the run went well. An error where standard output did not take all.
  Status finish(bool complete);

 private:
  void add_step(const AggregatePlan& aggregate, const std::string& step);
  void print_aggregate(const AggregatePlan& plan, const Value* row, size_t index);
  void print_end();
  std::string block_name(const Value* block) const;
  void flush();

  const StreamPlan& stream_;
  const WindowPlan* window_;
  const std::vector<std::string>& files_;
  std::unordered_map<const Value*, EventPlace> places_;
  std::vector<std::vector<std::string>> before_;  // each aggregate's values before the event at hand, as JSON

  // Of the event or anchor at hand: what happened to each aggregate, why fields kept their values.
  std::map<const AggregatePlan*, std::string> steps_;
  std::unordered_map<const FieldPlan*, std::string> kept_;
  std::string window_lines_;
  std::string passed_;  // the whole transform

  uint64_t events_ = 0;
  bool ended_ = false;
  std::string identity_;
  std::string out_;
  bool failed_ = false;
};

}  // namespace headrace::cli
