#include "engine/settlement.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "base/threads.h"
#include "engine/key_steps.h"
#include "engine/spilled_key.h"

namespace headrace {

using Replay = Shard::Replay;

// What one thread settles with.
class Settlement::Worker {
 public:
  Worker(Settlement& all, Replay how)
      : all_(all),
        plan_(all.plan_),
        options_(all.options_),
        how_(how),
        evaluator_(plan_, machine_),
        counts_(options_.keep_going),
        clock_(options_.profile) {
    machine_.now_us = options_.now_us;
    if (options_.keep_going)
      evaluator_.observe(&counts_);
    else if (options_.count_kept)
      evaluator_.count(&counts_.kept_counts());
  }

  // All of the partition leaves memory; keys that still wait go to `waiting`.
  Status settle(Task& task, bool logs_stay) {
    waiting_ = &task.waiting;
    Status s = settle(*task.partition, 1, logs_stay);
    if (s && how_ == Replay::kApply) s = task.waiting.finish();
    clock_.lap(Stage::kEvaluate);
    return s;
  }

  void finish() {
    std::lock_guard lock(all_.mutex_);
    all_.counts_.kept.merge(counts_.kept_counts());
    all_.counts_.budgets_exceeded += counts_.budgets_exceeded();
    clock_.add_to(&all_.counts_.stages);
  }

 private:
  Status settle(Partition& partition, int level, bool logs_stay) {
    if (partition.in_memory()) return emit({&partition, 1});
    SpilledPart& disk = *partition.disk;
    Shard parts(plan_, options_, &all_.spill_, level);
    if (Status s = parts.load(disk.keys); !s) return s;
    disk.keys.clear();
    if (Status s = parts.replay(disk.events, disk.resume, how_); !s) return s;
    if (!logs_stay) disk.events.clear();
    if (Status s = parts.end_events(); !s) return s;
    all_.spill_.watch.look();
    if (Status s = emit(parts.partitions()); !s) return s;
    for (Partition& part : parts.partitions()) {
      if (part.disk->keys.records() == 0 && part.disk->events.records() == 0) continue;
      if (Status s = settle(part, level + 1, false); !s) return s;
    }
    return Ok{};
  }

  // What of the partitions is in memory becomes a run, and leaves it.
  Status emit(std::span<Partition> partitions) {
    std::vector<KeyTable::Entry> entries;
    for (const Partition& p : partitions) {
      if (p.in_memory()) entries.insert(entries.end(), p.keys->keys().begin(), p.keys->keys().end());
    }
    std::sort(entries.begin(), entries.end(),
              [](const KeyTable::Entry& a, const KeyTable::Entry& b) { return a.first < b.first; });
    SpillStream run(all_.spill_.store);
    for (const KeyTable::Entry& entry : entries) {
      if (options_.cancelled && *options_.cancelled) return cancelled_error();
      if (Status s = emit(entry, run); !s) return s;
    }
    if (Status s = run.finish(); !s) return s;
    for (Partition& p : partitions) {
      p.leave_memory();
      p.note_held(all_.spill_.watch);
    }
    std::lock_guard lock(all_.mutex_);
    all_.identities_ += run.records();
    if (run.records() > 0) all_.runs_.push_back(std::move(run));
    return Ok{};
  }

  Status emit(const KeyTable::Entry& entry, SpillStream& run) {
    Key& key = *entry.key;
    record_.clear();
    if (key.waits() && how_ == Replay::kApply) {
      all_.spill_.waiting.add(KeyTable::hash(key.state->identity()));
      all_.any_waits_ = true;
      if (Status s = append_key(plan_, options_.state_in, entry.first, key, &record_); !s) return s;
      return waiting_->append(record_);
    }
    if (key.waits()) {
      key.state->move_to(store_);
      if (Status s = begin_key(plan_, evaluator_, options_.state_in, key); !s) return s;
      const bool many = key.waiting().size() >= all_.spill_.watch.events_between_looks();
      const bool applied = apply_waiting(plan_, evaluator_, nullptr, key);
      if (many) all_.spill_.watch.look();
      if (applied) {
        key.end_waiting();
      } else {
        append_failed(entry.first, key.state->identity(), machine_.error().text(), &record_);
        key.state->clear();
        store_.arena.clear();
        return run.append(record_);
      }
    }
    if (Status s = append_settled(entry.first, key); !s) return s;
    // Of rows in the store, which serves the next key.
    key.state->clear();
    store_.arena.clear();
    return run.append(record_);
  }

  Status append_settled(uint64_t first, const Key& key) {
    const bool untouched = key.state->last_event_us == INT64_MIN && key.carried();
    if (untouched) return append_done(first, *key.carried(), &record_), Ok{};
    return append_done(plan_, first, *key.state, &record_);
  }

  Settlement& all_;
  const StreamPlan& plan_;
  const BatchOptions& options_;
  const Replay how_;
  expr::Machine machine_;
  StreamEvaluator evaluator_;
  FailureCounts counts_;
  StageClock clock_;
  RowStore store_;  // of rows that waiting events save
  SpillStream* waiting_ = nullptr;
  std::string record_;
};

Settlement::Settlement(const StreamPlan& plan, const BatchOptions& options, Spill& spill,
                       std::deque<Shard>& shards)
    : plan_(plan), options_(options), spill_(spill) {
  spill.waiting.begin(spill.watch.budget_bytes() / 64);
  for (Shard& shard : shards) {
    for (Partition& partition : shard.partitions()) tasks_.push_back({&partition, SpillStream(spill.store)});
  }
  // Those in memory first: they make room for the others.
  std::stable_partition(tasks_.begin(), tasks_.end(),
                        [](const Task& task) { return task.partition->in_memory(); });
}

Status Settlement::first_pass(bool logs_stay) { return run_pass(Replay::kApply, logs_stay); }

Status Settlement::second_pass() {
  for (Task& task : tasks_) {
    if (Status s = task.partition->disk->events.finish(); !s) return s;
    task.partition->disk->keys = std::move(task.waiting);
    task.partition->disk->resume = 0;
  }
  std::erase_if(tasks_, [](const Task& task) { return task.partition->disk->keys.records() == 0; });
  return run_pass(Replay::kGather, false);
}

Status Settlement::run_pass(Replay how, bool logs_stay) {
  std::atomic<size_t> next{0};
  std::atomic<bool> failed{false};
  std::optional<Error> failure;
  const auto work = [&](int) {
    Worker worker(*this, how);
    for (size_t i; !failed && (i = next++) < tasks_.size();) {
      const Status s = worker.settle(tasks_[i], logs_stay);
      if (s) continue;
      std::lock_guard lock(mutex_);
      if (!failed.exchange(true)) failure = s.error();
    }
    worker.finish();
  };
  share_among_threads(options_.threads, work);
  if (failure) return *std::move(failure);
  return Ok{};
}

void Settlement::add_to(BatchStats* stats) const {
  stats->kept.merge(counts_.kept);
  stats->budgets_exceeded += counts_.budgets_exceeded;
  for (size_t i = 0; i < kStageCount; ++i) stats->stages[i] += counts_.stages[i];
}

}  // namespace headrace
