// Where a reader puts what it reads: rows of a batch, and the events that it had to leave out.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "io/event_source.h"

namespace headrace {

// A copy of a value out of an event, which JSON may nest deeper than expressions may.
void copy_of_event(const Value& value, Value* out);

class EventRows {
 public:
  // Appends to both until they hold `rows_max` together. All outlive this.
  EventRows(const Projection& projection, size_t rows_max, EventBatch* batch,
            std::vector<SkippedEvent>* skipped)
      : projection_(projection), rows_max_(rows_max), batch_(batch), skipped_(skipped) {}

  bool full() const { return batch_->size() + skipped_->size() >= rows_max_; }

  // A row of projection.width() Nones, valid until the next call.
  Value* add(EventPlace place);
  // Takes the last row back.
  void drop();
  // An event that was read as a whole: a dict that nothing else holds.
  void add_event(EventPlace place, Value event);
  // `text` is the event as it stood; its beginning is kept.
  void skip(EventPlace place, std::string reason, std::string detail, std::string_view text);

 private:
  const Projection& projection_;
  size_t rows_max_;
  EventBatch* batch_;
  std::vector<SkippedEvent>* skipped_;
};

}  // namespace headrace
