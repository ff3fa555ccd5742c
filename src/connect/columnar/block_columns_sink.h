// Blocks as columnar files, one for each stored aggregate.
#pragma once

#include <memory>
#include <vector>

#include "connect/columnar/table_output.h"
#include "engine/result.h"
#include "plan/plan.h"

namespace headrace::columnar {

class BlockColumnsSink final : public ResultSink {
 public:
  // A table for each stored aggregate, in order. The plan outlives the sink.
  static Result<std::unique_ptr<ResultSink>> open(const StreamPlan& plan,
                                                  std::unique_ptr<TableOutput> output);

  std::unique_ptr<Chunk> encode(std::span<const IdentityResult> results) const override;
  Status write(std::unique_ptr<Chunk> chunk) override;
  Status finish() override { return output_->finish(); }

 private:
  explicit BlockColumnsSink(std::unique_ptr<TableOutput> output) : output_(std::move(output)) {}

  std::unique_ptr<TableOutput> output_;
  std::vector<TableLayout> layouts_;
  std::vector<size_t> table_of_aggregate_;
};

}  // namespace headrace::columnar
