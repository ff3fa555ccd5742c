#include "engine/evaluation.h"

#include <algorithm>
#include <array>
#include <vector>

#include "base/threads.h"
#include "engine/ingest.h"
#include "engine/key_steps.h"
#include "engine/spilled_key.h"

namespace headrace {
namespace {

// Asks for the memory of saved rows, which lie in chunks here and there, while those of other keys are
// walked.
class RowsAhead {
 public:
  explicit RowsAhead(const std::vector<IdentityResult>& keys) : keys_(keys) {
    while (next_ < kKeys) begin();
  }
  // Before each key.
  void step() {
    begin();
    for (SavedRows::Ahead& rows : rows_) rows.step();
  }

 private:
  static constexpr size_t kKeys = 12;  // whose rows are on their way together

  void begin() {
    SavedRows::Ahead& rows = rows_[next_ % kKeys];
    rows = next_ < keys_.size() ? SavedRows::Ahead(keys_[next_].state->saved) : SavedRows::Ahead();
    ++next_;
  }

  const std::vector<IdentityResult>& keys_;
  size_t next_ = 0;
  std::array<SavedRows::Ahead, kKeys> rows_;
};

}  // namespace

// What one thread evaluates with.
class Evaluation::Worker {
 public:
  Worker(Evaluation& all, RowStore& store, BatchStats* stats)
      : all_(all),
        options_(all.options_),
        stream_(all.stream_),
        store_(store),
        stats_(*stats),
        evaluator_(stream_, machine_),
        counts_(options_.keep_going),
        observer_(options_.observer ? options_.observer : &counts_),
        key_bytes_(KeyTable::key_bytes(stream_)),
        clock_(options_.profile) {
    machine_.now_us = options_.now_us;
    if (all.window_)
      windows_ = std::make_unique<WindowEvaluator>(stream_, *all.window_, machine_, options_.seed);
    if (options_.keep_going || options_.observer) {
      evaluator_.observe(observer_);
      if (windows_) windows_->observe(observer_);
    } else if (options_.count_kept) {
      evaluator_.count(&counts_.kept_counts());
      if (windows_) windows_->count(&counts_.kept_counts());
    }
  }

  // The first worker also writes what is ready, in order.
  void work(bool writes) {
    KeyBatch batch;
    while (all_.take(&task_, &batch, writes)) {
      Done done;
      if (!evaluate(batch, &done)) return;
      all_.give(task_, std::move(done));
      if (writes) all_.write_ready();
      clock_.lap(Stage::kWrite);
    }
    stats_.kept = observer_->kept_counts();
    stats_.budgets_exceeded = observer_->budgets_exceeded();
    if (writes) all_.write_rest();
    clock_.lap(Stage::kWrite);
    clock_.add_to(&stats_.stages);
  }

 private:
  bool evaluate(const KeyBatch& batch, Done* done) {
    if (!batch.ends.empty()) return restore(batch) && evaluate(restored_, done);
    return evaluate(batch.keys, done);
  }

  bool evaluate(const std::vector<Key*>& keys, Done* done) {
    std::vector<IdentityResult>& results = results_;
    results.resize(keys.size());
    for (IdentityResult& result : results) result.rows.clear();
    // Keys lie far apart, and so do their saved rows.
    constexpr size_t kAhead = 8;
    for (size_t i = 0; i < std::min(kAhead, keys.size()); ++i) keys[i]->prefetch(key_bytes_);
    for (size_t i = 0; i < keys.size(); ++i) {
      if (i + kAhead < keys.size()) keys[i + kAhead]->prefetch(key_bytes_);
      if (i + kAhead / 2 < keys.size()) keys[i + kAhead / 2]->state->saved.prefetch_end();
      keys[i]->state->move_to(store_);
      if (!finish(*keys[i], &done->state)) return false;
      results[i].state = keys[i]->state.get();
      stats_.blocks += keys[i]->state->saved.size();
    }
    clock_.lap(Stage::kEvaluate);
    RowsAhead ahead(results);
    for (size_t i = 0; windows_ && i < results.size(); ++i) {
      IdentityResult& result = results[i];
      ahead.step();
      if (!windows_->evaluate(*result.state, &result.rows)) return fail_budget(*result.state);
      stats_.window_rows += result.rows.size();
    }
    clock_.lap(Stage::kWindows);
    all_.evaluated_.fetch_add(keys.size(), std::memory_order_relaxed);
    done->rows = all_.sink_.encode(results);
    // Rows saved since move_to() end with their keys, so their memory serves the next ones.
    for (Key* key : keys) key->state.reset();
    store_.arena.clear();
    return true;
  }

  // Keys that come from disk are as such that an earlier run left and no event has touched.
  bool restore(const KeyBatch& batch) {
    restored_.clear();
    keys_.clear();
    records_.resize(batch.ends.size());
    size_t begin = 0;
    for (size_t i = 0; i < batch.ends.size(); ++i) {
      SpilledKey spilled;
      if (!read_key(std::string_view(batch.records).substr(begin, batch.ends[i] - begin), nullptr, &spilled))
        return fail(damaged_spill());
      begin = batch.ends[i];
      if (spilled.form == SpilledKey::Form::kFailed) {
        return fail(budget_error(std::string(spilled.message),
                                 "identity '" + std::string(spilled.record.identity) + "'"));
      }
      records_[i] = spilled.record;
      Key& key = keys_.emplace_back(KeyState::make(stream_, spilled.record.identity, store_));
      key.set_carried(&records_[i]);
      restored_.push_back(&key);
    }
    return true;
  }

