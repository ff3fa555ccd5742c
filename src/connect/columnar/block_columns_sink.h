// Blocks as columnar files, one for each stored aggregate.
#pragma once

#include <memory>
#include <vector>

#include "connect/columnar/table_files.h"
#include "engine/result.h"
#include "plan/plan.h"

namespace headrace::columnar {

class BlockColumnsSink final : public ResultSink {
 public:
  // `files` holds one for each stored aggregate, in order. The plan and the metadata outlive the sink.
  static Result<std::unique_ptr<ResultSink>> open(const StreamPlan& plan, OutputFiles files,
                                                  HeadraceColumnarFormat format, const RunMetadata* metadata);

  std::unique_ptr<Chunk> encode(std::span<const IdentityResult> results) const override;
  Status write(std::unique_ptr<Chunk> chunk) override;
  Status finish() override { return files_.finish(); }

 private:
  BlockColumnsSink(OutputFiles files, HeadraceColumnarFormat format, const RunMetadata* metadata)
      : files_(std::move(files), format, metadata) {}

  TableFiles files_;
  std::vector<TableLayout> layouts_;
  std::vector<size_t> table_of_aggregate_;
};

}  // namespace headrace::columnar
