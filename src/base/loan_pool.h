// Objects that are costly to make and belong to one thread at a time: lent out, and kept for the next.
#pragma once

#include <memory>
#include <mutex>
#include <utility>
#include <vector>

namespace headrace {

// Safe from any thread. Outlives its loans.
template <typename T>
class LoanPool {
 public:
  struct GiveBack {
    LoanPool* home;
    void operator()(T* object) const { home->add(std::unique_ptr<T>(object)); }
  };
  using Loan = std::unique_ptr<T, GiveBack>;

  // One that nobody uses, or what make() gives as a std::unique_ptr.
  template <typename Make>
  Loan borrow(const Make& make) {
    std::unique_ptr<T> object;
    {
      const std::lock_guard lock(mutex_);
      if (!free_.empty()) {
        object = std::move(free_.back());
        free_.pop_back();
      }
    }
    if (!object) object = make();
    return {object.release(), GiveBack{this}};
  }
  void add(std::unique_ptr<T> object) {
    const std::lock_guard lock(mutex_);
    free_.push_back(std::move(object));
  }

 private:
  std::mutex mutex_;
  std::vector<std::unique_ptr<T>> free_;
};

}  // namespace headrace
