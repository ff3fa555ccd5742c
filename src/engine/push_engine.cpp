#include "engine/push_engine.h"

#include <span>
#include <string>
#include <utility>

#include "engine/event_json.h"
#include "engine/ingest.h"
#include "engine/pipeline.h"
#include "state/key_codec.h"

namespace headrace {
namespace {

// Such a key has no state: the first event of its identity could not be applied.
bool has_begun(const Key& key) { return key.state->last_event_us != INT64_MIN; }

}  // namespace

PushEngine::AtClock::AtClock(const StreamPlan& plan, int64_t now)
    : now_us(now), evaluator(plan, machine), identifier(plan, now) {
  machine.now_us = now;
}

PushEngine::PushEngine(const StreamPlan& plan, bool keep_going)
    : plan_(plan), keep_going_(keep_going), failures_(keep_going), keys_(plan) {
  set_clock(0);
}

void PushEngine::set_clock(int64_t now_us) {
  if (at_ && at_->now_us == now_us) return;
  at_ = std::make_unique<AtClock>(plan_, now_us);
  if (keep_going_) at_->evaluator.observe(&failures_);
}

Status PushEngine::restore(const StateFile& state) {
  for (const KeyRecord& record : state.keys()) {
    Key& key = keys_.find(record.identity, KeyTable::hash(record.identity), keys_.keys().size());
    at_->evaluator.begin(*key.state);
    if (Status s = state.restore(plan_, record, key.state.get()); !s) return s;
    identities_ += has_begun(key);
  }
  return Ok{};
}

void PushEngine::leave_out(const SkippedEvent& event, const OnSkipped& on_skipped) {
  ++skipped_;
  if (on_skipped) on_skipped(event);
}

Status PushEngine::push(EventSource& source, int64_t now_us, const OnSkipped& on_skipped,
                        const Stops& stops) {
  set_clock(now_us);
  const auto stopped = [&] { return stops && stops(); };
  EventBatch batch;
  for (;;) {
    if (stopped()) return cancelled_error();
    std::vector<SkippedEvent> unread;
    const Result<bool> more = source.read(&batch, &unread);
    for (const SkippedEvent& event : unread) leave_out(event, on_skipped);
    for (size_t i = 0; i < batch.size(); ++i) {
      if (stopped()) return cancelled_error();
      if (Status s = take(batch.row(i), batch.places[i], source, on_skipped); !s) return s;
    }
    if (!more) return more.error();
    if (!*more) return Ok{};
  }
}

Status PushEngine::take(Value* row, EventPlace place, const EventSource& source,
                        const OnSkipped& on_skipped) {
  auto& [now_us, machine, evaluator, identifier] = *at_;
  const auto where = [&] { return source.files()[place.file] + ":" + std::to_string(place.line); };
  const auto skip = [&](const char* reason, std::string detail) {
    leave_out({place, reason, std::move(detail), event_json(plan_, row)}, on_skipped);
  };
  if (!identifier.identify(row)) {
    if (identifier.error().type == Exc::kBudgetError) {
      if (!keep_going_) return budget_error(identifier.error().text(), where());
      ++budgets_exceeded_;
    }
    skip(identifier.reason(), identifier.detail());
    return Ok{};
  }
  const std::string_view identity = identifier.identity().str();
  Key& key = keys_.find(identity, KeyTable::hash(identity), events_);
  KeyState& state = *key.state;
  const bool is_first = !has_begun(key);
  if (is_first) {
    evaluator.begin(state);
  } else if (identifier.time_us() < state.last_event_us) {
    ++refused_;
    skip("late", before_last_event(identifier.time_us(), state.last_event_us, identity));
    return Ok{};
  }
  row[EventSlots::kTime] = identifier.time();
  row[EventSlots::kIdentity] = identifier.identity();
  if (!evaluator.apply(state, row)) {
    if (is_first) state.clear();  // as if it had not come
    return budget_error(machine.error().text(), where());
  }
  state.last_event_us = identifier.time_us();
  ++events_;
  identities_ += is_first;
  return Ok{};
}

// Of a copy, whose open rows are saved as at the end of a run.
Status PushEngine::write_blocks(const KeyState& state, ResultSink& sink) {
  std::string bytes;
  if (Status s = encode_key(plan_, state, &bytes); !s) return s;
  RowStore store;
  const KeyState::Owner copy = KeyState::make(plan_, state.identity(), store);
  at_->evaluator.begin(*copy);
  std::string_view rest = bytes;
  KeyRecord record;
  const bool copied = next_key(&rest, &record) && decode_rows(plan_, record, copy.get());
  HEADRACE_CHECK(copied);
  if (!at_->evaluator.finish(*copy))
    return budget_error(at_->machine.error().text(), "identity '" + std::string(state.identity()) + "'");
  IdentityResult result;
  result.state = copy.get();
  return sink.write(sink.encode(std::span(&result, 1)));
}

Status PushEngine::blocks(std::optional<std::string_view> only, ResultSink& sink) {
  if (only) {
    const Key* const key = keys_.find(*only, KeyTable::hash(*only));
    if (key && has_begun(*key)) {
      if (Status s = write_blocks(*key->state, sink); !s) return s;
    }
    return sink.finish();
  }
  for (const KeyTable::Entry& entry : keys_.keys()) {
    if (!has_begun(*entry.key)) continue;
    if (Status s = write_blocks(*entry.key->state, sink); !s) return s;
  }
  return sink.finish();
}

Status PushEngine::snapshot(StateSink& sink) {
  StateSink::Part part;
  for (const KeyTable::Entry& entry : keys_.keys()) {
    if (!has_begun(*entry.key)) continue;
    if (Status s = sink.encode(*entry.key->state, &part); !s) return s;
  }
  if (Status s = sink.write(part); !s) return s;
  if (Status s = sink.close(); !s) return s;
  return sink.publish();
}

}  // namespace headrace
