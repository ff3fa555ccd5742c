// Events with simdjson's On-Demand interface: fields asked for in the order in which they stand, texts taken
// raw.
#pragma once

#include <simdjson.h>

#include <cstring>
#include <string_view>

namespace by_hand {

using simdjson::ondemand::object;

// A text up to its closing quote, as it stands in the file; it must hold no escape.
inline std::string_view raw(simdjson::simdjson_result<simdjson::ondemand::value> value) {
  const char* begin = value.get_raw_json_string().value().raw();
  return {begin, size_t(static_cast<const char*>(std::memchr(begin, '"', 4096)) - begin)};
}

inline std::string_view text(object& event, std::string_view key) { return raw(event.find_field(key)); }

// Calls each(object&) for each event of the file.
template <class Each>
void for_each_event(std::string_view file, Each each) {
  simdjson::ondemand::parser parser;
  auto documents = parser.iterate_many(file.data(), file.size(), 1 << 18).value();
  for (auto document : documents) {
    object event = document.get_object();
    each(event);
  }
}

}  // namespace by_hand
