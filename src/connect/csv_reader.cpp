#include "connect/csv_reader.h"

#include <algorithm>
#include <set>

#include "base/unicode.h"
#include "data/object.h"

namespace headrace {
namespace {

// A cell as messages show it.
std::string quoted(std::string_view cell) {
  constexpr size_t kShownMax = 40;
  std::string text = "'";
  for (const char c : unicode::truncated(cell, kShownMax))
    text += static_cast<unsigned char>(c) < 0x20 ? ' ' : c;
  return text + (cell.size() > kShownMax ? "...'" : "'");
}

}  // namespace

Error CsvReader::error(std::string message, std::string hint) const {
  return {ErrorKind::kInput, std::move(message), path_ + ":" + std::to_string(place_.line), std::move(hint),
          false};
}

// A line without anything; "" is a row.
bool CsvReader::is_blank() const {
  return cells_.size() == 1 && cells_[0].text.empty() && !buffer_.unread().starts_with('"');
}

Result<bool> CsvReader::next_row(CsvScan* scan) {
  for (;;) {
    const std::string_view unread = buffer_.unread();
    if (ended_ && unread.empty()) return false;
    *scan = scan_csv_row(unread, ended_, &cells_, &row_bytes_);
    if (*scan != CsvScan::kMore) return true;
    if (ended_) return error("a quote is opened in this row and never closed");
    if (unread.size() > kEventBytesMax) {
      return error("this row is larger than 256 MiB",
                   "a quote that is never closed makes one row of all that follows");
    }
    Result<bool> more = buffer_.more();
    if (!more) return more.error();
    ended_ = !*more;
  }
}

Status CsvReader::read_header() {
  CsvScan scan;
  for (;;) {
    Result<bool> more = next_row(&scan);
    if (!more) return more.error();
    if (!*more) return Ok{};
    if (!is_blank()) break;
    buffer_.take(row_bytes_);
    ++place_.line;
  }
  if (scan == CsvScan::kMalformed) return error("text stands behind a closing quote in the header");
  std::set<std::string> names;
  for (const CsvCell& cell : cells_) {
    Column column;
    column.name = cell.unquoted(&unquoted_);
    if (!unicode::is_valid(column.name, false)) return error("the header is not UTF-8");
    if (column.name.find('\r') != column.name.npos && column.name.find('\n') == column.name.npos)
      return error("lines end in a carriage return alone: tr '\\r' '\\n' makes them lines");
    if (!names.insert(column.name).second) return error("two columns are named " + quoted(column.name));
    const auto key = std::find(projection_.keys.begin(), projection_.keys.end(), column.name);
    if (key != projection_.keys.end()) column.key = static_cast<int>(key - projection_.keys.begin());
    const auto type = types_.columns.find(column.name);
    if (type != types_.columns.end()) {
      type->second.seen = true;
      column.type = &type->second;
    }
    if (column.key >= 0 || projection_.whole_record) wanted_.push_back(columns_.size());
    columns_.push_back(std::move(column));
  }
  for (size_t key = 0; key < projection_.keys.size(); ++key) {
    if (!names.contains(projection_.keys[key])) missing_.push_back(key);
  }
  place_.line += static_cast<uint64_t>(std::count(
      buffer_.unread().begin(), buffer_.unread().begin() + static_cast<ptrdiff_t>(row_bytes_), '\n'));
  buffer_.take(row_bytes_);
  return Ok{};
}

// Looks through the first rows without taking them.
Status CsvReader::infer_types() {
  std::vector<std::optional<CsvType>> found(columns_.size());
  size_t at = 0;
  for (size_t rows = 0; rows < kSampleRows && at < kSampleBytes;) {
    const std::string_view text = buffer_.unread().substr(at);
    if (text.empty() && ended_) break;
    const CsvScan scan = scan_csv_row(text, ended_, &cells_, &row_bytes_);
    if (scan == CsvScan::kMore) {
      if (ended_ || text.size() > kEventBytesMax) break;  // next_row() will say what is wrong
      Result<bool> more = buffer_.more();
      if (!more) return more.error();
      ended_ = !*more;
      continue;
    }
    at += row_bytes_;
    ++rows;
    if (scan == CsvScan::kMalformed || cells_.size() != columns_.size()) continue;
    for (const size_t i : wanted_) {
      if (cells_[i].text.empty() || columns_[i].type) continue;
      const CsvType type = infer_csv_type(cells_[i].unquoted(&unquoted_));
      std::optional<CsvType>& known = found[i];
      known = known ? join_csv_types(*known, type) : type;
    }
  }
  for (size_t i = 0; i < columns_.size(); ++i) {
    if (const std::optional<CsvType> type = found[i])
      columns_[i].type =
          &types_.columns.emplace(columns_[i].name, CsvTypes::Column{*type, false, true}).first->second;
  }
  return Ok{};
}

Status CsvReader::begin() {
  if (Result<bool> any = buffer_.skip_bom(); !any) return any.error();
  if (Status s = read_header(); !s) return s;
  return infer_types();
}

// What does not fit a given type is this event's failure, what does not fit a type found out is the file's.
Status CsvReader::cell_value(Column& column, std::string_view cell, Value* out, std::string* failure) {
  if (!column.type) {
    const CsvTypes::Column found = {infer_csv_type(cell), false, true};
    column.type = &types_.columns.emplace(column.name, found).first->second;
  }
  const CsvType type = column.type->type;
  const char* why = nullptr;
  const bool takes_all = column.type->given || type == CsvType::kString;
  const CsvType joined = takes_all ? type : join_csv_types(type, infer_csv_type(cell));
  if (joined == type && csv_value(type, cell, out, &why)) return Ok{};
  if (joined == type) {
    *failure = "column " + quoted(column.name) + ": " + why + ": " + quoted(cell);
    return Ok{};
  }
  return error("column " + quoted(column.name) + " was taken as " + csv_type_name(type) +
                   " from the first rows, but here it is " + quoted(cell),
               "give its type: --csv-types '" + column.name + ":" + csv_type_name(joined) + "'");
}

Status CsvReader::fill_row(Value* slots, Value* event, std::string* failure) {
  for (const size_t i : wanted_) {
    Column& column = columns_[i];
    Value value;
    Value* const to = event ? &value : &slots[column.key];
    if (cells_[i].text.empty()) {
      *to = Value();
      continue;
    }
    if (Status s = cell_value(column, cells_[i].unquoted(&unquoted_), to, failure); !s) return s;
    if (!failure->empty()) break;
    if (event) {
      bool inserted;
      event->as<DictObj>()->table.find_or_insert(Value::string(column.name), &inserted)->value =
          std::move(value);
    }
  }
  return Ok{};
}

Status CsvReader::read_row(EventRows& rows) {
  const std::string_view text = buffer_.unread().substr(0, row_bytes_);
  if (cells_.size() != columns_.size()) {
    rows.skip(place_, "not a CSV row",
              "it has " + std::to_string(cells_.size()) + " cells, the header has " +
                  std::to_string(columns_.size()),
              text);
    return Ok{};
  }
  std::string failure;
  if (projection_.whole_record) {
    Value event = Value::adopt(new DictObj());
    if (Status s = fill_row(nullptr, &event, &failure); !s) return s;
    if (failure.empty()) rows.add_event(place_, std::move(event));
  } else {
    Value* const slots = rows.add_used(place_) + projection_.first_key_slot;
    for (const size_t key : missing_) slots[key] = Value();
    const Status filled = fill_row(slots, nullptr, &failure);
    if (!filled || !failure.empty()) rows.drop();
    if (!filled) return filled;
  }
  if (!failure.empty()) rows.skip(place_, "a cell is not of its column's type", std::move(failure), text);
  return Ok{};
}

Result<bool> CsvReader::read(EventRows& rows) {
  if (!begun_) {
    begun_ = true;
    if (Status s = begin(); !s) return s.error();
  }
  while (!rows.full()) {
    CsvScan scan;
    Result<bool> more = next_row(&scan);
    if (!more || !*more) return more;
    if (scan == CsvScan::kMalformed) {
      rows.skip(place_, "not a CSV row", "text stands behind a closing quote",
                buffer_.unread().substr(0, row_bytes_));
    } else if (!is_blank()) {
      if (Status s = read_row(rows); !s) return s.error();
    }
    const std::string_view text = buffer_.unread().substr(0, row_bytes_);
    const bool is_one_line = text.find('\n') == text.size() - 1;
    place_.line += is_one_line ? 1 : static_cast<uint64_t>(std::count(text.begin(), text.end(), '\n'));
    buffer_.take(row_bytes_);
  }
  return true;
}

}  // namespace headrace
