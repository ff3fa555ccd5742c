// Any bytes as a CSV file: reading it must end, and give the same however its bytes come; what is written as
// cells reads back.
#include <cstddef>
#include <cstdint>
#include <string>

#include "base/status.h"
#include "base/unicode.h"
#include "connect/csv_reader.h"
#include "connect/memory_stream.h"
#include "data/csv.h"
#include "data/json_write.h"

namespace {

using namespace headrace;

std::string read_all(const std::string& text, size_t piece, size_t batch_events, bool whole_record) {
  const Projection projection = {{"a", "b", "n"}, 0, 1, whole_record, false};
  CsvTypes types;
  types.columns["n"] = {CsvType::kJson, true};
  CsvReader reader(
      {"f", 0, Compression::kNone, SourceFormat::kCsv, std::make_unique<MemoryStream>(text, piece)}, types);
  std::string events, skips;
  EventBatch batch;  // the same for all, as in a run
  for (;;) {
    batch.clear();
    std::vector<SkippedEvent> skipped;
    std::unique_ptr<EventPiece> events_at_hand;
    Result<bool> more = reader.next({projection, batch_events}, &events_at_hand);
    if (events_at_hand) {
      if (Status s = events_at_hand->decode(&batch, &skipped); !s) more = s.error();
    }
    for (size_t i = 0; i < batch.size(); ++i) {
      events += std::to_string(batch.places[i].line);
      for (size_t k = 0; k < batch.width; ++k) append_json(batch.row(i)[k], &events);
    }
    for (const SkippedEvent& s : skipped)
      skips += std::to_string(s.place.line) + s.reason + s.detail + s.text;
    if (!more) return events + skips + more.error().place + more.error().message;
    if (!*more) return events + skips;
  }
}

void check_cells(std::string_view text) {
  std::string row, buffer;
  append_csv_cell(text, &row);
  row += ',';
  append_csv_cell(text.substr(text.size() / 2), &row);
  row += "\r\n";
  std::vector<CsvCell> cells;
  size_t size = 0;
  HEADRACE_CHECK(scan_csv_row(row, true, &cells, &size) == CsvScan::kRow);
  HEADRACE_CHECK(size == row.size() && cells.size() == 2);
  HEADRACE_CHECK(cells[0].unquoted(&buffer) == text);
  HEADRACE_CHECK(cells[1].unquoted(&buffer) == text.substr(text.size() / 2));
}

// A type that was found out can read the cell it was found for.
void check_type(std::string_view cell) {
  Value value;
  const char* why = nullptr;
  const CsvType type = infer_csv_type(cell);
  const bool ascii = unicode::is_ascii(cell);
  HEADRACE_CHECK(csv_value(type, cell, ascii, &value, &why) || type == CsvType::kString);
  // The quick way gives the same, where it gives anything.
  for (const CsvType asked : {CsvType::kInteger, CsvType::kFloat, CsvType::kBoolean, CsvType::kString}) {
    Value quick;
    if (cell.empty() || !csv_value_quickly(asked, cell, ascii, &quick)) continue;
    HEADRACE_CHECK(csv_value(asked, cell, ascii, &value, &why) && value.kind() == quick.kind());
    HEADRACE_CHECK(asked == CsvType::kString ? value.str() == quick.str() : value.identical(quick));
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  for (const bool whole_record : {false, true}) {
    HEADRACE_CHECK(read_all(text, 3, 1, whole_record) == read_all(text, size + 1, 1000, whole_record));
  }
  check_cells(text);
  check_type(text.substr(0, text.find_first_of(",\n")));
  return 0;
}
