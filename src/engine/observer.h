// Watches an evaluation: which events passed by, which fields kept their old value and why, which blocks were
// saved, what became of each anchor. An observer sees and cannot change; evaluators hold a null pointer
// unless one is wanted. Called on the evaluator's thread; what it is given is valid during the call.
#pragma once

#include <cstdint>
#include <span>
#include <string>

#include "data/context.h"
#include "engine/window_row.h"
#include "plan/plan.h"
#include "state/key_state.h"

namespace headrace {

// Why a field kept its old value.
enum class Kept : uint8_t { kError, kNone, kCast, kFiltered };

// Why an event passed by an aggregate, or the whole transform. The error is that of a `When` that failed.
enum class PassedBy : uint8_t { kFiltered, kNoDimension };

// What became of a block that may be an anchor.
enum class Anchor : uint8_t {
  kNone,      // its condition does not hold
  kFiltered,  // the transform's `When` does not hold
  kShort,     // a window is empty, or holds fewer blocks than it counts
  kRow,
};

class EvaluationObserver {
 public:
  virtual ~EvaluationObserver() = default;

  // A field kept its value; the error goes with kError and kCast, and with a `When` that failed.
  virtual void kept(const FieldPlan&, Kept, const EvalError&) {}
  // An expression used up its budget. Whether to go on as after any other error.
  virtual bool exceeded(const EvalError&) { return false; }

  // --- streaming, in time order ---
  virtual void event_begins(const Value* /*event*/) {}
  // Null: the whole transform.
  virtual void passed_by(const AggregatePlan*, PassedBy, const EvalError&) {}
  virtual void block_begins(const AggregatePlan&, bool /*read_again*/) {}
  virtual void block_saved(const AggregatePlan&, const Value* /*row*/) {}
  virtual void event_done(const KeyState&) {}

  // --- windows: each block in saved order; window() and kept() before anchor() ---
  virtual void window(const WindowAggregatePlan&, std::span<const Value> /*starts of its blocks*/) {}
  virtual void anchor(const Value* /*block*/, Anchor, const EvalError&, const WindowRow* /*of kRow*/) {}
  // Anchor.Max left out this anchor's row.
  virtual void left_out(const Value* /*block*/) {}
};

}  // namespace headrace
