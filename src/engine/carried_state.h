// What a run leaves for the next one: each identity's state as it stood after its last event, before the rows
// that are still open were saved for the output.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/status.h"
#include "io/byte_sink.h"
#include "plan/plan.h"
#include "state/key_codec.h"
#include "state/state_file.h"
#include "state/state_format.h"

namespace headrace {

// Writes a state file in pieces; what it holds in memory does not grow with the state.
class StateSink {
 public:
  // Consecutive identities, encoded.
  struct Part {
    std::string records;
    std::vector<size_t> ends;  // of each record in `records`
    uint64_t saved = 0;
  };

  // All outlive the sink. `meaning` is that of the plan's spec (state/spec_meaning.h).
  StateSink(const StreamPlan& plan, const Value& meaning, ByteSink& out);

  // Adds an identity to the part. Safe from any thread.
  Status encode(const KeyState& state, Part* part) const;
  // Adds one that took no event in this run as it was read.
  void pass_on(const KeyRecord& record, Part* part) const;
  // One thread, in the order of identities.
  Status write(const Part& part);
  // After the last part: the file is complete. Then it stands under its name.
  Status close();
  Status publish();

 private:
  Status flush_keys();

  const StreamPlan& plan_;
  ByteSink& out_;
  state_format::Framer framer_;
  std::string head_;  // header and spec, until they are written
  std::string keys_;  // records of the section being gathered
  StateTotals totals_;
};

// Why an event is left out that comes before its identity's last one in the state: what it would have changed
// is done.
inline constexpr const char* kBeforeStateEnd = "before the state's end";
// Of an event that comes after a later one of its identity.
std::string before_last_event(int64_t time_us, int64_t last_us, std::string_view identity);
std::string before_state_end(int64_t time_us, const KeyRecord& key);

}  // namespace headrace
