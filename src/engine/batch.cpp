#include "engine/batch.h"

#include <algorithm>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <thread>

#include "engine/collect.h"
#include "engine/stream_evaluator.h"
#include "engine/window_evaluator.h"

namespace headrace {
namespace {

// One identity's events lie far apart, as they were read.
void prefetch(const Value* slots) {
  const auto* bytes = reinterpret_cast<const char*>(slots);
  __builtin_prefetch(bytes);
  __builtin_prefetch(bytes + 64);
}

// Evaluates identities in tasks of consecutive ones; any number of threads gives the same results in the same
// order.
class Evaluation {
 public:
  Evaluation(const StreamPlan& stream, const WindowPlan* window, ResultSink& sink,
             const BatchOptions& options, Collected& collected)
      : stream_(stream), window_(window), sink_(sink), options_(options), collected_(collected) {}

  Status run(BatchStats* stats) {
    total_ = stats;
    const size_t tasks =
        (collected_.identities.size() + options_.task_identities - 1) / options_.task_identities;
    const int workers =
        std::max(1, std::min<int>(options_.threads, static_cast<int>(std::max<size_t>(tasks, 1))));
    done_.resize(tasks);
    std::vector<std::thread> threads;
    std::vector<BatchStats> parts(static_cast<size_t>(workers));
    for (int i = 1; i < workers; ++i)
      threads.emplace_back([&, i] { work(&parts[static_cast<size_t>(i)], false); });
    work(&parts[0], true);
    for (std::thread& t : threads) t.join();
    for (const BatchStats& p : parts) {
      stats->evaluated += p.evaluated;
      stats->blocks += p.blocks;
      stats->window_rows += p.window_rows;
      stats->budgets_exceeded += p.budgets_exceeded;
      stats->kept.merge(p.kept);
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
  void work(BatchStats* stats, bool writes) {
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
    for (;;) {
      const size_t task = next_.fetch_add(1);
      if (task >= done_.size() || failed_) break;
      if (options_.cancelled && *options_.cancelled) return fail(cancelled_error());
      if (!wait_for_room(task, writes)) return;
      std::vector<IdentityResult> results;
      Done done;
      const size_t end = std::min(collected_.identities.size(), (task + 1) * options_.task_identities);
      for (size_t i = task * options_.task_identities; i < end; ++i) {
        results.emplace_back();
        if (!evaluate(collected_.identities[i], evaluator, windows.get(), machine, &results.back(),
                      &done.state, stats))
          return;
      }
      done.rows = sink_.encode(std::move(results));
      {
        std::lock_guard lock(mutex_);
        done_[task] = std::move(done);
      }
      ready_.notify_all();
      if (writes) write_ready();
    }
    stats->kept = observer->kept_counts();
    stats->budgets_exceeded = observer->budgets_exceeded();
    if (writes) write_rest();
  }

  bool evaluate(Identity& identity, StreamEvaluator& evaluator, WindowEvaluator* windows,
                expr::Machine& machine, IdentityResult* result, StateSink::Part* left, BatchStats* stats) {
    if (!identity.sorted) {
      std::stable_sort(identity.events.begin(), identity.events.end(),
                       [](const StoredEvent& a, const StoredEvent& b) { return a.time_us < b.time_us; });
    }
    result->state = evaluator.make_state(identity.name);
    RunObserver* const observer = options_.observer;
    if (!restore(identity, &result->state)) return false;
    for (size_t i = 0; i < identity.events.size(); ++i) {
      const StoredEvent& e = identity.events[i];
      if (i + 2 < identity.events.size()) prefetch(identity.events[i + 2].slots);
      if (observer) observer->event_begins(e.slots);
      if (!evaluator.apply(result->state, e.slots))
        return fail(budget_error(machine, "identity '" + identity.name + "'")), false;
      if (observer) observer->event_done(result->state);
      // What the event held is not needed again; freeing it here keeps it on one thread.
      for (size_t k = 0; k < stream_.event_slot_count(); ++k) e.slots[k] = Value();
    }
    stats->evaluated += identity.events.size();
    evaluated_.fetch_add(identity.events.size(), std::memory_order_relaxed);
    if (!leave(identity, &result->state, left)) return false;
    identity.events = {};
    evaluator.finish(result->state);
    stats->blocks += result->state.saved.size();
    if (windows) {
      if (!windows->evaluate(result->state, &result->rows))
        return fail(budget_error(machine, "identity '" + identity.name + "'")), false;
      stats->window_rows += result->rows.size();
    }
    return true;
  }

  bool restore(const Identity& identity, KeyState* state) {
    if (!identity.carried) return true;
    const Status s = options_.state_in->restore(stream_, *identity.carried, state);
    if (!s) fail(s.error());
    return static_cast<bool>(s);
  }

  // The state as the next run will find it: what is still open stays open.
  bool leave(const Identity& identity, KeyState* state, StateSink::Part* part) {
    if (!options_.state_out) return true;
    if (identity.events.empty()) {
      options_.state_out->pass_on(*identity.carried, part);
      return true;
    }
    state->last_event_us = identity.events.back().time_us;
    const Status s = options_.state_out->encode(*state, part);
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
  Collected& collected_;
  const BatchStats* total_ = nullptr;  // as it was when all events were read
  std::atomic<size_t> next_{0};
  std::atomic<uint64_t> evaluated_{0};  // events, by all workers
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
  Collected collected;
  if (Status s = collect(stream, source, options, &stats, &collected); !s) return s.error();
  stats.all_read = true;
  if (options.on_progress) options.on_progress(stats);
  if (Status s = Evaluation(stream, window, sink, options, collected).run(&stats); !s) return s.error();
  if (Status s = sink.finish(); !s) return s.error();
  // The state last: while the results are not out, the old one must stand.
  if (options.state_out) {
    if (Status s = options.state_out->finish(); !s) return s.error();
  }
  if (options.on_progress) options.on_progress(stats);
  return stats;
}

}  // namespace headrace
