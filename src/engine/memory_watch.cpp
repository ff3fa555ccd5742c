#include "engine/memory_watch.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cinttypes>
#include <cstdio>

namespace headrace {

// An eighth stays free for what comes between two looks, and for tables that grow.
MemoryWatch::MemoryWatch(uint64_t budget_bytes)
    : budget_(budget_bytes),
      statm_(::open("/proc/self/statm", O_RDONLY | O_CLOEXEC)),
      limit_(budget_bytes - budget_bytes / 8) {
  // What the program takes by itself is not what the run takes.
  const uint64_t at_start = resident();
  limit_ = std::max(limit_.load(), at_start + budget_ / 4);
}

MemoryWatch::~MemoryWatch() {
  if (statm_ >= 0) ::close(statm_);
}

size_t MemoryWatch::events_between_looks() const {
  constexpr uint64_t kEventBytes = 256;  // a new key, about
  return static_cast<size_t>(std::clamp<uint64_t>(budget_ / 100 / kEventBytes, 1, 4096));
}

bool MemoryWatch::is_over() const {
  const uint64_t held = static_cast<uint64_t>(std::max<int64_t>(held_, 0));
  return held > budget_ - budget_ / 8 || resident() > limit_;
}

void MemoryWatch::accept() {
  if (static_cast<uint64_t>(std::max<int64_t>(held_, 0)) > budget_ / 16) return;
  const uint64_t now = resident();
  if (now > limit_) limit_ = now + budget_ / 4;
}

// 0 where the system does not tell.
uint64_t MemoryWatch::resident() const {
  char text[128];
  const ssize_t n = statm_ < 0 ? 0 : ::pread(statm_, text, sizeof(text) - 1, 0);
  if (n <= 0) return 0;
  text[n] = '\0';
  uint64_t size, resident, shared;
  if (std::sscanf(text, "%" SCNu64 " %" SCNu64 " %" SCNu64, &size, &resident, &shared) != 3) return 0;
  const uint64_t bytes =
      (resident - std::min(shared, resident)) * static_cast<uint64_t>(::sysconf(_SC_PAGESIZE));
  // Seen by several threads at once, one may be missed, which the next look makes up for.
  if (bytes > peak_) peak_ = bytes;
  return bytes;
}

}  // namespace headrace
