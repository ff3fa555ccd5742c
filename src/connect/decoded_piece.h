// A piece of input whose events have been taken apart already.
#pragma once

#include <vector>

#include "io/event_source.h"

namespace headrace {

class DecodedPiece final : public EventPiece {
 public:
  explicit DecodedPiece(const Projection& projection) { batch.width = projection.width(); }

  Status decode(EventBatch* to, std::vector<SkippedEvent>* left_out) override {
    *to = std::move(batch);
    *left_out = std::move(skipped);
    return Ok{};
  }

  EventBatch batch;
  std::vector<SkippedEvent> skipped;
};

}  // namespace headrace
