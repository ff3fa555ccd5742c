// Any bytes as a file of JSON events: both readers must end, and the projector must give what the whole
// parser gives.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>

#include "base/status.h"
#include "connect/json_lines_reader.h"
#include "connect/json_values_reader.h"
#include "connect/memory_stream.h"
#include "data/json_parser.h"
#include "data/json_projector.h"
#include "data/json_write.h"
#include "data/object.h"

namespace {

using namespace headrace;

const std::vector<std::string> kKeys = {"a", "b", "user"};

std::string json(const Value& v) {
  std::string text;
  append_json(v, &text);
  return text;
}

// What the whole parser takes the projector takes too, with the same values.
void compare(std::string_view text) {
  Value whole;
  JsonError error;
  const bool parsed = parse_json(text, &whole, &error);
  if (!parsed) HEADRACE_CHECK(error.offset <= text.size());
  for (const bool strict : {false, true}) {
    JsonProjector projector(kKeys, strict);
    std::vector<Value> slots(kKeys.size());
    const bool projected = projector.read(text, slots.data(), &error);
    if (!projected) HEADRACE_CHECK(error.offset <= text.size());
    if (parsed && whole.kind() == Kind::kDict) HEADRACE_CHECK(projected);
    if (strict) HEADRACE_CHECK(projected == (parsed && whole.kind() == Kind::kDict));
    for (size_t i = 0; parsed && projected && i < kKeys.size(); ++i) {
      const DictEntry* e = whole.as<DictObj>()->table.find(Value::string(kKeys[i]));
      HEADRACE_CHECK(json(slots[i]) == (e ? json(e->value) : "null"));
    }
  }
}

// What a projector makes of an object: its values, or what is wrong and where. The slots may hold others'.
std::string outcome(JsonProjector& projector, std::string_view text, size_t readable_behind,
                    std::vector<Value>* slots) {
  JsonError error;
  if (!projector.read(text, slots->data(), &error, readable_behind))
    return std::string(error.message) + std::to_string(error.offset);
  std::string values;
  for (const Value& slot : *slots) values += json(slot) + " ";
  return values;
}

// What is remembered of the lines before changes nothing of the next one, nor does what stands behind it.
void compare_lines(std::string text) {
  constexpr size_t kReadable = 96;
  const size_t size = text.size();
  text.append(kReadable, text.empty() ? '\n' : text[0]);
  for (const bool strict : {false, true}) {
    JsonProjector projector(kKeys, strict);
    std::vector<Value> used(kKeys.size());
    for (size_t begin = 0; begin < size;) {
      const size_t end = std::min(text.find('\n', begin), size);
      const std::string_view line = std::string_view(text).substr(begin, end - begin);
      for (int turn = 0; turn < 2; ++turn) {
        JsonProjector fresh(kKeys, strict);
        std::vector<Value> empty(kKeys.size());
        HEADRACE_CHECK(outcome(projector, line, kReadable, &used) == outcome(fresh, line, 0, &empty));
      }
      begin = end + 1;
    }
  }
}

// The events and skipped ones of a reader, as text.
template <typename Reader>
std::string read_all(const std::string& text, size_t piece, size_t batch_events, DataProcessor processor) {
  const Projection projection = {kKeys, 0, 1, processor == DataProcessor::kIpfix, false};
  JsonDecoders decoders(processor, projection);
  Reader reader(
      {"f", 0, Compression::kNone, SourceFormat::kJsonLines, std::make_unique<MemoryStream>(text, piece)},
      decoders);
  std::string events, skips;
  EventBatch batch;
  for (;;) {
    batch.clear();
    std::vector<SkippedEvent> skipped;
    std::unique_ptr<EventPiece> events_at_hand;
    const Result<bool> more = reader.next({projection, batch_events}, &events_at_hand);
    if (events_at_hand) HEADRACE_CHECK(events_at_hand->decode(&batch, &skipped));
    for (size_t i = 0; i < batch.size(); ++i) {
      events += std::to_string(batch.places[i].line);
      for (size_t k = 0; k < batch.width; ++k) events += json(batch.row(i)[k]);
    }
    for (const SkippedEvent& s : skipped)
      skips += std::to_string(s.place.line) + s.reason + s.detail + s.text;
    if (!more) return events + skips + more.error().place + more.error().message;
    if (!*more) return events + skips;
  }
}

template <typename Reader>
void check_reader(const std::string& text) {
  for (const DataProcessor processor : {DataProcessor::kSimple, DataProcessor::kIpfix}) {
    const std::string whole = read_all<Reader>(text, text.size() + 1, 1000, processor);
    HEADRACE_CHECK(read_all<Reader>(text, 3, 1, processor) == whole);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  compare(text);
  compare_lines(text);
  check_reader<JsonLinesReader>(text);
  check_reader<JsonValuesReader>(text);
  json_layout(text);
  return 0;
}
