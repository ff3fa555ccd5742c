#include "connect/csv_decoder.h"

#include <algorithm>

#include "base/unicode.h"
#include "data/object.h"

namespace headrace {

uint64_t CsvRows::Row::lines() const {
  return has_quotes ? static_cast<uint64_t>(std::count(text.begin(), text.end(), '\n')) : 1;
}

bool CsvRowSplitter::split(const CsvRows::Row& row, const char* readable) {
  if (row.has_quotes) {
    size_t size;
    malformed_ = scan_csv_row(row.text, true, &cells_, &size) == CsvScan::kMalformed;
    ascii_ = unicode::is_ascii(row.text);
  } else {
    malformed_ = false;
    ascii_ = split_plain_csv_row(row.text, readable, &cells_);
  }
  return malformed_ || cells_.size() > 1 || !cells_[0].text.empty() || row.text.starts_with('"');
}

std::string quoted_cell(std::string_view cell) {
  constexpr size_t kShownMax = 40;
  std::string text = "'";
  for (const char c : unicode::truncated(cell, kShownMax))
    text += static_cast<unsigned char>(c) < 0x20 ? ' ' : c;
  return text + (cell.size() > kShownMax ? "...'" : "'");
}

Status CsvPiece::decode(EventBatch* batch, std::vector<SkippedEvent>* skipped) {
  batch->width = limit_.projection.width();
  batch->places.reserve(rows_.rows.size());
  EventRows rows(limit_.projection, limit_.events, batch, skipped);
  for (const CsvRows::Row& row : rows_.rows) {
    const bool any = cells_.split(row, rows_.end);
    if (cells_.is_malformed()) {
      rows.skip(place_, "not a CSV row", "text stands behind a closing quote", row.text);
    } else if (any) {
      if (Status s = decode_row(row.text, rows); !s) return s;
    }
    place_.line += row.lines();
  }
  rows_ = {};
  return Ok{};
}

Status CsvPiece::decode_row(std::string_view text, EventRows& rows) {
  if (cells_.size() != columns_->columns.size()) {
    rows.skip(place_, "not a CSV row",
              "it has " + std::to_string(cells_.size()) + " cells, the header has " +
                  std::to_string(columns_->columns.size()),
              text);
    return Ok{};
  }
  std::string failure;
  if (limit_.projection.whole_record) {
    Value event = Value::adopt(new DictObj());
    if (Status s = fill_row(nullptr, &event, &failure); !s) return s;
    if (failure.empty()) rows.add_event(place_, std::move(event));
  } else {
    Value* const slots = rows.add_used(place_) + limit_.projection.first_key_slot;
    for (const size_t key : columns_->missing) slots[key] = Value();
    const Status filled = fill_row(slots, nullptr, &failure);
    if (!filled || !failure.empty()) rows.drop();
    if (!filled) return filled;
  }
  if (!failure.empty()) rows.skip(place_, "a cell is not of its column's type", std::move(failure), text);
  return Ok{};
}

// Into the slots of its keys, or into a dict.
Status CsvPiece::fill_row(Value* slots, Value* event, std::string* failure) {
  for (const size_t i : columns_->wanted) {
    const Column& column = columns_->columns[i];
    const std::string_view cell = cells_.cell(i);
    Value value;
    Value* const to = event ? &value : &slots[column.key];
    if (cell.empty()) {
      *to = Value();
      continue;
    }
    // CsvReader has found one for every column that holds something here.
    const CsvType type = column.type.value_or(CsvType::kString);
    if (!csv_value_quickly(type, cell, cells_.ascii(), to)) {
      if (Status s = cell_value(column, type, cell, to, failure); !s) return s;
      if (!failure->empty()) break;
    }
    if (event) {
      bool inserted;
      event->as<DictObj>()->table.find_or_insert(Value::string(column.name), &inserted)->value =
          std::move(value);
    }
  }
  return Ok{};
}

// What does not fit a given type is this event's failure, what does not fit a type found out is the file's.
Status CsvPiece::cell_value(const Column& column, CsvType type, std::string_view cell, Value* out,
                            std::string* failure) const {
  const bool takes_all = column.given || type == CsvType::kString;
  const CsvType joined = takes_all ? type : join_csv_types(type, infer_csv_type(cell));
  if (joined != type) {
    return Error{ErrorKind::kInput,
                 "column " + quoted_cell(column.name) + " was taken as " + csv_type_name(type) +
                     " from the first rows, but here it is " + quoted_cell(cell),
                 columns_->path + ":" + std::to_string(place_.line),
                 "give its type: --csv-types '" + column.name + ":" + csv_type_name(joined) + "'", false};
  }
  const char* why = nullptr;
  if (!csv_value(type, cell, cells_.ascii(), out, &why))
    *failure = "column " + quoted_cell(column.name) + ": " + why + ": " + quoted_cell(cell);
  return Ok{};
}

}  // namespace headrace
