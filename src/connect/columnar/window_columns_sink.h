// Window rows as a columnar file whose columns are known beforehand: the plan has no map fields.
#pragma once

#include <memory>

#include "connect/columnar/table_files.h"
#include "engine/result.h"
#include "plan/plan.h"

namespace headrace::columnar {

// The fields of a window plan that have a column of their own, "aggregate.field": all but maps, whose keys
// have.
std::vector<TableField> window_fields(const WindowPlan& plan);
bool has_maps(const WindowPlan& plan);

class WindowColumnsSink final : public ResultSink {
 public:
  // The plan and the metadata outlive the sink.
  static Result<std::unique_ptr<ResultSink>> open(const WindowPlan& plan, OutputFiles files,
                                                  HeadraceColumnarFormat format, const RunMetadata* metadata);

  std::unique_ptr<Chunk> encode(std::span<const IdentityResult> results) const override;
  Status write(std::unique_ptr<Chunk> chunk) override;
  Status finish() override { return files_.finish(); }

 private:
  WindowColumnsSink(const WindowPlan& plan, OutputFiles files, HeadraceColumnarFormat format,
                    const RunMetadata* metadata)
      : files_(std::move(files), format, metadata), layout_(window_fields(plan)) {}

  TableFiles files_;
  TableLayout layout_;
};

}  // namespace headrace::columnar
