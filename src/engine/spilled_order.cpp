#include "engine/spilled_order.h"

#include <algorithm>

#include "engine/spilled_key.h"

namespace headrace {

SpilledKeys::SpilledKeys(std::span<const SpillStream> runs, uint64_t identities, uint64_t buffer_bytes,
                         uint64_t batch_bytes)
    : identities_(identities), batch_bytes_(batch_bytes) {
  constexpr uint64_t kBufferMin = 4 << 10, kBufferMax = 256 << 10;
  const auto buffer = static_cast<size_t>(
      std::clamp(buffer_bytes / std::max<size_t>(runs.size(), 1), kBufferMin, kBufferMax));
  for (const SpillStream& run : runs) runs_.push_back(std::make_unique<Run>(run, buffer));
}

Result<bool> SpilledKeys::Run::advance() {
  Result<bool> more = reader.next(&record);
  if (more && *more) first = first_of_key(record);
  return more;
}

Status SpilledKeys::begin() {
  begun_ = true;
  for (const auto& run : runs_) {
    const Result<bool> more = run->advance();
    if (!more) return more.error();
    HEADRACE_CHECK(*more);  // no run is empty
  }
  std::make_heap(runs_.begin(), runs_.end(), comes_later);
  return Ok{};
}

Status SpilledKeys::next(size_t count, KeyBatch* batch) {
  batch->clear();
  if (!begun_) {
    if (Status s = begin(); !s) return s;
  }
  while (batch->ends.size() < count && batch->records.size() <= batch_bytes_ && !runs_.empty()) {
    std::pop_heap(runs_.begin(), runs_.end(), comes_later);
    Run& run = *runs_.back();
    batch->records.append(run.record);
    batch->ends.push_back(batch->records.size());
    const Result<bool> more = run.advance();
    if (!more) return more.error();
    if (*more)
      std::push_heap(runs_.begin(), runs_.end(), comes_later);
    else
      runs_.pop_back();
  }
  return Ok{};
}

}  // namespace headrace
