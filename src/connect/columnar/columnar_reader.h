// The events of a Parquet or Arrow IPC file.
#pragma once

#include <memory>

#include "connect/columnar/columnar_file.h"
#include "connect/columnar/rows_piece.h"
#include "connect/event_reader.h"

namespace headrace::columnar {

class ColumnarReader final : public EventReader {
 public:
  // Only the columns that the projection names are read. What is no file on disk is read into memory first.
  static Result<std::unique_ptr<EventReader>> open(OpenedFile file, const Projection& projection);

  Result<bool> next(const PieceLimit& limit, std::unique_ptr<EventPiece>* piece) override;

 private:
  ColumnarReader(OpenedFile opened, std::unique_ptr<ColumnarFile> file, std::shared_ptr<RowReaders> readers)
      : opened_(std::move(opened)), file_(std::move(file)), readers_(std::move(readers)) {}

  OpenedFile opened_;  // with the stream that file_ reads
  std::unique_ptr<ColumnarFile> file_;
  std::shared_ptr<RowReaders> readers_;
  std::shared_ptr<const SharedRows> rows_;
  int64_t row_ = 0;         // the next in rows_
  uint64_t rows_read_ = 0;  // in all
};

}  // namespace headrace::columnar
