// Results as the lines that Blurr prints: ["key", {fields}] for each block, or ["identity", [rows]].
#pragma once

#include <cstdio>
#include <string>

#include "engine/result.h"
#include "plan/plan.h"

namespace headrace {

class JsonLinesSink final : public ResultSink {
 public:
  // `window` may be null. Writes to `out`, which stays open.
  JsonLinesSink(const StreamPlan& stream, const WindowPlan* window, std::FILE* out)
      : stream_(stream), window_(window), out_(out) {}

  std::unique_ptr<Chunk> encode(std::vector<IdentityResult> results) const override;
  Status write(std::unique_ptr<Chunk> chunk) override;
  Status finish() override;

 private:
  const StreamPlan& stream_;
  const WindowPlan* window_;
  std::FILE* out_;
};

}  // namespace headrace
