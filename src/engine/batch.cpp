#include "engine/batch.h"

#include <algorithm>
#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <span>
#include <thread>

#include "engine/ingest.h"
#include "engine/stream_evaluator.h"
#include "engine/window_evaluator.h"

namespace headrace {
namespace {

// Evaluates identities in tasks of consecutive ones; any number of threads gives the same results in the same
// order.
class Evaluation {
 public:
  Evaluation(const StreamPlan& stream, const WindowPlan* window, ResultSink& sink,
             const BatchOptions& options, const std::vector<Key*>& keys, std::deque<RowStore>& stores)
      : stream_(stream), window_(window), sink_(sink), options_(options), keys_(keys), stores_(stores) {}

  Status run(BatchStats* stats) {
    total_ = stats;
    const size_t tasks = (keys_.size() + options_.task_identities - 1) / options_.task_identities;
    const int workers =
        std::max(1, std::min<int>(options_.threads, static_cast<int>(std::max<size_t>(tasks, 1))));
    done_.resize(tasks);
    stores_.resize(static_cast<size_t>(workers));
    std::vector<std::thread> threads;
    std::vector<BatchStats> parts(static_cast<size_t>(workers));
    for (int i = 1; i < workers; ++i)
      threads.emplace_back(
          [&, i] { work(&parts[static_cast<size_t>(i)], stores_[static_cast<size_t>(i)], false); });
    work(&parts[0], stores_[0], true);
    for (std::thread& t : threads) t.join();
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

 private:
  // What a task gives, until it is written.
  struct Done {
    std::unique_ptr<ResultSink::Chunk> rows;
    StateSink::Part state;
  };

  // The first worker also writes what is ready, in order.
  void work(BatchStats* stats, RowStore& store, bool writes) {
    expr::Machine machine;
    machine.now_us = options_.now_us;
    StreamEvaluator evaluator(stream_, machine);
    std::unique_ptr<WindowEvaluator> windows;
    if (window_) windows = std::make_unique<WindowEvaluator>(stream_, *window_, machine, options_.seed);
    FailureCounts counts(options_.keep_going);
    FailureCounts* const observer = options_.observer ? options_.observer : &counts;
    if (options_.count_kept || options_.keep_going || options_.observer) {
      evaluator.observe(observer);
      if (windows) windows->observe(observer);
    }
    const size_t key_bytes = KeyTable::key_bytes(stream_);
    StageClock clock(options_.profile);
    std::vector<IdentityResult> results;  // whose memory is used again
    for (;;) {
      const size_t task = next_.fetch_add(1);
      if (task >= done_.size() || failed_) break;
      if (options_.cancelled && *options_.cancelled) return fail(cancelled_error());
      if (!wait_for_room(task, writes)) return;
      const size_t begin = task * options_.task_identities;
      const std::span<Key* const> keys(&keys_[begin],
                                       std::min(keys_.size() - begin, options_.task_identities));
      results.resize(keys.size());
      for (IdentityResult& result : results) result.rows.clear();
      Done done;
      for (size_t i = 0; i < keys.size(); ++i) {
        // Keys lie far apart, and so do their saved rows.
        constexpr size_t kAhead = 8;
        if (begin + i + kAhead < keys_.size()) keys_[begin + i + kAhead]->prefetch(key_bytes);
        if (i + kAhead / 2 < keys.size()) keys[i + kAhead / 2]->state->saved.prefetch_first();
        keys[i]->state->move_to(store);
        if (!finish(*keys[i], evaluator, machine, &done.state)) return;
        results[i].state = keys[i]->state.get();
        stats->blocks += keys[i]->state->saved.size();
      }
      clock.lap(Stage::kEvaluate);
      for (size_t i = 0; windows && i < results.size(); ++i) {
        constexpr size_t kAhead = 4;
        IdentityResult& result = results[i];
        if (i + kAhead < results.size()) results[i + kAhead].state->saved.prefetch_second();
        if (!windows->evaluate(*result.state, &result.rows)) return fail_budget(machine, *result.state);
        stats->window_rows += result.rows.size();
      }
      clock.lap(Stage::kWindows);
      evaluated_.fetch_add(keys.size(), std::memory_order_relaxed);
      done.rows = sink_.encode(results);
      for (Key* key : keys) key->state.reset();
      {
        std::lock_guard lock(mutex_);
        done_[task] = std::move(done);
      }
      ready_.notify_all();
      if (writes) write_ready();
      clock.lap(Stage::kWrite);
    }
    stats->kept = observer->kept_counts();
    stats->budgets_exceeded = observer->budgets_exceeded();
    if (writes) write_rest();
    clock.lap(Stage::kWrite);
    clock.add_to(&stats->stages);
  }

  // What is left to do of a key once its events are known: those that waited, and rows that are open.
  bool finish(Key& key, StreamEvaluator& evaluator, const expr::Machine& machine, StateSink::Part* left) {
    KeyState& state = *key.state;
    const bool untouched = state.last_event_us == INT64_MIN;
    if (untouched) {
      if (Status s = begin_key(stream_, evaluator, options_.state_in, key); !s) return fail(s.error()), false;
    }
    if (key.waits && !apply_waiting(key, evaluator)) return fail_budget(machine, state), false;
    if (!leave(key, untouched && !key.waits, left)) return false;
    evaluator.finish(state);
    return true;
  }

  void fail_budget(const expr::Machine& machine, const KeyState& state) {
    fail(budget_error(machine.error(), "identity '" + std::string(state.identity()) + "'"));
  }

  // Applies a key's events in time order; those of one moment as they came.
  bool apply_waiting(Key& key, StreamEvaluator& evaluator) {
    std::vector<WaitingEvent>& events = key.waiting;
    if (events.empty()) return true;  // a user's function named another identity the second time
    std::stable_sort(events.begin(), events.end(),
                     [](const WaitingEvent& a, const WaitingEvent& b) { return a.time_us < b.time_us; });
    for (const WaitingEvent& e : events) {
      if (options_.observer) options_.observer->event_begins(e.row);
      if (!evaluator.apply(*key.state, e.row)) return false;
      if (options_.observer) options_.observer->event_done(*key.state);
      // What the event held is not needed again; freeing it here keeps it on one thread.
      std::fill_n(e.row, stream_.event_slot_count(), Value());
    }
    key.state->last_event_us = events.back().time_us;
    events = {};
    return true;
  }

  // The state as the next run will find it: what is still open stays open.
  bool leave(const Key& key, bool untouched, StateSink::Part* part) {
    if (!options_.state_out) return true;
    if (untouched) {
      options_.state_out->pass_on(*key.carried, part);
      return true;
    }
    const Status s = options_.state_out->encode(*key.state, part);
    if (!s) fail(s.error());
    return static_cast<bool>(s);
  }

  // Keeps finished but unwritten results bounded. The writer never waits for itself.
  bool wait_for_room(size_t task, bool writes) {
    constexpr size_t kAheadMax = 256;
    if (writes) return true;
    std::unique_lock lock(mutex_);
    ready_.wait(lock, [&] { return failed_ || task < written_ + kAheadMax; });
    return !failed_;
  }

  void write_ready() {
    while (written_ < done_.size() && !failed_) {
      {
        std::lock_guard lock(mutex_);
        if (!done_[written_].rows) return;
      }
      write(written_);
    }
  }

  void write_rest() {
    while (written_ < done_.size()) {
      {
        std::unique_lock lock(mutex_);
        ready_.wait(lock, [&] { return failed_ || done_[written_].rows; });
        if (failed_) return;
      }
      write(written_);
    }
  }

  void write(size_t task) {
    Done done;
    {
      std::lock_guard lock(mutex_);
      done = std::move(done_[task]);
    }
    if (Status s = sink_.write(std::move(done.rows)); !s) fail(s.error());
    if (options_.state_out) {
      if (Status s = options_.state_out->write(done.state); !s) fail(s.error());
    }
    {
      std::lock_guard lock(mutex_);
      written_ = task + 1;
    }
    ready_.notify_all();
    tell_progress();
  }

  void tell_progress() const {
    if (!options_.on_progress) return;
    BatchStats now = *total_;
    now.evaluated = evaluated_.load(std::memory_order_relaxed);
    options_.on_progress(now);
  }

  void fail(Error error) {
    {
      std::lock_guard lock(mutex_);
      if (!failed_) error_ = std::move(error);
      failed_ = true;
    }
    ready_.notify_all();
  }

  const StreamPlan& stream_;
  const WindowPlan* window_;
  ResultSink& sink_;
  const BatchOptions& options_;
  const std::vector<Key*>& keys_;
  std::deque<RowStore>& stores_;       // of the workers
  const BatchStats* total_ = nullptr;  // as it was when all events were read
  std::atomic<size_t> next_{0};
  std::atomic<uint64_t> evaluated_{0};  // identities, by all workers
  std::atomic<size_t> written_{0};
  std::atomic<bool> failed_{false};
  std::mutex mutex_;
  std::condition_variable ready_;
  std::vector<Done> done_;
  Error error_;
};

}  // namespace

Projection projection_of(const StreamPlan& plan, bool strict) {
  return {plan.keys, EventSlots::kRecord, EventSlots::kKeys, plan.needs_record, strict};
}

Result<BatchStats> run_batch(const StreamPlan& stream, const WindowPlan* window, EventSource& source,
                             ResultSink& sink, const BatchOptions& options) {
  BatchStats stats;
  std::deque<RowStore> stores;  // what keys point into, to their end
  Ingest ingest(stream, source, options, &stats);
  if (Status s = ingest.run(); !s) return s.error();
  stats.all_read = true;
  if (options.on_progress) options.on_progress(stats);
  if (Status s = Evaluation(stream, window, sink, options, ingest.keys(), stores).run(&stats); !s)
    return s.error();
  if (Status s = sink.finish(); !s) return s.error();
  // The state last: while the results are not out, the old one must stand.
  if (options.state_out) {
    if (Status s = options.state_out->finish(); !s) return s.error();
  }
  if (options.on_progress) options.on_progress(stats);
  return stats;
}

}  // namespace headrace