  // What is left to do of a key once its events are known: those that waited, and rows that are open.
  bool finish(Key& key, StateSink::Part* left) {
    KeyState& state = *key.state;
    const bool untouched = state.last_event_us == INT64_MIN;
    if (untouched && !begin(key)) return false;
    if (key.waits() && !apply_waiting(stream_, evaluator_, options_.observer, key)) return fail_budget(state);
    if (!leave(key, untouched && !key.waits(), left)) return false;
    return evaluator_.finish(state) || fail_budget(state);
  }

  bool begin(Key& key) {
    if (restored_.empty()) {
      const Status s = begin_key(stream_, evaluator_, options_.state_in, key);
      return s || fail(s.error());
    }
    evaluator_.begin(*key.state);
    return decode_rows(stream_, *key.carried(), key.state.get()) || fail(damaged_spill());
  }

  // The state as the next run will find it: what is still open stays open.
  bool leave(const Key& key, bool untouched, StateSink::Part* part) {
    if (!options_.state_out || (!untouched && key.state->last_event_us == INT64_MIN)) return true;
    if (untouched) {
      options_.state_out->pass_on(*key.carried(), part);
      return true;
    }
    const Status s = options_.state_out->encode(*key.state, part);
    return s || fail(s.error());
  }

  bool fail_budget(const KeyState& state) {
    return fail(budget_error(machine_.error().text(), "identity '" + std::string(state.identity()) + "'"));
  }

  bool fail(Error error) {
    all_.fail(std::move(error), task_);
    return false;
  }

  Evaluation& all_;
  const BatchOptions& options_;
  const StreamPlan& stream_;
  RowStore& store_;
  BatchStats& stats_;
  expr::Machine machine_;
  StreamEvaluator evaluator_;
  std::unique_ptr<WindowEvaluator> windows_;
  FailureCounts counts_;
  FailureCounts* const observer_;
  const size_t key_bytes_;
  size_t task_ = 0;
  std::vector<IdentityResult> results_;  // of the keys at hand, whose memory is used again
  // The keys at hand where they come from disk.
  std::deque<Key> keys_;
  std::vector<KeyRecord> records_;
  std::vector<Key*> restored_;
  StageClock clock_;
};

Status Evaluation::run(BatchStats* stats) {
  total_ = stats;
  const size_t tasks = (keys_.size() + options_.task_identities - 1) / options_.task_identities;
  const int workers =
      static_cast<int>(std::clamp<size_t>(tasks, 1, static_cast<size_t>(std::max(options_.threads, 1))));
  stores_.resize(static_cast<size_t>(workers));
  std::vector<BatchStats> parts(static_cast<size_t>(workers));
  const auto work = [&](int i) {
    Worker(*this, stores_[static_cast<size_t>(i)], &parts[static_cast<size_t>(i)]).work(i == 0);
  };
  share_among_threads(workers, work);
  stats->evaluated = evaluated_;
  for (const BatchStats& p : parts) {
    stats->blocks += p.blocks;
    stats->window_rows += p.window_rows;
    stats->budgets_exceeded += p.budgets_exceeded;
    stats->kept.merge(p.kept);
    for (size_t i = 0; i < kStageCount; ++i) stats->stages[i] += p.stages[i];
  }
  if (failed_) return error_;
  return Ok{};
}

// The next task. False at the end, and once the run has failed.
bool Evaluation::take(size_t* task, KeyBatch* batch, bool writes) {
  if (failed_) return false;
  {
    std::lock_guard lock(order_mutex_);
    *task = next_;
    if (options_.cancelled && *options_.cancelled) return fail(cancelled_error(), *task), false;
    if (Status s = keys_.next(options_.task_identities, batch); !s) return fail(s.error(), *task), false;
    if (batch->size() == 0) {
      tasks_ = next_;
      return false;
    }
    ++next_;
  }
  // Keeps finished but unwritten results bounded. The writer never waits for itself.
  const size_t ahead_max = options_.memory_bytes > 0 ? 8 : 256;
  if (writes) return true;
  std::unique_lock lock(mutex_);
  ready_.wait(lock, [&] { return failed_ || *task < written_ + ahead_max; });
  return !failed_;
}

void Evaluation::give(size_t task, Done done) {
  {
    std::lock_guard lock(mutex_);
    done_.emplace(task, std::move(done));
  }
  ready_.notify_all();
}

void Evaluation::write_ready() {
  while (written_ < tasks_ && !failed_) {
    {
      std::lock_guard lock(mutex_);
      if (!done_.contains(written_)) return;
    }
    write(written_);
  }
}

void Evaluation::write_rest() {
  while (written_ < tasks_) {
    {
      std::unique_lock lock(mutex_);
      ready_.wait(lock, [&] { return failed_ || done_.contains(written_); });
      if (failed_) return;
    }
    write(written_);
  }
}

void Evaluation::write(size_t task) {
  Done done;
  {
    std::lock_guard lock(mutex_);
    const auto found = done_.find(task);
    done = std::move(found->second);
    done_.erase(found);
  }
  if (Status s = sink_.write(std::move(done.rows)); !s) fail(s.error(), task);
  if (options_.state_out) {
    if (Status s = options_.state_out->write(done.state); !s) fail(s.error(), task);
  }
  {
    std::lock_guard lock(mutex_);
    written_ = task + 1;
  }
  ready_.notify_all();
  tell_progress();
}

void Evaluation::tell_progress() const {
  if (!options_.on_progress) return;
  BatchStats now = *total_;
  now.evaluated = evaluated_.load(std::memory_order_relaxed);
  options_.on_progress(now);
}

void Evaluation::fail(Error error, size_t task) {
  {
    std::lock_guard lock(mutex_);
    if (!failed_ || task < failed_task_) {
      error_ = std::move(error);
      failed_task_ = task;
    }
    failed_ = true;
  }
  ready_.notify_all();
}

}  // namespace headrace
