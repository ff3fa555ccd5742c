#include "connect/json_lines_reader.h"

namespace headrace {
namespace {

bool is_blank(std::string_view line) { return line.find_first_not_of(" \t\r") == std::string_view::npos; }

}  // namespace

Result<bool> JsonLinesReader::read(EventRows& rows) {
  while (!rows.full()) {
    std::string_view line;
    Result<bool> more = lines_.next(&line);
    if (!more) return more.error();
    if (!*more) return false;
    ++place_.line;
    if (lines_.was_cut())
      rows.skip(place_, "event is too large", "more than " + std::to_string(kEventBytesMax) + " bytes", line);
    else if (!is_blank(line))
      decoder_.decode(line, place_, rows);
  }
  return true;
}

}  // namespace headrace
