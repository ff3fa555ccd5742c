// Events from JSON lines. A line that is no JSON object is skipped alone; blank lines are nothing.
#pragma once

#include "connect/event_reader.h"
#include "connect/json_decoder.h"
#include "connect/line_reader.h"

namespace headrace {

class JsonLinesReader final : public EventReader {
 public:
  // The decoders outlive the pieces.
  JsonLinesReader(OpenedFile file, JsonDecoders& decoders)
      : lines_(std::move(file.stream)), decoders_(decoders), place_{file.index, 1} {}

  Result<bool> next(const PieceLimit& limit, std::unique_ptr<EventPiece>* piece) override;

 private:
  LineReader lines_;
  JsonDecoders& decoders_;
  EventPlace place_;  // of the next line
};

}  // namespace headrace
