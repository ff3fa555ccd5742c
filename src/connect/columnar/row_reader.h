// The rows of a columnar file as events: of each only the keys that the plan reads.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "connect/columnar/arrow_column.h"
#include "connect/event_rows.h"
#include "io/event_source.h"

namespace headrace::columnar {

class RowReader {
 public:
  // Finds the projection's keys among the columns of a file. A column that is missing is a missing key. Of
  // columns that share a name the last counts, as of keys in JSON.
  RowReader(const ArrowSchema& schema, const Projection& projection);

  // The columns to be read, ascending.
  const std::vector<int32_t>& positions() const { return positions_; }
  // As what these columns come: of their types in the file, or of others with the same values. An Error where
  // a type is not supported, or a name of the record's is no text.
  Status decode(const ArrowSchema& columns);

  // Once for each struct array of those columns, before its rows are read; the one before it still lives.
  void enter(const ArrowArray& rows);
  // Rows begin to begin + count - 1 of it into `slots`, a row each `width` slots. Those of keys may hold
  // anything before.
  // Where a value has no form here the row's slots mean nothing, and *errors says why: ascending, one a row.
  void read(const ArrowArray& rows, int64_t begin, int64_t count, Value* slots, size_t width,
            std::vector<CellError>* errors);

 private:
  static constexpr int32_t kNone = -1;
  static constexpr uint16_t kNoSlot = UINT16_MAX;

  struct Column {
    std::string name;
    int32_t position;                 // in the schema; after settle() among the columns read
    int32_t offset_position = kNone;  // of the column with its offsets from UTC
    uint16_t slot = kNoSlot;          // where the plan wants it by itself
    std::unique_ptr<ArrowColumn> column = nullptr;
  };

  int32_t find(const ArrowSchema& schema, const std::string& name) const;
  void add(const ArrowSchema& schema, int32_t position, uint16_t slot);
  void settle();
  void fill(const Column& column, const ArrowArray& rows, int64_t begin, int64_t count, Cells out,
            std::vector<CellError>* errors);
  void move_zones(const ArrowArray& offsets, int64_t begin, int64_t count, Cells out,
                  std::vector<CellError>* errors);
  void put_exact(const Column& column, int64_t count, Cells out, size_t first_error,
                 std::vector<CellError>* errors) const;
  static void share_with_records(const Column& column, int64_t count, Cells records, Cells out);
  void add_to_records(const Column& column, const ArrowArray& rows, int64_t begin, int64_t count,
                      Cells records, std::vector<CellError>* errors);

  std::vector<Column> columns_;
  std::vector<uint16_t> missing_;  // slots of keys without a column
  std::vector<int32_t> positions_;
  std::vector<int32_t> offset_of_;  // by position in the schema: where its offsets are
  std::vector<bool> completes_;     // by position: a column of ours that completes others
  int32_t exact_position_ = kNone;
  std::unique_ptr<ArrowColumn> exact_column_, offset_column_;
  bool whole_record_ = false;
  uint16_t record_slot_ = 0;
  // Of the rows that are being read: what `_exact` holds (empty without), a column of the record, offsets.
  std::vector<Value> exact_, record_cells_, offsets_;
};

// The same into rows of a batch. Rows with a value that cannot be read are skipped; the first stands at
// `first`. `errors` is room to work in.
void read_rows(RowReader& reader, const ArrowArray& rows, int64_t begin, int64_t count, EventPlace first,
               EventRows& out, std::vector<CellError>* errors);

}  // namespace headrace::columnar
