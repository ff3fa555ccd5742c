#include "connect/json_decoder.h"

#include <algorithm>

#include "connect/ipfix.h"
#include "data/json_parser.h"
#include "data/json_scanner.h"
#include "data/object.h"
#include "spec/source_file.h"

namespace headrace {
namespace {

// What is wrong with a text that is no JSON, and where in the file.
std::string text_of(const JsonError& error, std::string_view text, EventPlace place, uint64_t column) {
  std::string_view before = without_bom(text).substr(0, error.offset);
  place.line += static_cast<uint64_t>(std::count(before.begin(), before.end(), '\n'));
  if (const size_t line_end = before.rfind('\n'); line_end != before.npos) {
    before.remove_prefix(line_end + 1);
    column = 1;
  }
  return std::string(error.message) + ": line " + std::to_string(place.line) + " column " +
         std::to_string(column + count_columns(before));
}

// As JSON calls it.
std::string_view kind_name(const Value& v) {
  switch (v.kind()) {
    case Kind::kNone: return "null";
    case Kind::kBool: return v.as_bool() ? "true" : "false";
    case Kind::kStr: return "a string";
    case Kind::kList: return "an array";
    default: return "a number";
  }
}

}  // namespace

void JsonDecoder::decode(std::string_view text, EventPlace place, EventRows& rows, uint64_t column,
                         size_t readable_behind) {
  if (processor_ == DataProcessor::kSimple && !projection_.whole_record) {
    JsonError error;
    if (projector_.read(text, rows.add_used(place) + projection_.first_key_slot, &error, readable_behind))
      return;
    rows.drop();  // and read as a whole, which tells what is wrong
  }
  decode_whole(text, place, rows, column);
}

void JsonDecoder::decode_whole(std::string_view text, EventPlace place, EventRows& rows, uint64_t column) {
  JsonError error;
  Value event;
  if (!parse_json(text, &event, &error)) {
    std::string detail = text_of(error, text, place, column);
    if (text.find("}\r{") != text.npos)
      detail += "; lines end in a carriage return alone: tr '\\r' '\\n' makes them lines";
    rows.skip(place, "not JSON", std::move(detail), text);
  } else if (processor_ == DataProcessor::kIpfix) {
    add_messages(event, text, place, rows);
  } else if (event.kind() != Kind::kDict) {
    rows.skip(place, "not a JSON object", "it is " + std::string(kind_name(event)), text);
  } else {
    rows.add_event(place, std::move(event));
  }
}

void JsonDecoder::add_messages(const Value& message, std::string_view text, EventPlace place,
                               EventRows& rows) {
  std::vector<Value> records;
  std::string error;
  if (!ipfix_records(message, &records, &error)) {
    rows.skip(place, "not an IPFIX message", std::move(error), text);
    return;
  }
  for (const Value& record : records) {
    // Elements of one message may share what they hold.
    Value own;
    copy_of_event(record, &own);
    rows.add_event(place, std::move(own));
  }
}

}  // namespace headrace
