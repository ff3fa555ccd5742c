// The events of a Parquet or Arrow IPC file.
#pragma once

#include <memory>
#include <vector>

#include "connect/columnar/columnar_file.h"
#include "connect/columnar/row_reader.h"
#include "connect/event_reader.h"

namespace headrace::columnar {

class ColumnarReader final : public StepwiseReader {
 public:
  // Only the columns that the projection names are read. What is no file on disk is read into memory first.
  static Result<std::unique_ptr<EventReader>> open(OpenedFile file, const Projection& projection);

  Result<bool> read(EventRows& rows) override;

 private:
  ColumnarReader(std::unique_ptr<ColumnarFile> file, RowReader reader, OpenedFile opened)
      : opened_(std::move(opened)),
        file_(std::move(file)),
        reader_(std::move(reader)),
        place_{opened_.index, 0} {}
  Result<bool> next_rows();

  OpenedFile opened_;  // with the stream that file_ reads
  std::unique_ptr<ColumnarFile> file_;
  RowReader reader_;
  EventPlace place_;  // of the row read last; rows count from 1
  OwnedArray rows_;
  int64_t row_ = 0;  // the next in rows_
  std::vector<CellError> errors_;
};

}  // namespace headrace::columnar
