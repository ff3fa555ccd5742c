// A whole state file in memory, checked: what an earlier run left.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/status.h"
#include "data/value.h"
#include "state/key_codec.h"

namespace headrace {

// What the end section says of the file.
struct StateTotals {
  uint64_t keys = 0;
  uint64_t saved = 0;
  bool operator==(const StateTotals&) const = default;
};

class StateFile {
 public:
  // Takes the file apart and checks frame, checksums, keys and totals; not the rows, which need a plan.
  // `path` is for messages. Anything wrong is an error of the user's input that says what.
  static Result<StateFile> open(std::string bytes, const std::string& path);

  // The meaning of the spec that wrote it (spec_meaning.h).
  const Value& spec() const { return spec_; }
  // In order of each identity's first valid event. Views into this file.
  const std::vector<KeyRecord>& keys() const { return keys_; }
  const StateTotals& totals() const { return totals_; }
  const std::string& path() const { return path_; }
  size_t size_bytes() const { return bytes_->size(); }

  // Fails, and says what differs, when this spec is not the one that wrote the file.
  Status check_spec(const Value& meaning) const;
  // Puts a key where it stood; `state` is new. Safe from any thread.
  Status restore(const StreamPlan& plan, const KeyRecord& key, KeyState* state) const;

 private:
  class Parser;

  std::unique_ptr<const std::string> bytes_;  // stays where it is when the object moves
  std::string path_;
  Value spec_;
  std::vector<KeyRecord> keys_;
  StateTotals totals_;
};

}  // namespace headrace
