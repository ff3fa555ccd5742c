#include "engine/ingest.h"

#include <algorithm>
#include <atomic>
#include <tuple>

#include "data/datetime.h"
#include "engine/event_json.h"
#include "engine/spilled_order.h"

namespace headrace {
namespace {

// How much of an event that is left out is kept for the report.
constexpr size_t kSkippedTextMax = 1000;

bool before(EventPlace a, EventPlace b) { return std::tie(a.file, a.line) < std::tie(b.file, b.line); }

// The table of a shard takes the lower bits of a hash.
size_t shard_of(uint64_t hash, size_t shards) { return static_cast<size_t>((hash >> 32) * shards >> 32); }

size_t shards_for(const BatchOptions& options) {
  return options.observer ? 1 : static_cast<size_t>(std::max(options.threads, 1));
}

}  // namespace

Ingest::Ingest(const StreamPlan& plan, EventSource& source, const BatchOptions& options, BatchStats* stats)
    : plan_(plan),
      source_(source),
      options_(options),
      stats_(stats),
      keeps_rows_(!source.can_rewind() || options.observer) {
  if (options.memory_bytes > 0 && !options.observer)
    spill_ = std::make_unique<Spill>(*options.spill_file, options.memory_bytes);
  for (size_t i = 0; i < shards_for(options); ++i) {
    identifiers_.emplace_back(plan, options.now_us);
    Shard& shard = shards_.emplace_back(plan, options, spill_.get());
    if (keeps_rows_ && spill_) shard.log_all();
    if (keeps_rows_ && !spill_) shard.keep_rows();
    // One thread empties them as well as another when they are used again.
    if ((!keeps_rows_ || spill_) && shards_for(options) > 1) shard.empty_rows();
  }
  // Where rows stay, what is not read again need not; and where they go to other threads, what is made by one
  // is best freed by it.
  empties_early_slots_ = (keeps_rows_ || spill_ || shards_.size() > 1) && !options.observer;
}

Status Ingest::carry() {
  if (!options_.state_in) return Ok{};
  for (const KeyRecord& record : options_.state_in->keys()) {
    if (options_.only && record.identity != *options_.only) continue;
    Shard& shard = shards_[shard_of(KeyTable::hash(record.identity), shards_.size())];
    if (Status s = shard.carry(record, carried_.size()); !s) return s;
    carried_.emplace(record.identity, &record);
  }
  return Ok{};
}

Status Ingest::read_all() {
  return Pipeline(source_, *this, shards_.size(), options_.cancelled,
                  options_.profile ? &stats_->stages : nullptr)
      .run(keeps_rows_ && !spill_ ? &kept_ : nullptr);
}

Status Ingest::run() {
  if (Status s = carry(); !s) return s;
  if (Status s = read_all(); !s) return s;
  const bool any_waits =
      std::any_of(shards_.begin(), shards_.end(), [](const Shard& shard) { return shard.any_waits(); });
  const bool any_spilled =
      std::any_of(shards_.begin(), shards_.end(), [](const Shard& shard) { return shard.any_spilled(); });
  for (const Shard& shard : shards_) shard.add_kept_to(&stats_->kept);
  if (spill_) stats_->memory_peak_bytes = spill_->watch.peak_bytes();
  if (any_spilled || (spill_ && any_waits)) return settle();
  if (any_waits) {
    if (Status s = gather(); !s) return s;
  } else {
    kept_.clear();
  }
  order_keys();
  return Ok{};
}

// What waits is read again from the source, or from where all events have been logged.
Status Ingest::settle() {
  for (Shard& shard : shards_) {
    if (Status s = shard.end_events(); !s) return s;
  }
  Settlement& settlement = settlement_.emplace(plan_, options_, *spill_, shards_);
  if (Status s = settlement.first_pass(keeps_rows_); !s) return s;
  if (settlement.any_waits()) {
    if (!keeps_rows_) {
      if (Status s = gather(); !s) return s;
    }
    if (Status s = settlement.second_pass(); !s) return s;
  }
  settlement.add_to(stats_);
  stats_->memory_peak_bytes = spill_->watch.peak_bytes();
  stats_->spilled_bytes = spill_->store.bytes();
  stats_->spilled_partitions = spill_->partitions;
  stats_->identities = settlement.identities();
  // A batch is decoded, evaluated and encoded: it takes several times its bytes, on each thread.
  const uint64_t batch_bytes = options_.memory_bytes / 64 / shards_.size();
  keys_ = std::make_unique<SpilledKeys>(settlement.runs(), stats_->identities, options_.memory_bytes / 8,
                                        batch_bytes);
  return Ok{};
}

void Ingest::prepare(size_t worker, Piece& piece, StageClock& clock) {
  std::vector<SkippedEvent> skipped;
  piece.batch.clear();
  piece.left_out.clear();
  piece.routed.resize(shards_.size());
  for (std::vector<RoutedEvent>& routed : piece.routed) routed.clear();
  piece.taken = piece.budgets_exceeded = 0;
  if (piece.source) {
    if (Status s = piece.source->decode(&piece.batch, &skipped); !s) piece.fault = s.error();
  }
  piece.source.reset();
  clock.lap(Stage::kParse);
  route(identifiers_[worker], std::move(skipped), piece);
  identifiers_[worker].forget();
  clock.lap(Stage::kRoute);
}

void Ingest::route(Identifier& identifier, std::vector<SkippedEvent> skipped, Piece& piece) {
  auto unsaid = skipped.begin();
  // Of a piece during which reading failed only what it left out is told.
  const size_t rows = piece.fault ? 0 : piece.batch.size();
  for (size_t i = 0; i < rows; ++i) {
    if (i % 32 == 0 && options_.cancelled && *options_.cancelled) break;  // who applies them says so
    const EventPlace place = piece.batch.places[i];
    // In input order, though the source tells of what it left out at the end of the piece.
    for (; unsaid != skipped.end() && before(unsaid->place, place); ++unsaid)
      piece.left_out.push_back(std::move(*unsaid));
    if (!take(identifier, piece.batch.row(i), place, piece)) return;
  }
  piece.left_out.insert(piece.left_out.end(), std::make_move_iterator(unsaid),
                        std::make_move_iterator(skipped.end()));
}

// False ends the run here.
bool Ingest::take(Identifier& identifier, Value* row, EventPlace place, Piece& piece) {
  if (!identifier.identify(row)) {
    if (identifier.error().type == Exc::kBudgetError) {
      if (!options_.keep_going) {
        piece.fault = budget_error(identifier.error().text(),
                                   source_.files()[place.file] + ":" + std::to_string(place.line));
        return false;
      }
      ++piece.budgets_exceeded;
    }
    leave_out(row, place, identifier.reason(), identifier.detail(), piece);
    return true;
  }
  const std::string_view identity = identifier.identity().str();
  if (options_.only && identity != *options_.only) return true;
  if (!carried_.empty()) {
    const auto found = carried_.find(identity);
    if (found != carried_.end() && identifier.time_us() < found->second->last_event_us) {
      leave_out(row, place, kBeforeStateEnd, before_state_end(identifier.time_us(), *found->second), piece);
      return true;
    }
  }
  const uint64_t hash = KeyTable::hash(identity);
  row[EventSlots::kTime] = identifier.time();
  row[EventSlots::kIdentity] = identifier.identity();
  if (empties_early_slots_) {
    for (const uint16_t slot : plan_.early_slots) row[slot] = Value();
  }
  piece.routed[shard_of(hash, shards_.size())].push_back({row, hash, identifier.time_us(), piece.taken++});
  return true;
}

void Ingest::leave_out(const Value* row, EventPlace place, const char* reason, std::string detail,
                       Piece& piece) {
  std::string text;
  if (options_.on_skipped) text = event_json(plan_, row).substr(0, kSkippedTextMax);
  piece.left_out.push_back({place, reason, std::move(detail), std::move(text)});
}

Status Ingest::pass(Piece& piece) {
  if (first_reading_) {
    piece.first_event = carried_.size() + stats_->events;
    stats_->events += piece.taken;
    stats_->skipped += piece.left_out.size();
    stats_->budgets_exceeded += piece.budgets_exceeded;
    if (options_.on_skipped) std::for_each(piece.left_out.begin(), piece.left_out.end(), options_.on_skipped);
    tell_events(piece);
  }
  if (piece.fault) return *std::move(piece.fault);
  tell_progress();
  return Ok{};
}

void Ingest::tell_events(const Piece& piece) {
  if (!options_.observer && !options_.on_event) return;
  for (size_t i = 0; i < piece.batch.size(); ++i) {
    const Value* const row = piece.batch.row(i);
    if (row[EventSlots::kIdentity].is_none()) continue;
    const EventPlace place = piece.batch.places[i];
    if (options_.observer) options_.observer->event_read(row, place);
    if (options_.on_event)
      options_.on_event(place, row[EventSlots::kIdentity].str(), instant_us(row[EventSlots::kTime]));
  }
}

void Ingest::tell_progress() {
  if (options_.on_progress) options_.on_progress(*stats_);
}

Status Ingest::apply(size_t shard, Piece& piece) {
  const std::vector<RoutedEvent>& events = piece.routed[shard];
  if (first_reading_) return shards_[shard].apply(events, piece.first_event);
  return spill_ ? shards_[shard].log_waiting(events) : shards_[shard].gather(events, false);
}

Status Ingest::gather() {
  if (keeps_rows_) return gather_kept();
  first_reading_ = false;
  if (Status s = source_.rewind(); !s) return s;
  return read_all();
}

Status Ingest::gather_kept() {
  for (const auto& piece : kept_) {
    if (options_.cancelled && *options_.cancelled) return cancelled_error();
    for (size_t i = 0; i < shards_.size(); ++i) {
      if (Status s = shards_[i].gather(piece->routed[i], true); !s) return s;
    }
  }
  return Ok{};
}

void Ingest::order_keys() {
  auto keys = std::make_unique<KeysInMemory>();
  for (const Shard& shard : shards_) {
    for (const Partition& partition : shard.partitions()) keys->add(partition.keys->keys());
  }
  stats_->identities = keys->size();
  keys_ = std::move(keys);
}

Error budget_error(std::string what, std::string place) {
  return {ErrorKind::kInput, std::move(what), std::move(place),
          "an expression used up its budget on this input; see docs/limits.md", false};
}

}  // namespace headrace
