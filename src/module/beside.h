// Work of the engine beside the interpreter, which is free for other threads and for signals meanwhile.
#pragma once

#include <nanobind/nanobind.h>

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <exception>
#include <functional>
#include <mutex>
#include <thread>

#include "base/status.h"
#include "connect/python/calls.h"
#include "module/host.h"

namespace headrace::module {

// One piece of work, for the thread that calls from Python. Iterators of events run in that thread, where
// Ctrl-C reaches them, and what they hold is at home; functions of the spec run where the work does.
class Beside {
 public:
  using Task = std::function<void()>;
  // When an interrupt ends it: within an event, or, where there is a state that goes on, behind it.
  enum class Ends { kAtOnce, kBehindEvent };

  // Under the interpreter's lock, as all but what is said to be the work's. `calls` outlives this.
  Beside(python::Calls& calls, Ends ends);
  Beside(const Beside&) = delete;
  Beside& operator=(const Beside&) = delete;

  // Runs the work in a thread of its own; this one serves it, and some times a second sees to signals and
  // calls `look`. What either raises stops the work.
  void run(const Task& work, const Task& look = {});
  // Runs it in this thread, for work that is over before a thread would have begun. It must not call Python.
  void run_here(const Task& work);
  // Raises what stopped the work, if anything did; else the error, if there is one.
  void check(const Status& status);

  // --- for the work, without the lock ---
  // Has the calling thread do something under the interpreter's lock, and waits for it; one thread of the
  // work at a time. False where it was not done, or raised: the work is to end.
  bool ask(const Task& task);
  // Whether it is to end. In the calling thread it sees to signals now and then.
  bool stopping();
  bool stopped() const { return cancelled_ || calls_.stopping(); }
  const std::atomic<bool>& cancelled() const { return cancelled_; }

  // --- for what is asked for ---
  // An everyday exception of the events as an error, which is its cause; one that ends the program goes on.
  Error failed(const nb::python_error& e);

 private:
  using Clock = std::chrono::steady_clock;

  void serve(const Task& look);
  bool guarded(const Task& task);
  void look_around(const Task& look);

  python::Calls& calls_;
  const Ends ends_;
  const std::thread::id caller_ = std::this_thread::get_id();
  std::atomic<bool> cancelled_{false};
  Clock::time_point next_look_;  // of the calling thread
  uint32_t asked_before_ = 0;    // likewise
  std::exception_ptr raised_;
  nb::object cause_;

  std::mutex mutex_;  // of all that follows
  std::condition_variable changed_;
  const Task* asked_ = nullptr;
  bool done_ = false;
  bool ended_ = false;
};

}  // namespace headrace::module
