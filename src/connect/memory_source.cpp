#include "connect/memory_source.h"

#include "data/object.h"

namespace headrace {

MemorySource::MemorySource(std::string name, std::vector<std::string> events, Projection projection,
                           size_t batch_rows)
    : files_{std::move(name)},
      events_(std::move(events)),
      projection_(std::move(projection)),
      projector_(projection_.keys, projection_.strict),
      batch_rows_(batch_rows) {}

bool MemorySource::decode(const std::string& text, Value* row, std::string* error) {
  JsonError json_error;
  const bool whole = projection_.whole_record;
  Value event;
  const bool read = whole ? parse_json(text, &event, &json_error)
                          : projector_.read(text, row + projection_.first_key_slot, &json_error);
  if (!read) {
    *error = std::string(json_error.message) + ": column " + std::to_string(json_error.offset + 1);
    return false;
  }
  if (!whole) return true;
  if (event.kind() != Kind::kDict) {
    *error = "the event is not an object";
    return false;
  }
  for (size_t i = 0; i < projection_.keys.size(); ++i) {
    const DictEntry* e = event.as<DictObj>()->table.find(Value::string(projection_.keys[i]));
    if (e) deep_copy(e->value, &row[projection_.first_key_slot + i]);
  }
  event.obj()->flavor = Flavor::kRecord;
  row[projection_.record_slot] = std::move(event);
  return true;
}

Result<bool> MemorySource::read(EventBatch* batch, std::vector<SkippedEvent>* skipped) {
  batch->clear();
  batch->width = projection_.width();
  while (next_ < events_.size() && batch->size() < batch_rows_) {
    const std::string& text = events_[next_++];
    const EventPlace place{0, next_};
    batch->places.push_back(place);
    batch->slots.resize(batch->size() * batch->width);
    std::string error;
    if (decode(text, batch->row(batch->size() - 1), &error)) continue;
    batch->places.pop_back();
    batch->slots.resize(batch->size() * batch->width);
    skipped->push_back({place, "not a JSON object", std::move(error), text});
  }
  return next_ < events_.size();
}

}  // namespace headrace
