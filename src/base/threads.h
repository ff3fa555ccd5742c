// Work that several threads share.
#pragma once

#include <system_error>
#include <thread>
#include <vector>

namespace headrace {

// Runs work(0) on this thread and work(1), ..., work(n - 1) on threads of their own, until all have returned.
// Where the system gives no more threads, those that there are go on alone: none may wait for another's part.
template <typename Work>
void share_among_threads(int n, const Work& work) {
  std::vector<std::thread> others;
  others.reserve(static_cast<size_t>(n));
  try {
    for (int i = 1; i < n; ++i) others.emplace_back([&work, i] { work(i); });
  } catch (const std::system_error&) {
    // That was the last that could be had.
  }
  work(0);
  for (std::thread& thread : others) thread.join();
}

}  // namespace headrace
