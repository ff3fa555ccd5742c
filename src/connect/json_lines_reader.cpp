#include "connect/json_lines_reader.h"

#include <utility>

#include "connect/event_size.h"

namespace headrace {
namespace {

bool is_blank(std::string_view line) {
  return line.empty() || (line[0] != '{' && line.find_first_not_of(" \t\r") == std::string_view::npos);
}

class LinesPiece final : public EventPiece {
 public:
  LinesPiece(Lines lines, EventPlace first, const PieceLimit& limit, JsonDecoders& decoders)
      : lines_(std::move(lines)), place_(first), limit_(limit), decoders_(decoders) {}

  Status decode(EventBatch* batch, std::vector<SkippedEvent>* skipped) override {
    batch->width = limit_.projection.width();
    batch->places.reserve(lines_.lines.size());
    EventRows rows(limit_.projection, limit_.events, batch, skipped);
    const JsonDecoders::Loan decoder = decoders_.borrow();
    for (const std::string_view line : lines_.lines) {
      if (lines_.cut) {
        rows.skip(place_, "event is too large", "more than " + std::to_string(kEventBytesMax) + " bytes",
                  line);
      } else if (!is_blank(line)) {
        decoder->decode(line, place_, rows, 1, static_cast<size_t>(lines_.end - line.end()));
      }
      ++place_.line;
    }
    lines_ = {};
    return Ok{};
  }

 private:
  Lines lines_;
  EventPlace place_;
  PieceLimit limit_;
  JsonDecoders& decoders_;
};

}  // namespace

Result<bool> JsonLinesReader::next(const PieceLimit& limit, std::unique_ptr<EventPiece>* piece) {
  Lines lines;
  const Result<bool> more = lines_.next(limit.events, &lines);
  if (!more || !*more) return more;
  const EventPlace first = place_;
  place_.line += lines.lines.size();
  *piece = std::make_unique<LinesPiece>(std::move(lines), first, limit, decoders_);
  return true;
}

}  // namespace headrace
