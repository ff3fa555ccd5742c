#include "pylib/text/find.h"

#include <gtest/gtest.h>

#include <random>
#include <string>

namespace headrace::pylib {
namespace {

TEST(Find, AgreesWithTheStandardLibrary) {
  std::mt19937 random(1);
  for (int round = 0; round < 20'000; ++round) {
    std::string text, needle;
    for (unsigned n = random() % 200; n > 0; --n) text.push_back("ab"[random() % 8 == 0]);
    for (unsigned n = 1 + random() % 60; n > 0; --n) needle.push_back("ab"[random() % 12 == 0]);
    if (round % 3 == 0 && text.size() > 40) needle = text.substr(random() % 5, 33 + random() % 40);
    ASSERT_EQ(find_first(text, needle), text.find(needle)) << text << " / " << needle;
    ASSERT_EQ(find_last(text, needle), text.rfind(needle)) << text << " / " << needle;
  }
}

TEST(Find, CountsWithoutOverlap) {
  EXPECT_EQ(count_occurrences("aaaaa", "aa"), 2u);
  EXPECT_EQ(count_occurrences("aaaaa", "aa", 1), 1u);
  EXPECT_EQ(count_occurrences("abc", "x"), 0u);
  EXPECT_EQ(count_occurrences("", "x"), 0u);
}

// Half a million in either direction: quadratic time would take minutes.
TEST(Find, StaysLinearOnRepetitiveText) {
  const std::string text(1'000'000, 'a');
  const std::string half(500'000, 'a');
  EXPECT_EQ(find_first(text, half + "b"), kNotFound);
  EXPECT_EQ(find_last(text, "b" + half), kNotFound);
  EXPECT_EQ(count_occurrences(text, half + "b"), 0u);
}

}  // namespace
}  // namespace headrace::pylib
