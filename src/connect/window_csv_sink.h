// Window rows as a table, as Blurr's runner writes it: all columns sorted by name, cells as Python prints
// them.
//
// Which columns there are is known only at the end, since a map has a column for each of its keys. Rows are
// kept until then in a file without a name, as they came: which columns, and their cells.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "connect/output_files.h"
#include "connect/temporary_file.h"
#include "engine/result.h"
#include "plan/plan.h"

namespace headrace {

class WindowCsvSink final : public ResultSink {
 public:
  static Result<std::unique_ptr<ResultSink>> open(const WindowPlan& window, OutputFiles files);

  std::unique_ptr<Chunk> encode(std::span<const IdentityResult> results) const override;
  Status write(std::unique_ptr<Chunk> chunk) override;
  Status finish() override;

 private:
  WindowCsvSink(const WindowPlan& window, OutputFiles files, TemporaryStream rows);
  uint32_t column(const std::string& name);
  Status write_row(const std::vector<std::string>& cells);

  OutputFiles files_;
  std::map<std::string, uint32_t> columns_;  // name to number, in order of first appearance
  TemporaryStream rows_;
  std::string buffer_;
};

}  // namespace headrace
