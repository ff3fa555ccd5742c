// A table of results: which columns it has, and rows of Values into them. docs/columns.md is the contract.
//
// Each field of a fixed type is a column by its name. Two kinds of columns complete them, at the table's end:
// `NAME__offset` beside a datetime, with its seconds east of UTC where it is not UTC; and `_exact`, with what
// the row's other columns could not hold, as a JSON object.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "connect/columnar/column_builder.h"
#include "data/value.h"
#include "spec/spec.h"

namespace headrace::columnar {

struct TableField {
  std::string name;
  ColumnKind kind;
};

// How a field's type is written.
ColumnKind column_kind(FieldType type);

class TableLayout {
 public:
  explicit TableLayout(const std::vector<TableField>& fields);
  // A column of the caller's own, behind all others; its index.
  size_t add_column(ColumnSpec column);

  // The fields' columns in order, then those that complete them, then those that were added.
  const std::vector<ColumnSpec>& columns() const { return columns_; }
  size_t field_count() const { return field_count_; }
  // The column with the offsets of field i, or -1.
  int offset_column(size_t i) const { return offset_columns_[i]; }
  size_t exact_column() const { return exact_column_; }

 private:
  size_t field_count_;
  std::vector<ColumnSpec> columns_;
  std::vector<int> offset_columns_;
  size_t exact_column_;
};

// Rows ready to be written.
struct TableBatch {
  OwnedArray rows;
  std::vector<uint32_t> row_bytes;  // about how much each of them holds
  std::string too_large = {};       // a column with a text that is larger than any may be; mostly none
};

class TableBuilder {
 public:
  explicit TableBuilder(const TableLayout& layout, size_t text_bytes_max = ColumnBuilder::kTextBytesMax);

  // A row is begun, some of its fields are set in any order, and it is ended. What is not set is null.
  void set(size_t field, const Value& v);
  bool is_set(size_t field) const { return columns_[field].size() > rows_; }
  // For columns that were added: one value a row.
  ColumnBuilder& column(size_t i) { return columns_[i]; }
  void end_row();

  // All rows since the last time. More than one batch where they hold much text.
  std::vector<TableBatch> finish();

 private:
  void set_text(size_t field, const Value& v);
  void set_datetime(size_t field, const Value& v);
  void keep_exact(size_t field, const Value& v);
  size_t text_bytes() const;
  void end_batch();

  const TableLayout& layout_;
  std::vector<ColumnBuilder> columns_;
  int64_t rows_ = 0;
  std::string exact_;  // of the row at hand
  size_t bytes_before_ = 0;
  std::vector<uint32_t> row_bytes_;
  std::vector<TableBatch> batches_;
};

// Text as it may stand in an Arrow column: what no UTF-8 can hold becomes U+FFFD.
std::string to_utf8(std::string_view wtf8);

}  // namespace headrace::columnar
