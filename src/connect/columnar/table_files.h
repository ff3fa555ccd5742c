// The columnar files of one run, a table each.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "connect/columnar/columnar_writer.h"
#include "connect/columnar/table_output.h"
#include "connect/output_files.h"
#include "connect/run_metadata.h"

namespace headrace::columnar {

class TableFiles final : public TableOutput {
 public:
  // `metadata` may be null and outlives this.
  TableFiles(OutputFiles files, HeadraceColumnarFormat format, const RunMetadata* metadata)
      : files_(std::move(files)), format_(format), metadata_(metadata) {}
  TableFiles(const TableFiles&) = delete;
  TableFiles& operator=(const TableFiles&) = delete;

  // The next of the files gets this table.
  Status add(const TableLayout& layout, const std::string& name) override;
  // All of them become visible, with the run's metadata inside.
  Status finish() override;

 private:
  struct Table {
    std::unique_ptr<ColumnarWriter> writer;
    int64_t rows = 0;
  };

  Status write_rows(size_t table, TableBatch batch) override;

  OutputFiles files_;
  HeadraceColumnarFormat format_;
  const RunMetadata* metadata_;
  std::vector<Table> tables_;
};

}  // namespace headrace::columnar
