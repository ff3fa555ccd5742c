// Window rows with maps as a columnar file: a map has a column for each of its keys, "field.key".
//
// Which columns there are, and of which type, is known only once all rows are. Until then rows wait in a file
// without a name, as cells with their columns' numbers; then the file is written in a second pass. Columns
// stand in the order in which they first appeared: the fields with columns of their own, then keys.
#pragma once

#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "connect/columnar/spread_cells.h"
#include "connect/columnar/table_output.h"
#include "connect/temporary_file.h"
#include "engine/result.h"
#include "plan/plan.h"

namespace headrace::columnar {

class SpreadColumnsSink final : public ResultSink {
 public:
  // Keys beyond so many columns are data, not features.
  static constexpr size_t kColumnsMax = 10'000;

  // The plan outlives the sink.
  static Result<std::unique_ptr<ResultSink>> open(const WindowPlan& plan,
                                                  std::unique_ptr<TableOutput> output);

  std::unique_ptr<Chunk> encode(std::span<const IdentityResult> results) const override;
  Status write(std::unique_ptr<Chunk> chunk) override;
  Status finish() override;

 private:
  struct Column {
    TableField field;
    bool fixed;  // the plan says its kind
    CellTags tags = 0;
  };

  SpreadColumnsSink(const WindowPlan& plan, std::unique_ptr<TableOutput> output, TemporaryStream rows);
  Result<uint32_t> column(const std::string& name);
  TableLayout layout() const;
  Status write_rows(const TableLayout& layout);
  Result<bool> read_row(const TableLayout& layout, TableBuilder* builder);

  const WindowPlan& plan_;
  std::unique_ptr<TableOutput> output_;
  std::vector<Column> columns_;
  std::unordered_map<std::string, uint32_t> column_of_name_;
  TemporaryStream rows_;
  std::string buffer_;
};

}  // namespace headrace::columnar
