// A line on the terminal that says how far a run is: drawn over itself, erased at the end.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>

#include "engine/batch.h"
#include "io/event_source.h"

namespace headrace::cli {

// What a run does one after the other. Again, where events did not come in order.
enum class Phase { kReading, kReadingAgain, kEvaluating };

struct Progress {
  Phase phase = Phase::kReading;
  uint64_t done = 0;    // bytes while reading, identities while evaluating
  uint64_t total = 0;   // 0: not known
  uint64_t events = 0;  // read or evaluated in this phase
  double seconds = 0;   // in this phase
};
// The line, in at most `width` columns.
std::string progress_line(const Progress& progress, size_t width);

// About as many of the events as `done` is of the total.
uint64_t share_of(uint64_t events, uint64_t done, uint64_t total);

class ProgressBar {
 public:
  // Draws only where standard error is a terminal that can erase. The source outlives the bar.
  explicit ProgressBar(const EventSource& source);
  ~ProgressBar();
  ProgressBar(const ProgressBar&) = delete;
  ProgressBar& operator=(const ProgressBar&) = delete;

  bool draws() const { return draws_; }
  // Redraws, at most ten times a second. One thread.
  void update(const BatchStats& stats);

 private:
  using Clock = std::chrono::steady_clock;

  const EventSource& source_;
  bool draws_;
  void enter(Phase phase, Clock::time_point now);

  Phase phase_ = Phase::kReading;
  uint64_t bytes_read_ = 0;
  Clock::time_point phase_began_;
  Clock::time_point drawn_;
};

// Takes the line away so that something else can be written; from any thread and from a signal handler.
void erase_progress();

}  // namespace headrace::cli
