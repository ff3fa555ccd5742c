#include "connect/json_decoder.h"

#include "connect/ipfix.h"
#include "data/json_parser.h"
#include "data/object.h"

namespace headrace {
namespace {

std::string text_of(const JsonError& error) {
  return std::string(error.message) + ": column " + std::to_string(error.offset + 1);
}

}  // namespace

void JsonDecoder::decode(std::string_view text, EventPlace place, EventRows& rows) {
  std::string error;
  if (!decode(text, place, rows, &error)) rows.skip(place, "not a JSON object", std::move(error), text);
}

bool JsonDecoder::decode(std::string_view text, EventPlace place, EventRows& rows, std::string* error) {
  JsonError json_error;
  if (processor_ == DataProcessor::kSimple && !projection_.whole_record) {
    if (projector_.read(text, rows.add(place) + projection_.first_key_slot, &json_error)) return true;
    rows.drop();
    *error = text_of(json_error);
    return false;
  }
  Value event;
  if (!parse_json(text, &event, &json_error)) {
    *error = text_of(json_error);
    return false;
  }
  if (processor_ == DataProcessor::kIpfix) {
    std::vector<Value> records;
    if (!ipfix_records(event, &records, error)) return false;
    for (Value& record : records) {
      // Elements of one message may share what they hold.
      Value own;
      copy_of_event(record, &own);
      rows.add_event(place, std::move(own));
    }
    return true;
  }
  if (event.kind() != Kind::kDict) {
    *error = "the event is not an object";
    return false;
  }
  rows.add_event(place, std::move(event));
  return true;
}

}  // namespace headrace
