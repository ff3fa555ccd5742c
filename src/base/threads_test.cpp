#include "base/threads.h"

#include <gtest/gtest.h>
#include <sys/resource.h>

#include <array>
#include <atomic>
#include <cstdlib>

namespace headrace {
namespace {

TEST(Threads, EachPartRunsOnce) {
  for (const int n : {1, 2, 7}) {
    std::array<std::atomic<int>, 8> runs = {};
    share_among_threads(n, [&](int i) { ++runs[static_cast<size_t>(i)]; });
    for (int i = 0; i < 8; ++i) EXPECT_EQ(runs[static_cast<size_t>(i)], i < n ? 1 : 0) << n << " " << i;
  }
}

#ifdef __has_feature
#define HEADRACE_SANITIZED __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#else
#define HEADRACE_SANITIZED 0
#endif

#if !HEADRACE_SANITIZED
// In a process of its own, whose memory has no room for so many stacks.
TEST(Threads, FewerThanWantedGoOn) {
  const auto run = [] {
    constexpr rlim_t kMemory = 256 << 20;
    const rlimit memory = {kMemory, kMemory};
    if (::setrlimit(RLIMIT_AS, &memory) != 0) std::_Exit(1);
    constexpr int kWanted = 4096;
    std::atomic<int> runs{0};
    share_among_threads(kWanted, [&](int) { ++runs; });
    std::_Exit(runs > 0 && runs < kWanted ? 0 : 2);
  };
  EXPECT_EXIT(run(), testing::ExitedWithCode(0), "");
}
#endif

}  // namespace
}  // namespace headrace
