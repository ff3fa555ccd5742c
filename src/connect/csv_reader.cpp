#include "connect/csv_reader.h"

#include <algorithm>
#include <set>

#include "base/unicode.h"
#include "connect/byte_order_mark.h"
#include "connect/event_size.h"
#include "connect/line_ends.h"

namespace headrace {

Error CsvReader::error(std::string message, std::string hint) const {
  return {ErrorKind::kInput, std::move(message), columns_.path + ":" + std::to_string(place_.line),
          std::move(hint), false};
}

// Whole rows of what is there. A line without quotes is a row; where one has any, the cells say where the row
// ends.
void CsvReader::find_rows(size_t rows_max, std::vector<CsvRows::Row>* rows) {
  const std::string_view text = buffer_.unread();
  ends_.resize(rows_max);
  const size_t lines = find_line_ends(text, rows_max, ends_.data());
  const std::string_view searched = text.substr(0, lines == 0 ? 0 : ends_[lines - 1] + size_t{1});
  size_t at = 0, quote = searched.find('"');
  for (size_t line = 0; line < lines;) {
    size_t size = ends_[line] + size_t{1} - at;
    const bool has_quotes = quote < at + size;
    if (has_quotes && scan_csv_row(text.substr(at), ended_, &cells_, &size) == CsvScan::kMore) break;
    rows->push_back({text.substr(at, size), has_quotes});
    at += size;
    while (line < lines && ends_[line] < at) ++line;
    if (has_quotes) quote = searched.find('"', at);
  }
  buffer_.take(at);
}

Result<bool> CsvReader::next_rows(size_t rows_max, CsvRows* rows) {
  rows->rows.clear();
  for (;;) {
    find_rows(rows_max, &rows->rows);
    if (!rows->rows.empty()) break;
    const std::string_view unread = buffer_.unread();
    if (ended_) {
      if (unread.empty()) return false;
      size_t size;
      if (scan_csv_row(unread, true, &cells_, &size) == CsvScan::kMore)
        return error("a quote is opened in this row and never closed");
      rows->rows.push_back({unread, true});  // without a line end
      buffer_.take(unread.size());
      break;
    }
    if (unread.size() > kEventBytesMax) {
      return error("this row is larger than 256 MiB",
                   "a quote that is never closed makes one row of all that follows");
    }
    Result<bool> more = buffer_.more();
    if (!more) return more.error();
    ended_ = !*more;
  }
  rows->block = buffer_.block();
  rows->end = buffer_.end();
  return true;
}

Status CsvReader::read_header(const Projection& projection) {
  CsvRows header;
  for (;;) {
    Result<bool> more = next_rows(1, &header);
    if (!more) return more.error();
    if (!*more) return Ok{};
    if (splitter_.split(header.rows[0], header.end)) break;
    ++place_.line;
  }
  if (splitter_.is_malformed()) return error("text stands behind a closing quote in the header");
  std::set<std::string, std::less<>> names;
  for (size_t i = 0; i < splitter_.size(); ++i) {
    CsvColumns::Column column;
    column.name = splitter_.cell(i);
    if (!unicode::is_valid(column.name, false)) return error("the header is not UTF-8");
    if (column.name.find('\r') != column.name.npos && column.name.find('\n') == column.name.npos)
      return error("lines end in a carriage return alone: tr '\\r' '\\n' makes them lines");
    if (!names.insert(column.name).second) return error("two columns are named " + quoted_cell(column.name));
    const auto key = std::find(projection.keys.begin(), projection.keys.end(), column.name);
    if (key != projection.keys.end()) column.key = static_cast<int>(key - projection.keys.begin());
    const auto type = types_.columns.find(column.name);
    if (type != types_.columns.end()) {
      type->second.seen = true;
      column.type = type->second.type;
      column.given = type->second.given;
    }
    if (column.key >= 0 || projection.whole_record) columns_.wanted.push_back(columns_.columns.size());
    columns_.columns.push_back(std::move(column));
  }
  for (size_t key = 0; key < projection.keys.size(); ++key) {
    if (!names.contains(projection.keys[key])) columns_.missing.push_back(key);
  }
  place_.line += header.rows[0].lines();
  return Ok{};
}

// Looks through the first rows without taking them.
Status CsvReader::infer_types() {
  std::vector<std::optional<CsvType>> found(columns_.columns.size());
  size_t at = 0;
  for (size_t rows = 0; rows < kSampleRows && at < kSampleBytes;) {
    const std::string_view text = buffer_.unread().substr(at);
    if (text.empty() && ended_) break;
    size_t size;
    const CsvScan scan = scan_csv_row(text, ended_, &cells_, &size);
    if (scan == CsvScan::kMore) {
      if (ended_ || text.size() > kEventBytesMax) break;  // next_rows() will say what is wrong
      Result<bool> more = buffer_.more();
      if (!more) return more.error();
      ended_ = !*more;
      continue;
    }
    at += size;
    ++rows;
    if (scan == CsvScan::kMalformed || cells_.size() != found.size()) continue;
    std::string unquoted;
    for (const size_t i : columns_.wanted) {
      if (cells_[i].text.empty() || columns_.columns[i].type) continue;
      const CsvType type = infer_csv_type(cells_[i].unquoted(&unquoted));
      std::optional<CsvType>& known = found[i];
      known = known ? join_csv_types(*known, type) : type;
    }
  }
  for (size_t i = 0; i < found.size(); ++i) {
    const std::optional<CsvType> type = found[i];
    if (!type) continue;
    columns_.columns[i].type = type;
    types_.columns.emplace(columns_.columns[i].name, CsvTypes::Column{*type, false, true});
  }
  return Ok{};
}

Status CsvReader::begin(const Projection& projection) {
  if (Result<bool> any = skip_byte_order_mark(buffer_); !any) return any.error();
  if (Status s = read_header(projection); !s) return s;
  return infer_types();
}

bool CsvReader::knows_types() const {
  return std::all_of(columns_.wanted.begin(), columns_.wanted.end(),
                     [this](size_t i) { return columns_.columns[i].type.has_value(); });
}

// Of columns that were empty in the first rows: by their first cell that is not.
void CsvReader::find_types(const CsvRows& rows) {
  for (const CsvRows::Row& row : rows.rows) {
    if (!splitter_.split(row, rows.end) || splitter_.is_malformed() ||
        splitter_.size() != columns_.columns.size())
      continue;
    for (const size_t i : columns_.wanted) {
      CsvColumns::Column& column = columns_.columns[i];
      const std::string_view cell = splitter_.cell(i);
      if (column.type || cell.empty()) continue;
      column.type = infer_csv_type(cell);
      types_.columns.emplace(column.name, CsvTypes::Column{*column.type, false, true});
      shared_columns_ = nullptr;
    }
  }
}

Result<bool> CsvReader::next(const PieceLimit& limit, std::unique_ptr<EventPiece>* piece) {
  if (!begun_) {
    begun_ = true;
    if (Status s = begin(limit.projection); !s) return s.error();
  }
  CsvRows rows;
  const Result<bool> more = next_rows(limit.events, &rows);
  if (!more || !*more) return more;
  if (!knows_types()) find_types(rows);
  if (!shared_columns_) shared_columns_ = std::make_shared<const CsvColumns>(columns_);
  const EventPlace first = place_;
  for (const CsvRows::Row& row : rows.rows) place_.line += row.lines();
  *piece = std::make_unique<CsvPiece>(shared_columns_, std::move(rows), first, limit);
  return true;
}

}  // namespace headrace
