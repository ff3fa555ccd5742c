// Tables kept in memory, to be handed over as streams of the Arrow C interface. What comes in small batches,
// a few identities at a time, is joined to batches that are worth a consumer's while.
#pragma once

#include <string>
#include <vector>

#include "connect/columnar/column_builder.h"
#include "connect/columnar/table_output.h"

namespace headrace::columnar {

class TableStreams final : public TableOutput {
 public:
  static constexpr int64_t kBatchRows = 131'072;
  static constexpr uint64_t kBatchBytes = 16 << 20;

  struct Table {
    std::string name;
    std::vector<ColumnSpec> columns;
    std::vector<OwnedArray> batches;
    int64_t rows = 0;
  };

  // `tables` outlives this and takes each table as it comes.
  explicit TableStreams(std::vector<Table>* tables) : tables_(*tables) {}

  Status add(const TableLayout& layout, const std::string& name) override;
  Status finish() override;

  // The table's batches as a stream, which owns them.
  static OwnedStream stream(Table table);

 private:
  // The batch of a table that is being joined.
  struct Joined {
    std::vector<ColumnBuilder> columns;  // there is always one
    uint64_t bytes = 0;

    int64_t rows() const { return columns.front().size(); }
  };

  Status write_rows(size_t table, TableBatch batch) override;
  void end_batch(size_t table);

  std::vector<Table>& tables_;
  std::vector<Joined> joined_;  // by table
};

}  // namespace headrace::columnar
