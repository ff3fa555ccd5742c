// How much memory a run takes, held against what it may take.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>

namespace headrace {

// From any thread. What counts is the memory of the process that no file stands behind, as the system has it,
// and what the states are known to hold: the first sees what values point to, the second is there at once.
class MemoryWatch {
 public:
  explicit MemoryWatch(uint64_t budget_bytes);
  ~MemoryWatch();
  MemoryWatch(const MemoryWatch&) = delete;
  MemoryWatch& operator=(const MemoryWatch&) = delete;

  uint64_t budget_bytes() const { return budget_; }
  // After how many events to look again, at the most: new keys may take a hundredth of the budget by then.
  size_t events_between_looks() const;

  // What could be spilled has changed by so many bytes.
  void hold(int64_t change) { held_ += change; }
  // Whether something should be spilled.
  bool is_over() const;
  // Where it is over although nothing is left to spill, what is in use is taken as given: from there on a
  // quarter of the budget may be filled before the next spilling. So a budget below what the program needs
  // for itself makes a run slow, and not endless.
  void accept();
  // The most that was seen in use, by is_over() or look().
  uint64_t peak_bytes() const { return peak_; }
  uint64_t look() const { return resident(); }

 private:
  uint64_t resident() const;

  const uint64_t budget_;
  const int statm_;  // file descriptor
  std::atomic<int64_t> held_{0};
  std::atomic<uint64_t> limit_;
  mutable std::atomic<uint64_t> peak_{0};
};

}  // namespace headrace
