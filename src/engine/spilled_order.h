// The identities of settled runs, merged by their first events.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include "engine/key_order.h"
#include "engine/spill_store.h"

namespace headrace {

class SpilledKeys final : public KeyOrder {
 public:
  // The runs outlive it. Reading them takes so many bytes in all, about; a batch ends with the identity that
  // takes it beyond its own.
  SpilledKeys(std::span<const SpillStream> runs, uint64_t identities, uint64_t buffer_bytes,
              uint64_t batch_bytes);

  size_t size() const override { return identities_; }
  Status next(size_t count, KeyBatch* batch) override;

 private:
  struct Run {
    Run(const SpillStream& stream, size_t buffer_bytes) : reader(stream, buffer_bytes) {}
    Result<bool> advance();

    SpillReader reader;
    std::string_view record;  // the next
    uint64_t first = 0;       // its place
  };
  static bool comes_later(const std::unique_ptr<Run>& a, const std::unique_ptr<Run>& b) {
    return a->first > b->first;
  }
  Status begin();

  size_t identities_;
  uint64_t batch_bytes_;
  std::vector<std::unique_ptr<Run>> runs_;  // that are not at their end; a heap once begun
  bool begun_ = false;
};

}  // namespace headrace
