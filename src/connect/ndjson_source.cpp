#include "connect/ndjson_source.h"

#include "connect/file_stream.h"
#include "connect/ipfix.h"
#include "connect/line_reader.h"
#include "data/object.h"

namespace headrace {
namespace {

// How much of a bad line is kept for the report.
constexpr size_t kSkippedTextMax = 1000;

std::string text_of(const JsonError& error) {
  return std::string(error.message) + ": column " + std::to_string(error.offset + 1);
}

}  // namespace

NdjsonSource::NdjsonSource(std::vector<std::string> files, DataProcessor processor, Projection projection)
    : files_(std::move(files)),
      processor_(processor),
      projection_(std::move(projection)),
      projector_(projection_.keys, projection_.strict) {}

NdjsonSource::~NdjsonSource() = default;

Value* NdjsonSource::add_row(EventBatch* batch) {
  batch->places.push_back(place_);
  batch->slots.resize(batch->size() * batch->width);
  return batch->row(batch->size() - 1);
}

void NdjsonSource::drop_row(EventBatch* batch) {
  batch->places.pop_back();
  batch->slots.resize(batch->size() * batch->width);
}

// An event that has been read as a whole.
void NdjsonSource::add_event(Value event, EventBatch* batch) {
  Value* row = add_row(batch);
  for (size_t i = 0; i < projection_.keys.size(); ++i) {
    const DictEntry* e = event.as<DictObj>()->table.find(Value::string(projection_.keys[i]));
    if (e) deep_copy(e->value, &row[projection_.first_key_slot + i]);
  }
  if (!projection_.whole_record) return;
  event.obj()->flavor = Flavor::kRecord;
  row[projection_.record_slot] = std::move(event);
}

bool NdjsonSource::decode(std::string_view line, EventBatch* batch, std::string* error) {
  JsonError json_error;
  if (processor_ == DataProcessor::kSimple && !projection_.whole_record) {
    if (projector_.read(line, add_row(batch) + projection_.first_key_slot, &json_error)) return true;
    drop_row(batch);
    *error = text_of(json_error);
    return false;
  }
  Value event;
  if (!parse_json(line, &event, &json_error)) {
    *error = text_of(json_error);
    return false;
  }
  if (processor_ == DataProcessor::kIpfix) {
    std::vector<Value> records;
    if (!ipfix_records(event, &records, error)) return false;
    for (Value& record : records) {
      // Elements of one message may share what they hold.
      Value own;
      deep_copy(record, &own);
      add_event(std::move(own), batch);
    }
    return true;
  }
  if (event.kind() != Kind::kDict) {
    *error = "the event is not an object";
    return false;
  }
  add_event(std::move(event), batch);
  return true;
}

// False at the end of the last file.
Result<bool> NdjsonSource::next_line(std::string_view* line) {
  while (place_.file < files_.size()) {
    if (!reader_) {
      Result<std::unique_ptr<ByteStream>> stream = open_file_stream(files_[place_.file]);
      if (!stream) return stream.error();
      reader_ = std::make_unique<LineReader>(*std::move(stream));
      place_.line = 0;
    }
    Result<bool> more = reader_->next(line);
    if (!more) return more.error();
    if (*more) {
      ++place_.line;
      return true;
    }
    reader_.reset();
    ++place_.file;
  }
  return false;
}

Result<bool> NdjsonSource::read(EventBatch* batch, std::vector<SkippedEvent>* skipped) {
  batch->clear();
  batch->width = projection_.width();
  batch->slots.reserve(kBatchRows * batch->width);
  while (batch->size() < kBatchRows) {
    std::string_view line;
    Result<bool> more = next_line(&line);
    if (!more) return more.error();
    if (!*more) return false;
    std::string error;
    if (decode(line, batch, &error)) continue;
    skipped->push_back(
        {place_, "not a JSON object", std::move(error), std::string(line.substr(0, kSkippedTextMax))});
  }
  return true;
}

}  // namespace headrace
