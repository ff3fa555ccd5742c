// What is done with partitions on disk once all events have been read: one by one they come back, take the
// events that came after them, and leave as runs, in which each key is as its last event left it, in order of
// first events. A key that waits goes to the second of two passes, as its events must be read again.
//
// A partition that is still too large is parted again by further bits of its keys' hashes, and so on: a pass
// is a shard itself. So memory holds as many partitions as there are threads, or one key if that takes more.
#pragma once

#include <atomic>
#include <cstdint>
#include <deque>
#include <mutex>
#include <vector>

#include "engine/batch.h"
#include "engine/shard.h"
#include "engine/spill.h"

namespace headrace {

class Settlement {
 public:
  // All outlive it. The shards have taken all events.
  Settlement(const StreamPlan& plan, const BatchOptions& options, Spill& spill, std::deque<Shard>& shards);

  // Everything to runs and to disk. `logs_stay`: events that went to disk are needed for the second pass.
  Status first_pass(bool logs_stay);
  bool any_waits() const { return any_waits_; }
  // What waits, once its events have been logged (Shard::log_waiting) or had been from the first on.
  Status second_pass();

  // Each in order; together all identities.
  const std::vector<SpillStream>& runs() const { return runs_; }
  uint64_t identities() const { return identities_; }
  // Adds what the second pass counted.
  void add_to(BatchStats* stats) const;

 private:
  // A partition of a shard, and those of its keys that wait.
  struct Task {
    Partition* partition;
    SpillStream waiting;
  };
  class Worker;

  Status run_pass(Shard::Replay how, bool logs_stay);

  const StreamPlan& plan_;
  const BatchOptions& options_;
  Spill& spill_;
  std::vector<Task> tasks_;
  std::atomic<bool> any_waits_{false};

  std::mutex mutex_;  // of what follows, while workers run
  std::vector<SpillStream> runs_;
  uint64_t identities_ = 0;
  BatchStats counts_;  // of the second pass, and both passes' processor time
};

}  // namespace headrace
