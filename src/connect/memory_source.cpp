#include "connect/memory_source.h"

#include "connect/event_rows.h"

namespace headrace {

MemorySource::MemorySource(std::string name, std::vector<std::string> events, Projection projection,
                           size_t batch_rows)
    : files_{std::move(name)},
      events_(std::move(events)),
      projection_(std::move(projection)),
      decoder_(DataProcessor::kSimple, projection_),
      batch_rows_(batch_rows) {}

Result<bool> MemorySource::read(EventBatch* batch, std::vector<SkippedEvent>* skipped) {
  batch->clear();
  batch->width = projection_.width();
  EventRows rows(projection_, batch_rows_, batch, skipped);
  while (next_ < events_.size() && !rows.full()) {
    const EventPlace place{0, next_ + 1};
    decoder_.decode(events_[next_++], place, rows);
  }
  return next_ < events_.size();
}

}  // namespace headrace
