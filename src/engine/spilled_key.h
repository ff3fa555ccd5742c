// A key on its way to disk and back.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/status.h"
#include "engine/key_table.h"
#include "plan/plan.h"
#include "state/key_codec.h"
#include "state/state_file.h"

namespace headrace {

struct SpilledKey {
  enum class Form : uint8_t {
    kState,      // as its last event left it
    kUntouched,  // an earlier run left it, and no event has come
    kWaits,      // its events are applied in order once all have been read
    kFailed,     // an expression exceeded its budget
  };

  Form form = Form::kState;
  uint64_t first = 0;                  // the place of its first event among all of the run
  const KeyRecord* carried = nullptr;  // where an earlier run left it
  KeyRecord record;                    // of kState; of the others the identity
  std::string_view message;            // of kFailed
};

// A key as it is. Fails when a field holds what cannot be stored. `state_in` may be null.
Status append_key(const StreamPlan& plan, const StateFile* state_in, uint64_t first, const Key& key,
                  std::string* out);
// One that an earlier run left, before its first event.
void append_untouched(const StateFile* state_in, uint64_t first, const KeyRecord& carried, std::string* out);
// A key that is done: what the next run would find of it.
Status append_done(const StreamPlan& plan, uint64_t first, const KeyState& state, std::string* out);
void append_done(uint64_t first, const KeyRecord& record, std::string* out);
void append_failed(uint64_t first, std::string_view identity, std::string_view message, std::string* out);

// Its views are of `bytes`. False when these are damaged.
bool read_key(std::string_view bytes, const StateFile* state_in, SpilledKey* out);
uint64_t first_of_key(std::string_view bytes);

// What was spilled is not what was read back.
Error damaged_spill();

}  // namespace headrace
