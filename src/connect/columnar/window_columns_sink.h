// Window rows as a columnar file whose columns are known beforehand: the plan has no map fields.
#pragma once

#include <memory>

#include "connect/columnar/table_output.h"
#include "engine/result.h"
#include "plan/plan.h"

namespace headrace::columnar {

// The fields of a window plan that have a column of their own, "aggregate.field": all but maps, whose keys
// have.
std::vector<TableField> window_fields(const WindowPlan& plan);
bool has_maps(const WindowPlan& plan);

class WindowColumnsSink final : public ResultSink {
 public:
  // The plan outlives the sink.
  static Result<std::unique_ptr<ResultSink>> open(const WindowPlan& plan,
                                                  std::unique_ptr<TableOutput> output);

  std::unique_ptr<Chunk> encode(std::span<const IdentityResult> results) const override;
  Status write(std::unique_ptr<Chunk> chunk) override;
  Status finish() override { return output_->finish(); }

 private:
  WindowColumnsSink(const WindowPlan& plan, std::unique_ptr<TableOutput> output)
      : output_(std::move(output)), layout_(window_fields(plan)) {}

  std::unique_ptr<TableOutput> output_;
  TableLayout layout_;
};

}  // namespace headrace::columnar
