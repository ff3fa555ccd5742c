// Events from JSON lines. A line that is no JSON object is skipped alone; blank lines are nothing.
#pragma once

#include "connect/event_reader.h"
#include "connect/json_decoder.h"
#include "connect/line_reader.h"

namespace headrace {

class JsonLinesReader final : public EventReader {
 public:
  JsonLinesReader(OpenedFile file, JsonDecoder& decoder)
      : lines_(std::move(file.stream)), decoder_(decoder), place_{file.index, 0} {}

  Result<bool> read(EventRows& rows) override;

 private:
  LineReader lines_;
  JsonDecoder& decoder_;
  EventPlace place_;
};

}  // namespace headrace
