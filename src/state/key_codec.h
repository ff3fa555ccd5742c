// One identity's state as bytes: what a state file, a snapshot or a change log holds of a key.
//
// The bytes are canonical: equal states of one plan have equal bytes. They make sense only beside the plan of
// the spec that they were written with (spec_meaning.h).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/status.h"
#include "plan/plan.h"
#include "state/key_state.h"

namespace headrace {

// A key's place in the bytes that hold it.
struct KeyRecord {
  std::string_view identity;
  int64_t last_event_us = 0;
  uint64_t saved_count = 0;
  std::string_view rows;  // for decode_rows()
};

// Whether a state keeps this aggregate's row: a variable that is not stored is nothing between two events.
inline bool is_carried(const AggregatePlan& plan) {
  return plan.kind != AggregateKind::kVariable || plan.stored;
}

void append_record(const KeyRecord& record, std::string* out);

// Appends the state's record. Fails when a field holds what cannot be stored; *out is then worthless.
Status encode_key(const StreamPlan& plan, const KeyState& state, std::string* out);

// Takes the next record off *bytes, without looking into its rows. False when it is damaged.
bool next_key(std::string_view* bytes, KeyRecord* out);

// Puts the record's rows into `state`, which is new: every row at its defaults. False when they are damaged;
// `state` is then half filled.
bool decode_rows(const StreamPlan& plan, const KeyRecord& record, KeyState* state);

}  // namespace headrace
