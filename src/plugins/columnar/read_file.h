// A Parquet or Arrow IPC file of either kind as a stream of record batches, read by columns.
#pragma once

#include <arrow/type_fwd.h>

#include <memory>
#include <vector>

#include "connect/columnar/columnar_abi.h"

namespace headrace::columnar {

class File {
 public:
  virtual ~File() = default;
  virtual const arrow::Schema& schema() const = 0;
  // Columns by their position in the schema, ascending. The file must outlive the reader.
  virtual arrow::Result<std::shared_ptr<arrow::RecordBatchReader>> read(const std::vector<int>& columns) = 0;
};

arrow::Result<std::unique_ptr<File>> open_file(const HeadraceColumnarInput& input);
arrow::Result<std::unique_ptr<File>> open_parquet(const HeadraceColumnarInput& input);
// `stream`: the format without an index, of which several may stand one behind the other.
arrow::Result<std::unique_ptr<File>> open_ipc(const HeadraceColumnarInput& input, bool stream);

// Whether the type is a dictionary or has one inside.
bool holds_dictionary(const arrow::DataType& type);

}  // namespace headrace::columnar
