// The state of one identity: for each aggregate the row being built, and the rows saved so far.
//
// Owned by one shard and touched by one thread. It lies in one piece: the state, its aggregates' heads, then
// their rows' slots.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <boost/unordered/unordered_flat_map.hpp>

#include "base/hash.h"
#include "data/datetime.h"
#include "data/value.h"
#include "plan/plan.h"
#include "state/saved_rows.h"

namespace headrace {

struct HashKeyId {
  using is_transparent = void;
  using is_avalanching = void;
  size_t operator()(std::string_view key_id) const { return hash_bytes(key_id); }
};
// Saved rows of one aggregate by key id; only where it has dimensions.
using DimensionIndex = boost::unordered_flat_map<std::string, SavedRow*, HashKeyId, std::equal_to<>>;

// What there is of an aggregate beside the row being built, in two words: there is one for each identity.
class AggregateState {
 public:
  AggregateState() = default;
  ~AggregateState() { forget(); }
  AggregateState(const AggregateState&) = delete;
  AggregateState& operator=(const AggregateState&) = delete;

  // The row has taken an event.
  bool open() const { return word_ & kOpen; }
  void set_open(bool open) { word_ = (word_ & ~kOpen) | (open ? kOpen : 0); }

  // With dimensions: what has been saved, by key id; null while there is nothing.
  DimensionIndex* index() const { return word_ & kIndex ? static_cast<DimensionIndex*>(pointer()) : nullptr; }
  DimensionIndex& make_index() {
    if (!index()) word_ = reinterpret_cast<uintptr_t>(new DimensionIndex()) | kIndex | (word_ & kOpen);
    return *index();
  }

  // Without: the only row, or the newest block of an activity, with its start as an instant.
  SavedRow* last_saved() const { return word_ & kIndex ? nullptr : static_cast<SavedRow*>(pointer()); }
  void set_last_saved(SavedRow* row) { word_ = reinterpret_cast<uintptr_t>(row) | (word_ & kOpen); }
  int64_t last_start_us = 0;

  // Nothing saved, and not open.
  void forget() {
    delete index();
    word_ = 0;
  }

 private:
  static constexpr uintptr_t kOpen = 1, kIndex = 2;
  void* pointer() const { return reinterpret_cast<void*>(word_ & ~(kOpen | kIndex)); }

  uintptr_t word_ = 0;  // a pointer that leaves these bits free
};
static_assert(sizeof(AggregateState) == 16);

class KeyState {
 public:
  struct Destroy {
    void operator()(KeyState* state) const { state->~KeyState(); }
  };
  using Owner = std::unique_ptr<KeyState, Destroy>;

  // Every slot None, nothing open or saved. The plan and all its stores outlive it. In memory of the store,
  // or in these state_bytes(plan).
  static Owner make(const StreamPlan& plan, std::string_view identity, RowStore& store);
  static Owner make(const StreamPlan& plan, std::string_view identity, RowStore& store, void* memory);
  KeyState(const KeyState&) = delete;
  KeyState& operator=(const KeyState&) = delete;
  ~KeyState();

  // Back to what make() gave.
  void clear();

  std::string_view identity() const { return identity_.str(); }
  const Value& identity_value() const { return identity_; }
  size_t aggregate_count() const { return aggregate_count_; }
  AggregateState& aggregate(size_t i) { return aggregates()[i]; }
  const AggregateState& aggregate(size_t i) const { return const_cast<KeyState*>(this)->aggregates()[i]; }
  // An aggregate's row: AggregatePlan's slots, then the row's key id where it has dimensions.
  Value* row(const AggregatePlan& plan) { return slots() + plan.first_slot; }
  const Value* row(const AggregatePlan& plan) const { return slots() + plan.first_slot; }
  // The slots of all rows, one row behind the other.
  Value* slots() { return reinterpret_cast<Value*>(aggregates() + aggregate_count_); }
  const Value* slots() const { return const_cast<KeyState*>(this)->slots(); }
  size_t slot_count() const { return slot_count_; }

  // Where rows are saved from now on: in the store of the thread that goes on with the key.
  void move_to(RowStore& store) { store_ = &store; }
  // A new saved row of the aggregate, with the slots of `row`.
  SavedRow* save(const StreamPlan& plan, size_t index, const Value* row);
  // The same of the newest block of an activity, whose row goes on with the slots of `next`, none of which is
  // a reference.
  void save_and_reset(const AggregatePlan& plan, size_t index, const Value* next) {
    AggregateState& state = aggregate(index);
    const std::span<Value> slots(row(plan), plan.row_slots());
    state.last_start_us = instant_us(slots[AggregatePlan::kStartTime]);
    state.set_last_saved(saved.add_and_reset(*store_, static_cast<uint16_t>(index), slots, identity_, next));
  }
  // The slots of `row` for those of a saved row.
  void replace(const StreamPlan& plan, size_t index, SavedRow* saved, const Value* row);
  // A saved row's slots: those of AggregatePlan, then its key id where it has dimensions.
  std::vector<Value> unpack(const SavedRow& saved_row) const {
    std::vector<Value> slots(saved_row.slot_count());
    saved_row.unpack(identity_, slots.data());
    return slots;
  }
  // Of an activity: whether its row begins at the same moment as the block saved last, whose place it takes
  // then.
  bool begins_like_last(const AggregatePlan& plan, size_t index) const {
    const AggregateState& state = aggregate(index);
    return state.last_saved() && state.last_start_us == instant_us(row(plan)[AggregatePlan::kStartTime]);
  }
  // The saved row under this key id, or null.
  SavedRow* find_saved(const AggregatePlan& plan, size_t index, std::string_view key_id);

  SavedRows saved;
  int64_t last_event_us = INT64_MIN;  // the time of the last event applied, as an instant

 private:
  KeyState(std::string_view identity, uint16_t aggregates, uint16_t slots, RowStore& store);
  AggregateState* aggregates() { return reinterpret_cast<AggregateState*>(this + 1); }

  Value identity_;
  RowStore* store_;
  uint16_t aggregate_count_;
  uint16_t slot_count_;
};

// The bytes of a key's state without saved rows.
size_t state_bytes(const StreamPlan& plan);

// A row's dimensions as one text, from which they come apart again; no two keys have the same.
void append_dimension(std::string_view text, std::string* key_id);
std::vector<std::string_view> dimensions_of(std::string_view key_id);
// The key id of a row of AggregatePlan::row_slots() slots.
std::string_view key_id_of(const AggregatePlan& plan, const Value* row);

// "identity/aggregate/dim:dim/timestamp", as Blurr prints a row's key. The timestamp is the start of an
// activity's block.
std::string key_text(std::string_view identity, const AggregatePlan& plan, const Value* row);

}  // namespace headrace
