// Record batches into a Parquet or Arrow IPC file, in groups of rows that the caller decides.
#pragma once

#include <arrow/type_fwd.h>

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "connect/columnar/columnar_abi.h"

namespace headrace::columnar {

using FileMetadata = std::vector<std::pair<std::string, std::string>>;

class Writer {
 public:
  virtual ~Writer() = default;
  virtual arrow::Status write_group(const std::shared_ptr<arrow::RecordBatch>& rows) = 0;
  virtual arrow::Status finish(const FileMetadata& metadata) = 0;
};

arrow::Result<std::unique_ptr<Writer>> make_writer(const HeadraceColumnarOutput& output,
                                                   HeadraceColumnarFormat format,
                                                   const std::shared_ptr<arrow::Schema>& schema);

// Gathers batches until a group is complete.
class GroupedWriter {
 public:
  GroupedWriter(std::unique_ptr<Writer> writer, std::shared_ptr<arrow::Schema> schema);
  ~GroupedWriter();

  const std::shared_ptr<arrow::Schema>& schema() const { return schema_; }
  arrow::Status write(const std::shared_ptr<arrow::RecordBatch>& batch, const std::vector<int64_t>& cuts);
  arrow::Status finish(const FileMetadata& metadata);

 private:
  arrow::Status end_group();

  std::unique_ptr<Writer> writer_;
  std::shared_ptr<arrow::Schema> schema_;
  std::vector<std::shared_ptr<arrow::RecordBatch>> pending_;
};

}  // namespace headrace::columnar
