// Tables kept in memory, to be handed over as streams of the Arrow C interface.
#pragma once

#include <string>
#include <vector>

#include "connect/columnar/table_output.h"

namespace headrace::columnar {

class TableStreams final : public TableOutput {
 public:
  struct Table {
    std::string name;
    std::vector<ColumnSpec> columns;
    std::vector<OwnedArray> batches;
    int64_t rows = 0;
  };

  // `tables` outlives this and takes each table as it comes.
  explicit TableStreams(std::vector<Table>* tables) : tables_(*tables) {}

  Status add(const TableLayout& layout, const std::string& name) override;
  Status finish() override { return Ok{}; }

  // The table's batches as a stream, which owns them.
  static OwnedStream stream(Table table);

 private:
  Status write_rows(size_t table, TableBatch batch) override;

  std::vector<Table>& tables_;
};

}  // namespace headrace::columnar
