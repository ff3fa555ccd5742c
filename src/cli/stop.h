// Ctrl-C and its kin while a command runs.
//
// The first SIGINT, SIGTERM or SIGHUP asks the run to end by itself. A run that cannot within 80 ms, because
// it waits for input or is deep in one expression, is ended as it stands, unless its outputs are taking their
// places; nothing unfinished is left under its final name either way. A second signal kills at once. SIGPIPE
// only makes writes fail.
#pragma once

#include <atomic>
#include <optional>
#include <thread>

namespace headrace::cli {

class StopSignals {
 public:
  // Handles the signals as long as it lives; one at a time, as a process that is not ours may run several
  // commands, one after the other. Signals that the process was started to ignore stay ignored.
  StopSignals();
  ~StopSignals();
  StopSignals(const StopSignals&) = delete;
  StopSignals& operator=(const StopSignals&) = delete;

  // Set when a signal has come.
  const std::atomic<bool>& stopping() const;
  // After a run has failed: 128 + the signal where one was the reason, which has been said then.
  std::optional<int> exit_code() const;

 private:
  void watch() const;

  std::thread watcher_;
};

}  // namespace headrace::cli
