#include "connect/memory_source.h"

#include "connect/decoded_piece.h"
#include "connect/event_rows.h"

namespace headrace {

MemorySource::MemorySource(std::string name, std::vector<std::string> events, Projection projection,
                           size_t batch_rows)
    : files_{std::move(name)},
      events_(std::move(events)),
      projection_(std::move(projection)),
      decoder_(DataProcessor::kSimple, projection_),
      batch_rows_(batch_rows) {}

Result<bool> MemorySource::next(std::unique_ptr<EventPiece>* piece) {
  if (next_ == events_.size()) return false;
  auto decoded = std::make_unique<DecodedPiece>(projection_);
  EventRows rows(projection_, batch_rows_, &decoded->batch, &decoded->skipped);
  while (next_ < events_.size() && !rows.full()) {
    const EventPlace place{0, next_ + 1};
    decoder_.decode(events_[next_++], place, rows);
  }
  *piece = std::move(decoded);
  return true;
}

}  // namespace headrace
