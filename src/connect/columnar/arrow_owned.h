// The structures of the Arrow C interfaces with an owner.
#pragma once

#include <utility>

#include "data/arrow_abi.h"

namespace headrace::columnar {

// Holds one structure, empty (null `release`) or not, and releases it in the end.
template <typename T>
class Owned {
 public:
  Owned() = default;
  // Takes the structure's content.
  explicit Owned(T& raw) : raw_(raw) { raw.release = nullptr; }
  Owned(Owned&& other) noexcept : raw_(std::exchange(other.raw_, T{})) {}
  Owned& operator=(Owned&& other) noexcept {
    if (this != &other) {
      reset();
      raw_ = std::exchange(other.raw_, T{});
    }
    return *this;
  }
  Owned(const Owned&) = delete;
  Owned& operator=(const Owned&) = delete;
  ~Owned() { reset(); }

  T* get() { return &raw_; }
  const T* operator->() const { return &raw_; }
  T* operator->() { return &raw_; }
  const T& operator*() const { return raw_; }
  bool empty() const { return raw_.release == nullptr; }
  void reset() {
    if (raw_.release) raw_.release(&raw_);
    raw_ = T{};
  }
  // Empties the owner and gives the structure to who will release it.
  T take() { return std::exchange(raw_, T{}); }

 private:
  T raw_{};
};

using OwnedSchema = Owned<ArrowSchema>;
using OwnedArray = Owned<ArrowArray>;
using OwnedStream = Owned<ArrowArrayStream>;

}  // namespace headrace::columnar
