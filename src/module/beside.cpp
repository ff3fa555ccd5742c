#include "module/beside.h"

#include <utility>

namespace headrace::module {
namespace {

constexpr std::chrono::milliseconds kLook{25};  // how soon a signal is seen
constexpr uint32_t kQuestions = 32;             // between two looks at the clock

}  // namespace

Beside::Beside(python::Calls& calls, Ends ends)
    : calls_(calls), ends_(ends), next_look_(Clock::now() + kLook) {
  calls_.begin();
}

void Beside::run(const Task& work, const Task& look) {
  const nb::gil_scoped_release unlocked;
  std::exception_ptr thrown;
  std::thread worker([&] {
    try {
      work();
    } catch (...) {
      thrown = std::current_exception();  // memory has run out
    }
    const std::lock_guard lock(mutex_);
    ended_ = true;
    changed_.notify_all();
  });
  serve(look);
  worker.join();
  if (!raised_) raised_ = std::move(thrown);
}

void Beside::run_here(const Task& work) {
  const nb::gil_scoped_release unlocked;
  work();
}

void Beside::serve(const Task& look) {
  std::unique_lock lock(mutex_);
  while (!ended_) {
    changed_.wait_until(lock, next_look_, [this] { return ended_ || asked_; });
    if (const Task* const task = asked_) {
      lock.unlock();
      const bool done = !stopped() && guarded(*task);
      lock.lock();
      asked_ = nullptr;
      done_ = done;
      changed_.notify_all();
    }
    if (Clock::now() < next_look_) continue;
    lock.unlock();
    look_around(look);
    lock.lock();
  }
}

bool Beside::ask(const Task& task) {
  if (std::this_thread::get_id() == caller_) return !stopped() && guarded(task);
  std::unique_lock lock(mutex_);
  asked_ = &task;
  changed_.notify_all();
  changed_.wait(lock, [&] { return asked_ != &task; });
  return done_;
}

bool Beside::stopping() {
  if (std::this_thread::get_id() == caller_ && ++asked_before_ % kQuestions == 0 &&
      Clock::now() >= next_look_)
    look_around({});
  return stopped();
}

void Beside::look_around(const Task& look) {
  if (calls_.stopping()) cancelled_ = true;  // by what a function raised
  guarded([&] {
    if (PyErr_CheckSignals() != 0) throw nb::python_error();
    if (look && !raised_) look();
  });
  next_look_ = Clock::now() + kLook;
}

// By the calling thread. The first exception counts.
bool Beside::guarded(const Task& task) {
  const nb::gil_scoped_acquire locked;
  try {
    task();
    return true;
  } catch (...) {
    if (!raised_) raised_ = std::current_exception();
    cancelled_ = true;
    if (ends_ == Ends::kAtOnce) calls_.stop();
    return false;
  }
}

Error Beside::failed(const nb::python_error& e) {
  if (!e.matches(PyExc_Exception)) throw e;
  cause_ = nb::borrow(e.value());
  return {ErrorKind::kInput, "the events cannot be read: " + exception_text(e.value()), "", "", false};
}

void Beside::check(const Status& status) {
  if (raised_) std::rethrow_exception(raised_);
  raise_kept(calls_);
  if (!status) raise(status.error(), cause_);
}

}  // namespace headrace::module
