#include "engine/stage_clock.h"

#include <time.h>

namespace headrace {

int64_t StageClock::now() {
  timespec t;
  ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
  return int64_t{t.tv_sec} * 1'000'000'000 + t.tv_nsec;
}

void StageClock::note(Stage stage) {
  const int64_t at = now();
  times_[static_cast<size_t>(stage)] += at - last_;
  last_ = at;
}

}  // namespace headrace
