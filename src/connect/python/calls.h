// What ties the Python code that a plan calls to the run that it works for.
#pragma once

#include <atomic>

#include "connect/python/python_api.h"

namespace headrace::python {

// Of one plan, for all runs of it that are at work. One that is to stop has no further call begin; and what
// Python code raises to end the program, such as SystemExit, is no everyday error: it stops the run, and is
// kept for whoever began it.
class Calls {
 public:
  Calls() = default;
  ~Calls();
  Calls(const Calls&) = delete;
  Calls& operator=(const Calls&) = delete;

  // A run begins. Under the Lock.
  void begin();
  // From any thread: calls fail from now on.
  void stop() { stopping_ = true; }
  bool stopping() const { return stopping_; }
  // Under the Lock. Stops; of several the first is kept.
  void keep(Ref exception);
  // What was kept, or empty. Under the Lock.
  Ref take() { return std::move(kept_); }

 private:
  std::atomic<bool> stopping_{false};
  Ref kept_;
};

// An exception of Python's, normalised, with its traceback.
struct Raised {
  Ref type, value;

  // The pending one, which is pending no more.
  static Raised take();
  bool is_a(PyObject* cls) const;
  // KeyboardInterrupt, SystemExit and their kind, which `except Exception` lets pass.
  bool ends_program() const { return type && !is_a(*api().PyExc_Exception); }
};

// Whatever is pending is so no more. What ends the program is kept; `calls` may be null.
void drop_exception(Calls* calls);

}  // namespace headrace::python
