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

#include "connect/block_buffer.h"
#include "connect/csv_decoder.h"
#include "connect/event_reader.h"
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

// Cuts a file into rows; taking those apart is a piece's.
class CsvReader final : public EventReader {
 public:
  static constexpr size_t kSampleRows = 10'000;
  static constexpr size_t kSampleBytes = 16 << 20;

  // The types outlive this.
  CsvReader(OpenedFile file, CsvTypes& types)
      : buffer_(std::move(file.stream)), types_(types), place_{file.index, 1} {
    columns_.path = std::move(file.path);
  }

  Result<bool> next(const PieceLimit& limit, std::unique_ptr<EventPiece>* piece) override;

 private:
  Status begin(const Projection& projection);
  Status read_header(const Projection& projection);
  Status infer_types();
  // The next rows, at most rows_max, in place of what *rows holds; false at the end.
  Result<bool> next_rows(size_t rows_max, CsvRows* rows);
  void find_rows(size_t rows_max, std::vector<CsvRows::Row>* rows);
  bool knows_types() const;
  void find_types(const CsvRows& rows);
  Error error(std::string message, std::string hint = "") const;

  BlockBuffer buffer_;
  CsvTypes& types_;
  EventPlace place_;  // of the row at the next byte
  bool begun_ = false, ended_ = false;
  CsvColumns columns_;
  std::shared_ptr<const CsvColumns> shared_columns_;  // a copy for pieces; null once a type was found
  std::vector<uint32_t> ends_;                        // of the lines at hand
  CsvRowSplitter splitter_;
  std::vector<CsvCell> cells_;
};

}  // namespace headrace
