// Results as text: Blurr's lines, or a table of each aggregate's blocks.
#pragma once

#include <memory>
#include <vector>

#include "connect/output_files.h"
#include "engine/result.h"
#include "plan/plan.h"

namespace headrace {

class TextSink final : public ResultSink {
 public:
  // Which of `files` an aggregate's blocks go to, by its index in the plan; window rows go to the first.
  // `window` may be null. `format` is kJsonLines, or without a window kCsv.
  TextSink(const StreamPlan& stream, const WindowPlan* window, OutputFormat format, OutputFiles files,
           std::vector<size_t> file_of_aggregate);

  std::unique_ptr<Chunk> encode(std::span<const IdentityResult> results) const override;
  Status write(std::unique_ptr<Chunk> chunk) override;
  Status finish() override;

 private:
  Status write_headers();

  const StreamPlan& stream_;
  const WindowPlan* window_;
  OutputFormat format_;
  OutputFiles files_;
  std::vector<size_t> file_of_aggregate_;
  size_t file_count_ = 1;
  bool begun_ = false;
};

// `--output=none`: everything is evaluated and nothing kept.
class NullSink final : public ResultSink {
 public:
  std::unique_ptr<Chunk> encode(std::span<const IdentityResult>) const override {
    return std::make_unique<Chunk>();
  }
  Status write(std::unique_ptr<Chunk>) override { return Ok{}; }
  Status finish() override { return Ok{}; }
};

}  // namespace headrace
