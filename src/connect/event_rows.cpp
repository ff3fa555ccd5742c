#include "connect/event_rows.h"

#include "data/json_parser.h"
#include "data/object.h"

namespace headrace {

void copy_of_event(const Value& value, Value* out) {
  constexpr int kDepth = kMaxNesting - kJsonDepthMax - 1;
  HEADRACE_CHECK(deep_copy(value, out, kDepth));
}

Value* EventRows::add(EventPlace place) {
  batch_->places.push_back(place);
  batch_->slots.resize(batch_->size() * batch_->width);
  return batch_->row(batch_->size() - 1);
}

void EventRows::drop() {
  batch_->places.pop_back();
  batch_->slots.resize(batch_->size() * batch_->width);
}

void EventRows::add_event(EventPlace place, Value event) {
  Value* row = add(place);
  for (size_t i = 0; i < projection_.keys.size(); ++i) {
    const DictEntry* e = event.as<DictObj>()->table.find(Value::string(projection_.keys[i]));
    if (e) copy_of_event(e->value, &row[projection_.first_key_slot + i]);
  }
  if (!projection_.whole_record) return;
  event.obj()->flavor = Flavor::kRecord;
  row[projection_.record_slot] = std::move(event);
}

void EventRows::skip(EventPlace place, std::string reason, std::string detail, std::string_view text) {
  constexpr size_t kTextMax = 1000;
  skipped_->push_back({place, std::move(reason), std::move(detail), std::string(text.substr(0, kTextMax))});
}

}  // namespace headrace
