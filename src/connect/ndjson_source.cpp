#include "connect/ndjson_source.h"

#include "connect/file_stream.h"
#include "connect/line_reader.h"
#include "data/object.h"

namespace headrace {

NdjsonSource::NdjsonSource(std::vector<std::string> files, Projection projection)
    : files_(std::move(files)),
      projection_(std::move(projection)),
      projector_(projection_.keys, projection_.strict) {}

NdjsonSource::~NdjsonSource() = default;

bool NdjsonSource::parse(std::string_view line, Value* row, JsonError* error) {
  Value* keys = row + projection_.first_key_slot;
  if (!projection_.whole_record) return projector_.read(line, keys, error);
  Value event;
  if (!parse_json(line, &event, error)) return false;
  if (event.kind() != Kind::kDict) {
    *error = {"the event is not an object", 0};
    return false;
  }
  for (size_t i = 0; i < projection_.keys.size(); ++i) {
    const DictEntry* e = event.as<DictObj>()->table.find(Value::string(projection_.keys[i]));
    if (e) deep_copy(e->value, &keys[i]);
  }
  event.obj()->flavor = Flavor::kRecord;
  row[projection_.record_slot] = std::move(event);
  return true;
}

Result<bool> NdjsonSource::read(EventBatch* batch, std::vector<SkippedEvent>* skipped) {
  batch->clear();
  batch->width = projection_.width();
  batch->slots.resize(kBatchRows * batch->width);
  while (batch->size() < kBatchRows) {
    if (!reader_) {
      if (file_ == files_.size()) break;
      Result<std::unique_ptr<ByteStream>> stream = open_file_stream(files_[file_]);
      if (!stream) return stream.error();
      reader_ = std::make_unique<LineReader>(*std::move(stream));
      line_ = 0;
    }
    std::string_view line;
    Result<bool> more = reader_->next(&line);
    if (!more) return more.error();
    if (!*more) {
      reader_.reset();
      ++file_;
      continue;
    }
    ++line_;
    const EventPlace place{static_cast<uint32_t>(file_), line_};
    Value* row = batch->row(batch->size());
    JsonError error;
    if (parse(line, row, &error)) {
      batch->places.push_back(place);
      continue;
    }
    for (size_t i = 0; i < batch->width; ++i) row[i] = Value();
    skipped->push_back({place, "not a JSON object",
                        std::string(error.message) + ": column " + std::to_string(error.offset + 1),
                        std::string(line.substr(0, 1000))});
  }
  batch->slots.resize(batch->size() * batch->width);
  return file_ < files_.size();
}

}  // namespace headrace
