// Where a reader puts what it reads: rows of a batch, and the events that it had to leave out.
#pragma once

#include <algorithm>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "data/json_parser.h"
#include "io/event_source.h"

namespace headrace {

class EventRows {
 public:
  // Appends to both until they hold `rows_max` together. All outlive this.
  EventRows(const Projection& projection, size_t rows_max, EventBatch* batch,
            std::vector<SkippedEvent>* skipped)
      : projection_(projection),
        rows_max_(rows_max),
        batch_(batch),
        skipped_(skipped),
        used_before_(!batch->slots.empty()) {}

  bool full() const { return batch_->size() + skipped_->size() >= rows_max_; }
  // Slots of a row.
  size_t width() const { return batch_->width; }

  // A row of projection.width() Nones, valid until the next call.
  Value* add(EventPlace place) {
    Value* const row = append(place);
    if (used_before_) std::fill_n(row, batch_->width, Value());
    return row;
  }
  // A row whose keys' slots may hold what they held of another event, for who sets them all.
  Value* add_used(EventPlace place) {
    Value* const row = append(place);
    std::fill_n(row, projection_.first_key_slot, Value());
    return row;
  }
  // Rows of that kind that follow each other in the file, from `first` on.
  Value* add_used(EventPlace first, size_t count);
  // Takes the last row back.
  void drop();
  // Of the last `count` rows takes those back that are named, ascending, by their place among them.
  void drop(size_t count, std::span<const size_t> of_them);
  // An event that was read as a whole: a dict that nothing else holds. The slots of its keys share what is in
  // it, as an expression may change that by either way.
  void add_event(EventPlace place, Value event);
  // `text` is the event as it stood; its beginning is kept.
  void skip(EventPlace place, std::string reason, std::string detail, std::string_view text);

 private:
  Value* append(EventPlace place) {
    const size_t before = batch_->size();
    batch_->places.push_back(place);
    if (batch_->size() * batch_->width > batch_->slots.size()) [[unlikely]]
      make_room();
    return batch_->row(before);
  }
  void make_room();

  const Projection& projection_;
  size_t rows_max_;
  EventBatch* batch_;
  std::vector<SkippedEvent>* skipped_;
  bool used_before_;  // rows to come may hold values
};

}  // namespace headrace
