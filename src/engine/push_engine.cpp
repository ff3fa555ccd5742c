#include "engine/push_engine.h"

#include <span>
#include <string>
#include <utility>

#include "engine/event_json.h"
#include "engine/ingest.h"
#include "state/key_codec.h"

namespace headrace {
PushEngine::PushEngine(const StreamPlan& plan, int64_t now_us, bool keep_going)
    : plan_(plan),
      keep_going_(keep_going),
      evaluator_(plan, machine_),
      identifier_(plan, now_us),
      failures_(keep_going),
      keys_(plan) {
  machine_.now_us = now_us;
  if (keep_going) evaluator_.observe(&failures_);
}

Status PushEngine::restore(const StateFile& state) {
  for (const KeyRecord& record : state.keys()) {
    Key& key = keys_.find(record.identity, KeyTable::hash(record.identity), keys_.keys().size());
    evaluator_.begin(*key.state);
    if (Status s = state.restore(plan_, record, key.state.get()); !s) return s;
  }
  return Ok{};
}

void PushEngine::leave_out(const SkippedEvent& event, const OnSkipped& on_skipped) {
  ++skipped_;
  if (on_skipped) on_skipped(event);
}

Status PushEngine::push(EventSource& source, const OnSkipped& on_skipped) {
  EventBatch batch;
  for (;;) {
    std::vector<SkippedEvent> unread;
    const Result<bool> more = source.read(&batch, &unread);
    for (const SkippedEvent& event : unread) leave_out(event, on_skipped);
    for (size_t i = 0; i < batch.size(); ++i) {
      if (Status s = take(batch.row(i), batch.places[i], source, on_skipped); !s) return s;
    }
    if (!more) return more.error();
    if (!*more) return Ok{};
  }
}

Status PushEngine::take(Value* row, EventPlace place, const EventSource& source,
                        const OnSkipped& on_skipped) {
  const auto where = [&] { return source.files()[place.file] + ":" + std::to_string(place.line); };
  const auto skip = [&](const char* reason, std::string detail) {
    leave_out({place, reason, std::move(detail), event_json(plan_, row)}, on_skipped);
  };
  if (!identifier_.identify(row)) {
    if (identifier_.error().type == Exc::kBudgetError) {
      if (!keep_going_) return budget_error(identifier_.error().text(), where());
      ++budgets_exceeded_;
    }
    skip(identifier_.reason(), identifier_.detail());
    return Ok{};
  }
  const std::string_view identity = identifier_.identity().str();
  KeyState& state = *keys_.find(identity, KeyTable::hash(identity), events_).state;
  if (state.last_event_us == INT64_MIN) {
    evaluator_.begin(state);
  } else if (identifier_.time_us() < state.last_event_us) {
    ++refused_;
    skip("late", before_last_event(identifier_.time_us(), state.last_event_us, identity));
    return Ok{};
  }
  row[EventSlots::kTime] = identifier_.time();
  row[EventSlots::kIdentity] = identifier_.identity();
  if (!evaluator_.apply(state, row)) return budget_error(machine_.error().text(), where());
  state.last_event_us = identifier_.time_us();
  ++events_;
  return Ok{};
}

// Of a copy, whose open rows are saved as at the end of a run.
Status PushEngine::write_blocks(const KeyState& state, ResultSink& sink) {
  std::string bytes;
  if (Status s = encode_key(plan_, state, &bytes); !s) return s;
  RowStore store;
  const KeyState::Owner copy = KeyState::make(plan_, state.identity(), store);
  evaluator_.begin(*copy);
  std::string_view rest = bytes;
  KeyRecord record;
  const bool copied = next_key(&rest, &record) && decode_rows(plan_, record, copy.get());
  HEADRACE_CHECK(copied);
  evaluator_.finish(*copy);
  IdentityResult result;
  result.state = copy.get();
  return sink.write(sink.encode(std::span(&result, 1)));
}

Status PushEngine::blocks(std::optional<std::string_view> only, ResultSink& sink) {
  if (only) {
    const Key* const key = keys_.find(*only, KeyTable::hash(*only));
    if (key) {
      if (Status s = write_blocks(*key->state, sink); !s) return s;
    }
    return sink.finish();
  }
  for (const KeyTable::Entry& entry : keys_.keys()) {
    if (Status s = write_blocks(*entry.key->state, sink); !s) return s;
  }
  return sink.finish();
}

Status PushEngine::snapshot(StateSink& sink) {
  StateSink::Part part;
  for (const KeyTable::Entry& entry : keys_.keys()) {
    if (Status s = sink.encode(*entry.key->state, &part); !s) return s;
  }
  if (Status s = sink.write(part); !s) return s;
  if (Status s = sink.close(); !s) return s;
  return sink.publish();
}

}  // namespace headrace
