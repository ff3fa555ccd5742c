// The plan: a checked spec compiled for running. Names are slots, expressions are programs, windows are
// ranges. Immutable; shared by threads.
//
// Expressions read rows of Values (expr/scope.h): row 0 is the event, row 1 + i is aggregate i. A window
// plan's rows are listed at WindowPlan.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "expr/compiler.h"
#include "expr/reductions.h"
#include "spec/spec.h"

namespace headrace {

// Slots are numbered in 16 bits.
inline constexpr size_t kSlotsMax = 60'000;

// Row 0 of a streaming plan.
struct EventSlots {
  static constexpr uint16_t kTime = 0;
  static constexpr uint16_t kIdentity = 1;
  static constexpr uint16_t kRecord = 2;  // the whole event, where StreamPlan::needs_record
  static constexpr uint16_t kKeys = 3;    // StreamPlan::keys, in order
};

struct FieldPlan {
  std::string name;
  FieldType type;
  uint16_t slot;
  const FieldSpec* spec;                 // null for the fields that the language adds
  std::unique_ptr<expr::Program> value;  // null for those too: the engine sets them
  std::unique_ptr<expr::Program> when;   // null: always
};

// Slots of an aggregate's row: _identity, then for blocks _start_time and _end_time, then the fields, then
// the dimensions. This is also the order in which they print.
struct AggregatePlan {
  static constexpr uint16_t kIdentity = 0;
  static constexpr uint16_t kStartTime = 1;
  static constexpr uint16_t kEndTime = 2;

  AggregateKind kind;
  std::string name;
  bool stored = false;  // its rows are output
  std::unique_ptr<expr::Program> when;
  std::vector<FieldPlan> fields;
  std::vector<FieldPlan> dimensions;
  int64_t gap_us = 0;

  std::vector<std::string> slot_names;
  std::vector<FieldType> slot_types;
  size_t first_slot = 0;  // of its row among the slots of a state; of a stream's aggregate

  bool makes_blocks() const { return kind == AggregateKind::kBlock || kind == AggregateKind::kActivity; }
  size_t slot_count() const { return slot_names.size(); }
  // Of a row in a state: its key id follows, where it has dimensions.
  size_t row_slots() const { return slot_count() + (dimensions.empty() ? 0 : 1); }
};

struct StreamPlan {
  std::string name;
  std::vector<std::string> keys;      // what is read of an event, by name
  bool needs_record = false;          // an expression uses the event as a whole
  std::vector<uint16_t> early_slots;  // of keys that Identity and Time alone read
  std::unique_ptr<expr::Program> identity;
  std::unique_ptr<expr::Program> time;  // null: the moment of reading
  std::unique_ptr<expr::Program> when;
  std::vector<AggregatePlan> aggregates;

  // Behind the others, its row behind theirs.
  AggregatePlan& add(AggregatePlan aggregate) {
    aggregate.first_slot =
        aggregates.empty() ? 0 : aggregates.back().first_slot + aggregates.back().row_slots();
    return aggregates.emplace_back(std::move(aggregate));
  }
  size_t event_slot_count() const { return EventSlots::kKeys + keys.size(); }
  // The aggregate that makes blocks: the only one, as a window plan requires. Or -1.
  int block_aggregate() const;
};

// Rows of a window plan's expressions: 0 {identity}, 1 + i the stream's aggregate i, then one for each window
// aggregate, then one list row for each window (`source.field`, in the order of
// WindowAggregatePlan::source_slots), last a row of WindowPlan::reductions.
struct WindowAggregatePlan {
  AggregatePlan aggregate;             // slots: _identity, fields
  std::optional<WindowRange> window;   // none for variables
  std::vector<uint16_t> source_slots;  // slots of the block aggregate whose lists the expressions read
  // By field: its value with reductions replaced; null where it needs the lists, or none.
  std::vector<std::unique_ptr<expr::Program>> reduced;
};

struct WindowPlan {
  std::string name;
  int block_aggregate;                 // index into the stream plan
  std::vector<uint16_t> anchor_slots;  // its slots that expressions read of the block at hand
  std::vector<uint16_t> block_slots;   // these, and those that they read of a window's blocks
  std::unique_ptr<expr::Program> condition;
  std::unique_ptr<expr::Program> when;
  std::optional<int64_t> max;
  std::vector<WindowAggregatePlan> aggregates;
  // sum(), len(), min() and max() of lists, whose results need no lists. In the order of aggregates.
  std::vector<expr::Reduction> reductions;
};

}  // namespace headrace
