#include "engine/batch.h"

#include <algorithm>
#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <thread>
#include <unordered_map>

#include "data/datetime.h"
#include "engine/field_value.h"
#include "pylib/api.h"

namespace headrace {
namespace {

struct StoredEvent {
  int64_t time_us;
  Value* slots;
};

struct Identity {
  std::string name;
  std::vector<StoredEvent> events;
  bool sorted = true;
  const KeyRecord* carried = nullptr;  // where an earlier run left it
};

// Every valid event, by identity, in order of first appearance.
struct Collected {
  std::deque<Identity> identities;
  std::vector<std::unique_ptr<EventBatch>> batches;  // own the slots
};

Error cancelled_error() { return {ErrorKind::kOutside, "interrupted", "", "", false}; }

Error evaluation_error(const expr::Machine& machine, const std::string& identity) {
  return {ErrorKind::kInput, machine.error().text(), "identity '" + identity + "'",
          "an expression used up its budget on this input; see docs/limits.md", false};
}

// Reads the source to its end, evaluating Identity and Time.
class Collector {
 public:
  Collector(const StreamPlan& plan, EventSource& source, const BatchOptions& options, BatchStats* stats)
      : plan_(plan), source_(source), options_(options), stats_(stats) {
    machine_.now_us = options.now_us;
  }

  Status run(Collected* out) {
    if (options_.state_in) carry(out);
    for (;;) {
      if (options_.cancelled && *options_.cancelled) return cancelled_error();
      auto batch = std::make_unique<EventBatch>();
      std::vector<SkippedEvent> skipped;
      Result<bool> more = source_.read(batch.get(), &skipped);
      for (const SkippedEvent& s : skipped) skip(s);
      if (!more) return more.error();
      for (size_t i = 0; i < batch->size(); ++i) {
        if (Status s = take(batch->row(i), batch->places[i], out); !s) return s;
      }
      if (batch->size() > 0) out->batches.push_back(std::move(batch));
      if (options_.on_progress) options_.on_progress(*stats_);
      if (!*more) return Ok{};
    }
  }

 private:
  // Identities of the state come before new ones, in the order in which they first came.
  void carry(Collected* out) {
    for (const KeyRecord& key : options_.state_in->keys()) {
      text_ = key.identity;
      find(out).carried = &key;
    }
  }

  void skip(const SkippedEvent& event) {
    ++stats_->skipped;
    if (options_.on_skipped) options_.on_skipped(event);
  }
  Status skip(EventPlace place, const char* reason, std::string detail) {
    if (machine_.error().type == Exc::kBudgetError) return evaluation_error(machine_, "?");
    skip({place, reason, std::move(detail), ""});
    return Ok{};
  }

  Status take(Value* row, EventPlace place, Collected* out) {
    bases_[0] = row;
    machine_.clear_error();
    Value identity;
    if (!machine_.evaluate(*plan_.identity, {bases_}, &identity)) {
      return skip(place, "identity cannot be evaluated", machine_.error().text());
    }
    bool truth = false;
    if (!pylib::truthy(machine_, identity, &truth) || !truth) return skip(place, "identity is empty", "");
    text_.clear();
    if (!pylib::append_str(machine_, identity, &text_))
      return skip(place, "identity cannot be evaluated", machine_.error().text());
    if (text_.find_first_not_of(" \t\n\r\f\v") == std::string::npos)
      return skip(place, "identity is empty", "");

    Value time;
    if (plan_.time) {
      Value result;
      if (!machine_.evaluate(*plan_.time, {bases_}, &result)) {
        return skip(place, "time cannot be evaluated", machine_.error().text());
      }
      if (!as_event_time(result, &time)) {
        return skip(place, "time is not a datetime", "it is a " + std::string(type_name(result)));
      }
    } else {
      time = Value::datetime(options_.now_us, Zone::kFixed, 0);
    }

    Identity& owner = find(out);
    const int64_t time_us = instant_us(time);
    if (owner.carried && time_us < owner.carried->last_event_us) {
      skip(before_state_end(place, time_us, *owner.carried));
      return Ok{};
    }
    row[EventSlots::kTime] = time;
    row[EventSlots::kIdentity] = Value::string(text_);
    if (!owner.events.empty() && time_us < owner.events.back().time_us) owner.sorted = false;
    owner.events.push_back({time_us, row});
    ++stats_->events;
    if (options_.on_event) options_.on_event(place, owner.name, time_us);
    return Ok{};
  }

  Identity& find(Collected* out) {
    const auto [it, inserted] = index_.emplace(text_, static_cast<uint32_t>(out->identities.size()));
    if (inserted) {
      out->identities.push_back({text_, {}, true});
      ++stats_->identities;
    }
    return out->identities[it->second];
  }

  const StreamPlan& plan_;
  EventSource& source_;
  const BatchOptions& options_;
  BatchStats* stats_;
  expr::Machine machine_;
  const Value* bases_[1];
  std::string text_;
  std::unordered_map<std::string, uint32_t> index_;
};

// Evaluates identities in tasks of consecutive ones; any number of threads gives the same results in the same
// order.
class Evaluation {
 public:
  Evaluation(const StreamPlan& stream, const WindowPlan* window, ResultSink& sink,
             const BatchOptions& options, Collected& collected)
      : stream_(stream), window_(window), sink_(sink), options_(options), collected_(collected) {}

  Status run(BatchStats* stats) {
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
    if (options_.count_kept) evaluator.count_kept(&stats->kept);
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
    if (writes) write_rest();
  }

  bool evaluate(Identity& identity, StreamEvaluator& evaluator, WindowEvaluator* windows,
                expr::Machine& machine, IdentityResult* result, StateSink::Part* left, BatchStats* stats) {
    if (!identity.sorted) {
      std::stable_sort(identity.events.begin(), identity.events.end(),
                       [](const StoredEvent& a, const StoredEvent& b) { return a.time_us < b.time_us; });
    }
    result->state = evaluator.make_state(identity.name);
    if (!restore(identity, &result->state)) return false;
    for (const StoredEvent& e : identity.events) {
      if (!evaluator.apply(result->state, e.slots))
        return fail(evaluation_error(machine, identity.name)), false;
      // What the event held is not needed again; freeing it here keeps it on one thread.
      for (size_t k = 0; k < stream_.event_slot_count(); ++k) e.slots[k] = Value();
    }
    stats->evaluated += identity.events.size();
    if (!leave(identity, &result->state, left)) return false;
    identity.events = {};
    evaluator.finish(result->state);
    stats->blocks += result->state.saved.size();
    if (windows) {
      if (!windows->evaluate(result->state, &result->rows))
        return fail(evaluation_error(machine, identity.name)), false;
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
  std::atomic<size_t> next_{0};
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
  if (Status s = Collector(stream, source, options, &stats).run(&collected); !s) return s.error();
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
