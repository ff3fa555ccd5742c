// Events from CSV: a header row of names, then an event on each row. An empty cell is a missing key.
//
// A column has one type: the one it is given (--csv-types), or the narrowest that takes all its cells among
// the file's first kSampleRows rows (or as many as the first kSampleBytes hold). So types never hang on how
// the file is cut into batches, and standard input is read once. A later cell that does not fit a type found
// so is an error of the file with the way out; one that does not fit a given type skips its event. A type
// once found holds for the column of that name in the files that follow.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "connect/event_reader.h"
#include "connect/stream_buffer.h"
#include "data/csv.h"

namespace headrace {

// By column name; shared by the files of a run.
struct CsvTypes {
  struct Column {
    CsvType type;
    bool given;         // not found out
    bool seen = false;  // some file has this column
  };
  std::map<std::string, Column, std::less<>> columns;
};

class CsvReader final : public StepwiseReader {
 public:
  static constexpr size_t kSampleRows = 10'000;
  static constexpr size_t kSampleBytes = 16 << 20;

  // The projection and the types outlive this.
  CsvReader(OpenedFile file, const Projection& projection, CsvTypes& types)
      : path_(std::move(file.path)),
        buffer_(std::move(file.stream)),
        projection_(projection),
        types_(types),
        place_{file.index, 1} {}

  Result<bool> read(EventRows& rows) override;

 private:
  struct Column {
    std::string name;
    int key = -1;                      // index into the projection's keys, if it is one
    CsvTypes::Column* type = nullptr;  // null: of a column that is not read, or that was empty so far
  };

  // The row at the next byte, or false at the end. Its cells are valid until the next call.
  Result<bool> next_row(CsvScan* scan);
  bool is_blank() const;
  Status begin();
  Status read_header();
  Status infer_types();
  Status read_row(EventRows& rows);
  Status fill_row(Value* slots, Value* event, std::string* failure);
  Status cell_value(Column& column, std::string_view cell, Value* out, std::string* failure);
  Error error(std::string message, std::string hint = "") const;

  std::string path_;
  StreamBuffer buffer_;
  const Projection& projection_;
  CsvTypes& types_;
  EventPlace place_;  // of the row at the next byte
  bool begun_ = false, ended_ = false;
  std::vector<Column> columns_;
  std::vector<size_t> wanted_;   // those of them that are read
  std::vector<size_t> missing_;  // keys that no column has
  std::vector<CsvCell> cells_;
  size_t row_bytes_ = 0;
  std::string unquoted_;
};

}  // namespace headrace
