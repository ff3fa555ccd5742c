#include "connect/event_reader.h"

#include "connect/decoded_piece.h"

namespace headrace {

Result<bool> StepwiseReader::next(const PieceLimit& limit, std::unique_ptr<EventPiece>* piece) {
  if (ended_) return false;
  auto decoded = std::make_unique<DecodedPiece>(limit.projection);
  EventRows rows(limit.projection, limit.events, &decoded->batch, &decoded->skipped);
  const Result<bool> more = read(rows);
  ended_ = !more || !*more;
  *piece = std::move(decoded);
  if (!more) return more.error();
  return true;
}

}  // namespace headrace
