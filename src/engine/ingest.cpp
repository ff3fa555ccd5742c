#include "engine/ingest.h"

#include <algorithm>
#include <tuple>

#include "data/datetime.h"
#include "engine/event_json.h"

namespace headrace {
namespace {

// How much of a skipped event is kept for the report.
constexpr size_t kSkippedTextMax = 1000;
constexpr size_t kAgainRows = 1024;
// Events that are applied together: as many as have their keys in the first cache.
constexpr size_t kTogether = 64;

bool before(EventPlace a, EventPlace b) { return std::tie(a.file, a.line) < std::tie(b.file, b.line); }

bool before_state(const Key& key, int64_t time_us) {
  return key.carried && time_us < key.carried->last_event_us;
}

}  // namespace

Ingest::Ingest(const StreamPlan& plan, EventSource& source, const BatchOptions& options, BatchStats* stats)
    : plan_(plan),
      source_(source),
      options_(options),
      stats_(stats),
      all_wait_(options.observer || options.count_kept),
      keeps_rows_(!source.can_rewind() || options.observer),
      identifier_(plan, options.now_us),
      evaluator_(plan, machine_),
      keys_(plan) {
  machine_.now_us = options.now_us;
}

Status Ingest::run() {
  // Identities of the state come before new ones, in the order in which they first came.
  if (options_.state_in) {
    for (const KeyRecord& record : options_.state_in->keys()) {
      if (options_.only && record.identity != *options_.only) continue;
      keys_.find(record.identity, KeyTable::hash(record.identity)).carried = &record;
    }
  }
  if (Status s = read_all(); !s) return s;
  stats_->identities = keys().size();
  if (any_waits_) return gather();
  batches_.clear();
  return Ok{};
}

Status Ingest::read_all() {
  auto batch = std::make_unique<EventBatch>();
  std::vector<SkippedEvent> skipped;
  for (;;) {
    if (cancelled()) return cancelled_error();
    skipped.clear();
    Result<bool> more = source_.read(batch.get(), &skipped);
    if (Status s = take_batch(*batch, skipped, static_cast<bool>(more)); !s) return s;
    if (!more) return more.error();
    if (keeps_rows_ && any_taken_) {
      batches_.push_back(std::move(batch));
      batch = std::make_unique<EventBatch>();
    }
    stats_->identities = keys().size();
    if (options_.on_progress) options_.on_progress(*stats_);
    if (!*more) return Ok{};
  }
}

// `whole` is false for a batch during which reading failed: only its skipped events are told.
Status Ingest::take_batch(EventBatch& batch, const std::vector<SkippedEvent>& skipped, bool whole) {
  const uint64_t events = stats_->events;
  auto unsaid = skipped.begin();
  const size_t rows = whole ? batch.size() : 0;
  for (size_t begin = 0; begin < rows; begin += kTogether) {
    routed_.clear();
    for (size_t i = begin; i < std::min(rows, begin + kTogether); ++i) {
      // In input order, though the source tells of what it left out at the end of the batch.
      for (; unsaid != skipped.end() && before(unsaid->place, batch.places[i]); ++unsaid) skip(*unsaid);
      if (Status s = take(batch.row(i), batch.places[i]); !s) return s;
    }
    if (Status s = apply_routed(); !s) return s;
  }
  for (; unsaid != skipped.end(); ++unsaid) skip(*unsaid);
  any_taken_ = stats_->events > events;
  return Ok{};
}

// The memory of each step is asked for while the step before goes over the other events.
Status Ingest::apply_routed() {
  for (Routed& event : routed_) {
    if (!event.key) event.key = keys_.guess(event.hash);
    if (event.key) event.key->prefetch();
  }
  for (Routed& event : routed_) {
    const std::string_view identity = event.row[EventSlots::kIdentity].str();
    if (!event.key || event.key->state->identity() != identity) event.key = &keys_.find(identity, event.hash);
    __builtin_prefetch(event.key->state->saved.end_address(), 1);
  }
  for (const Routed& event : routed_) {
    if (cancelled()) return cancelled_error();
    if (Status s = apply(event); !s) return s;
  }
  return Ok{};
}

void Ingest::skip(const SkippedEvent& event) {
  ++stats_->skipped;
  if (options_.on_skipped) options_.on_skipped(event);
}

void Ingest::skip(const Value* row, EventPlace place, const char* reason, std::string detail) {
  std::string text;
  if (options_.on_skipped) text = event_json(plan_, row).substr(0, kSkippedTextMax);
  skip({place, reason, std::move(detail), std::move(text)});
}

Status Ingest::take(Value* row, EventPlace place) {
  if (!identifier_.identify(row)) {
    if (identifier_.error().type == Exc::kBudgetError) {
      const std::string where = source_.files()[place.file] + ":" + std::to_string(place.line);
      if (!options_.keep_going) return budget_error(identifier_.error(), where);
      ++stats_->budgets_exceeded;
    }
    skip(row, place, identifier_.reason(), identifier_.detail());
    return Ok{};
  }
  const std::string_view identity = identifier_.identity().str();
  if (options_.only && identity != *options_.only) return Ok{};
  const uint64_t hash = KeyTable::hash(identity);
  Key* key = nullptr;
  if (options_.state_in) {
    key = &keys_.find(identity, hash);
    if (before_state(*key, identifier_.time_us())) {
      skip(row, place, kBeforeStateEnd, before_state_end(identifier_.time_us(), *key->carried));
      return Ok{};
    }
  } else {
    keys_.prefetch(hash);
  }
  if (options_.observer)
    options_.observer->event_read(row, place);
  else if (keeps_rows_)
    for (const uint16_t slot : plan_.early_slots) row[slot] = Value();
  row[EventSlots::kTime] = identifier_.time();
  row[EventSlots::kIdentity] = identifier_.identity();
  routed_.push_back({row, hash, identifier_.time_us(), key});
  ++stats_->events;
  if (options_.on_event) options_.on_event(place, identity, identifier_.time_us());
  return Ok{};
}

Status Ingest::apply(const Routed& event) {
  Key& key = *event.key;
  if (key.waits) return Ok{};
  KeyState& state = *key.state;
  if (all_wait_ || event.time_us < state.last_event_us) {
    begin_waiting(key);
    return Ok{};
  }
  if (state.last_event_us == INT64_MIN) {
    if (Status s = begin_key(plan_, evaluator_, options_.state_in, key); !s) return s;
  }
  // An exceeded budget is told when the events are in order for certain.
  if (evaluator_.apply(state, event.row))
    state.last_event_us = event.time_us;
  else
    begin_waiting(key);
  return Ok{};
}

void Ingest::begin_waiting(Key& key) {
  key.waits = any_waits_ = true;
  key.state->clear();
}

Status Ingest::gather() {
  if (!keeps_rows_) return read_again();
  gather_kept();
  return Ok{};
}

void Ingest::gather_kept() {
  for (const auto& batch : batches_) {
    for (size_t i = 0; i < batch->size(); ++i) {
      Value* row = batch->row(i);
      if (row[EventSlots::kIdentity].is_none()) continue;
      const std::string_view identity = row[EventSlots::kIdentity].str();
      Key& key = keys_.find(identity, KeyTable::hash(identity));
      if (key.waits) key.waiting.push_back({instant_us(row[EventSlots::kTime]), row});
    }
  }
}

Status Ingest::read_again() {
  if (Status s = source_.rewind(); !s) return s;
  EventBatch batch;
  std::vector<SkippedEvent> skipped;
  for (;;) {
    if (cancelled()) return cancelled_error();
    skipped.clear();
    Result<bool> more = source_.read(&batch, &skipped);
    if (!more) return more.error();
    for (size_t i = 0; i < batch.size(); ++i) {
      Value* row = batch.row(i);
      if (!identifier_.identify(row)) continue;
      const std::string_view identity = identifier_.identity().str();
      if (options_.only && identity != *options_.only) continue;
      Key& key = keys_.find(identity, KeyTable::hash(identity));
      if (!key.waits || before_state(key, identifier_.time_us())) continue;
      row[EventSlots::kTime] = identifier_.time();
      row[EventSlots::kIdentity] = identifier_.identity();
      for (const uint16_t slot : plan_.early_slots) row[slot] = Value();
      key.waiting.push_back({identifier_.time_us(), keep_row(row)});
    }
    if (options_.on_progress) options_.on_progress(*stats_);
    if (!*more) return Ok{};
  }
}

Value* Ingest::keep_row(Value* row) {
  const size_t width = plan_.event_slot_count();
  if (again_.empty() || again_used_ == kAgainRows) {
    again_.push_back(std::make_unique<Value[]>(kAgainRows * width));
    again_used_ = 0;
  }
  Value* const to = again_.back().get() + again_used_++ * width;
  std::move(row, row + width, to);
  return to;
}

Status begin_key(const StreamPlan& plan, const StreamEvaluator& evaluator, const StateFile* state_in,
                 Key& key) {
  evaluator.begin(*key.state);
  return key.carried ? state_in->restore(plan, *key.carried, key.state.get()) : Status(Ok{});
}

Error cancelled_error() { return {ErrorKind::kOutside, "interrupted", "", "", false}; }

Error budget_error(const EvalError& error, std::string place) {
  return {ErrorKind::kInput, error.text(), std::move(place),
          "an expression used up its budget on this input; see docs/limits.md", false};
}

}  // namespace headrace
