// The text of one JSON value to the events it holds.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "base/loan_pool.h"
#include "connect/event_reader.h"
#include "data/json_projector.h"

namespace headrace {

class JsonDecoder {
 public:
  // The projection outlives this.
  JsonDecoder(DataProcessor processor, const Projection& projection)
      : processor_(processor), projection_(projection), projector_(projection.keys, projection.strict) {}

  // Adds the value's events, or skips it as a whole. The text begins at this column of its line. Behind it so
  // many bytes may be looked at, whatever they are.
  void decode(std::string_view text, EventPlace place, EventRows& rows, uint64_t column = 1,
              size_t readable_behind = 0);

 private:
  void decode_whole(std::string_view text, EventPlace place, EventRows& rows, uint64_t column);
  void add_messages(const Value& message, std::string_view text, EventPlace place, EventRows& rows);

  DataProcessor processor_;
  const Projection& projection_;
  JsonProjector projector_;
};

// Decoders for any number of threads. One that has seen events knows how they look, so they are used again.
class JsonDecoders {
 public:
  using Loan = LoanPool<JsonDecoder>::Loan;

  // The projection outlives this, and this all loans.
  JsonDecoders(DataProcessor processor, const Projection& projection)
      : processor_(processor), projection_(projection) {}

  Loan borrow() {
    return pool_.borrow([this] { return std::make_unique<JsonDecoder>(processor_, projection_); });
  }

 private:
  DataProcessor processor_;
  const Projection& projection_;
  LoanPool<JsonDecoder> pool_;
};

}  // namespace headrace
