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

  // Adds the value's events, or skips it as a whole.
  void decode(std::string_view text, EventPlace place, EventRows& rows);

 private:
  bool decode(std::string_view text, EventPlace place, EventRows& rows, std::string* error);

  DataProcessor processor_;
  const Projection& projection_;
  JsonProjector projector_;
};

}  // namespace headrace
