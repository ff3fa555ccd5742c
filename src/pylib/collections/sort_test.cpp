#include "pylib/collections/sort.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>
#include <random>

#include "pylib/collections/mini_python.h"
#include "pylib/collections/timsort.h"

namespace headrace::pylib {
namespace {

// Ascending, descending, equal and random stretches, as real data have them.
std::vector<int> random_keys(std::mt19937& random, size_t n) {
  std::vector<int> keys(n);
  const uint32_t span = random() % 2 ? 4 : static_cast<uint32_t>(n) + 1;
  for (int& key : keys) key = static_cast<int>(random() % span);
  for (uint32_t runs = random() % 8; runs > 0 && n > 0; --runs) {
    size_t i = random() % n, j = random() % n;
    if (i > j) std::swap(i, j);
    const auto from = keys.begin() + static_cast<std::ptrdiff_t>(i),
               to = keys.begin() + static_cast<std::ptrdiff_t>(j);
    std::sort(from, to);
    if (random() % 2) std::reverse(from, to);
  }
  return keys;
}

TEST(Timsort, SortsAsAnyStableSort) {
  for (uint32_t seed = 0; seed < 400; ++seed) {
    std::mt19937 random(seed);
    const std::vector<int> keys = random_keys(random, random() % (seed % 10 == 0 ? 5000 : 300));
    std::vector<uint32_t> order(keys.size()), expected;
    std::iota(order.begin(), order.end(), 0);
    expected = order;
    const auto less = [&](uint32_t a, uint32_t b) { return static_cast<int>(keys[a] < keys[b]); };
    ASSERT_TRUE(Timsort(less, std::span(order)).run());
    std::stable_sort(expected.begin(), expected.end(), less);
    ASSERT_EQ(order, expected) << "seed " << seed;
  }
}

// Whenever the comparison fails, and however it contradicts itself, the items stay a permutation.
TEST(Timsort, LosesNothing) {
  for (uint32_t seed = 0; seed < 400; ++seed) {
    std::mt19937 random(seed);
    const std::vector<int> keys = random_keys(random, 1 + random() % 1000);
    std::vector<uint32_t> order(keys.size());
    std::iota(order.begin(), order.end(), 0);
    uint32_t left = seed % 2 ? UINT32_MAX : random() % 8000;
    const bool moody = seed % 3 == 0;
    const auto less = [&](uint32_t a, uint32_t b) {
      if (left-- == 0) return -1;
      return moody && random() % 4 == 0 ? static_cast<int>(random() % 2)
                                        : static_cast<int>(keys[a] < keys[b]);
    };
    Timsort(less, std::span(order)).run();
    std::sort(order.begin(), order.end());
    for (uint32_t i = 0; i < order.size(); ++i) ASSERT_EQ(order[i], i) << "seed " << seed;
  }
}

TEST(Timsort, SortedInputCostsOneComparisonAnItem) {
  std::vector<uint32_t> order(10'000);
  std::iota(order.begin(), order.end(), 0);
  int comparisons = 0;
  const auto less = [&](uint32_t a, uint32_t b) {
    ++comparisons;
    return static_cast<int>(a < b);
  };
  ASSERT_TRUE(Timsort(less, std::span(order)).run());
  EXPECT_EQ(comparisons, 9'999);
}

TEST(Sort, ChargesItsComparisons) {
  mini::TestContext cx;
  cx.limits.steps = 1000;
  cx.begin_evaluation();
  Values items;
  for (int i = 0; i < 2000; ++i) items.push_back(make_tuple({Value::integer(i * 7919 % 2000)}));
  EXPECT_FALSE(sort_items(cx, &items, nullptr, false));
  EXPECT_EQ(cx.error().type, Exc::kBudgetError);
  EXPECT_EQ(items.size(), 2000u);
}

}  // namespace
}  // namespace headrace::pylib
