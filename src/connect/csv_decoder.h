// Rows of a CSV file taken apart: cells to values, rows to events.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "connect/event_reader.h"
#include "data/csv.h"

namespace headrace {

// What is known of a file's columns.
struct CsvColumns {
  struct Column {
    std::string name;
    int key = -1;                 // index into the projection's keys, if it is one
    std::optional<CsvType> type;  // none: of a column that is not read, or that was empty so far
    bool given = false;           // the type, by the user
  };

  std::string path;
  std::vector<Column> columns;
  std::vector<size_t> wanted;   // those that are read
  std::vector<size_t> missing;  // keys that no column has
};

// Rows one behind the other, and the memory in which they stand.
struct CsvRows {
  struct Row {
    std::string_view text;  // with its line end
    bool has_quotes;

    // Lines that it takes.
    uint64_t lines() const;
  };
  std::vector<Row> rows;
  std::shared_ptr<const char[]> block;
  const char* end = nullptr;  // of what has been read into it
};

// A row's cells; used again for the next one.
class CsvRowSplitter {
 public:
  // Whether it has any, which a blank line has not: "" is a cell.
  bool split(const CsvRows::Row& row, const char* readable);

  bool is_malformed() const { return malformed_; }
  bool ascii() const { return ascii_; }  // all its bytes are below 0x80
  size_t size() const { return cells_.size(); }
  // Valid until the next call.
  std::string_view cell(size_t i) { return cells_[i].unquoted(&unquoted_); }

 private:
  std::vector<CsvCell> cells_;
  std::string unquoted_;
  bool malformed_ = false, ascii_ = false;
};

// A cell as messages show it.
std::string quoted_cell(std::string_view cell);

class CsvPiece final : public EventPiece {
 public:
  CsvPiece(std::shared_ptr<const CsvColumns> columns, CsvRows rows, EventPlace first, const PieceLimit& limit)
      : columns_(std::move(columns)), rows_(std::move(rows)), place_(first), limit_(limit) {}

  // Fails at a cell that does not fit a type which was found out.
  Status decode(EventBatch* batch, std::vector<SkippedEvent>* skipped) override;

 private:
  using Column = CsvColumns::Column;

  Status decode_row(std::string_view text, EventRows& rows);
  Status fill_row(Value* slots, Value* event, std::string* failure);
  Status cell_value(const Column& column, CsvType type, std::string_view cell, Value* out,
                    std::string* failure) const;

  std::shared_ptr<const CsvColumns> columns_;
  CsvRows rows_;
  EventPlace place_;  // of the row at hand
  PieceLimit limit_;
  CsvRowSplitter cells_;
};

}  // namespace headrace
