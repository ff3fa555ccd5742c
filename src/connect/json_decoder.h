// The text of one JSON value to the events it holds.
#pragma once

#include <string>
#include <string_view>

#include "connect/event_reader.h"
#include "data/json_projector.h"

namespace headrace {

class JsonDecoder {
 public:
  // The projection outlives this.
  JsonDecoder(DataProcessor processor, const Projection& projection)
      : processor_(processor), projection_(projection), projector_(projection.keys, projection.strict) {}

  // Adds the value's events, or skips it as a whole. The text begins at this column of its line.
  void decode(std::string_view text, EventPlace place, EventRows& rows, uint64_t column = 1);

 private:
  void add_messages(const Value& message, std::string_view text, EventPlace place, EventRows& rows);

  DataProcessor processor_;
  const Projection& projection_;
  JsonProjector projector_;
};

}  // namespace headrace
