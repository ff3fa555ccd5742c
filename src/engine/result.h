// What a run gives for one identity, and who takes it.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <vector>

#include "base/status.h"
#include "engine/window_evaluator.h"
#include "state/key_state.h"

namespace headrace {

struct IdentityResult {
  const KeyState* state;
  WindowRows rows;  // with a window plan
};

// Takes results in two steps, so that the costly one runs on every core: encode() from any thread, write() in
// order.
class ResultSink {
 public:
  // What encode() hands to write().
  class Chunk {
   public:
    virtual ~Chunk() = default;
  };

  virtual ~ResultSink() = default;
  // Several identities in order. Safe from any thread.
  virtual std::unique_ptr<Chunk> encode(std::span<const IdentityResult> results) const = 0;
  // One thread, in the order of identities.
  virtual Status write(std::unique_ptr<Chunk> chunk) = 0;
  // After the last chunk: what was written becomes visible under its final name.
  virtual Status finish() = 0;
};

}  // namespace headrace
