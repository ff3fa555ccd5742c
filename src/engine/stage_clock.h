// Where a run's processor time goes, stage by stage.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace headrace {

enum class Stage : uint8_t {
  kRead,      // bytes from the system and out of compression; where its next event ends
  kParse,     // texts to rows of values
  kRoute,     // identity and time of an event, and whose shard it falls to
  kEvaluate,  // events to states and blocks
  kWindows,   // blocks to rows
  kWrite,     // rows to bytes, and out
};
inline constexpr size_t kStageCount = 6;

// Nanoseconds of processor time of all threads.
using StageTimes = std::array<int64_t, kStageCount>;

// One thread's. Waiting costs no processor time, so each moment falls to the stage whose end comes next. The
// clock is asked for some hundred events together, as asking takes a microsecond.
class StageClock {
 public:
  explicit StageClock(bool on) : on_(on) {
    if (on_) last_ = now();
  }
  // A stage ends here.
  void lap(Stage stage) {
    if (on_) note(stage);
  }
  void add_to(StageTimes* total) const {
    for (size_t i = 0; i < kStageCount; ++i) (*total)[i] += times_[i];
  }

 private:
  static int64_t now();
  void note(Stage stage);

  bool on_;
  int64_t last_ = 0;
  StageTimes times_ = {};
};

}  // namespace headrace
