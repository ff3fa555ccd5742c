#include "data/bigint.h"

#include <gtest/gtest.h>

#include <cmath>

namespace headrace {
namespace {

TEST(BigInt, MakesTheSmallFormWhereItFits) {
  EXPECT_TRUE(make_int(BigInt(INT64_MAX)).is_small_int());
  EXPECT_TRUE(make_int(BigInt(INT64_MIN)).is_small_int());
  EXPECT_EQ(make_int(BigInt(INT64_MIN)).as_int(), INT64_MIN);
  EXPECT_EQ(make_int(BigInt(-7)).as_int(), -7);
  EXPECT_TRUE(make_int(BigInt(INT64_MAX) + 1).is_big_int());
  EXPECT_TRUE(make_int(BigInt(INT64_MIN) - 1).is_big_int());
  EXPECT_EQ(to_big(make_int(BigInt(INT64_MIN) - 1)), BigInt(INT64_MIN) - 1);
}

TEST(BigInt, CountsBits) {
  EXPECT_EQ(bit_length(BigInt(0)), 0u);
  EXPECT_EQ(bit_length(BigInt(-1)), 1u);
  EXPECT_EQ(bit_length(BigInt(1) << 64), 65u);
}

TEST(BigInt, RoundsToDoubleHalfToEven) {
  const BigInt big = BigInt(1) << 100;
  const BigInt half = BigInt(1) << 47;  // half of the last place of 2**100
  EXPECT_EQ(big_to_double(big + half), std::ldexp(1, 100));
  EXPECT_EQ(big_to_double(big + half + 1), std::nextafter(std::ldexp(1, 100), HUGE_VAL));
  EXPECT_EQ(big_to_double(big + 3 * half), std::ldexp(1, 100) + std::ldexp(1, 49));
  EXPECT_EQ(big_to_double(-(big + half + 1)), -std::nextafter(std::ldexp(1, 100), HUGE_VAL));
  EXPECT_EQ(big_to_double((BigInt(1) << 64) - 1), std::ldexp(1, 64));
  EXPECT_EQ(big_to_double((BigInt(1) << 1024) - (BigInt(1) << 970)), HUGE_VAL);
  EXPECT_EQ(big_to_double((BigInt(1) << 1024) - (BigInt(1) << 970) - 1), 0x1.fffffffffffffp+1023);
  EXPECT_EQ(big_to_double(BigInt(-1) << 5000), -HUGE_VAL);
}

TEST(BigInt, ComparesWithDoublesExactly) {
  const BigInt a = (BigInt(1) << 70) + 1;
  EXPECT_EQ(compare_big_double(a, std::ldexp(1, 70)), 1);
  EXPECT_EQ(compare_big_double(-a, -std::ldexp(1, 70)), -1);
  EXPECT_EQ(compare_big_double(BigInt(1) << 70, std::ldexp(1, 70)), 0);
  EXPECT_EQ(compare_big_double(a, HUGE_VAL), -1);
  EXPECT_EQ(compare_big_double(-a, -HUGE_VAL), 1);
  EXPECT_EQ(compare_big_double(BigInt(3), 3.5), -1);
  EXPECT_EQ(compare_big_double(BigInt(-3), -3.5), 1);
  EXPECT_EQ(compare_big_double(BigInt(0), -0.0), 0);
  EXPECT_EQ(compare_big_double(BigInt(0), 5e-324), -1);
  EXPECT_EQ(compare_big_double(BigInt(1), 0.5), 1);
  EXPECT_EQ(compare_big_double(BigInt(INT64_MAX), 0x1p63), -1);
}

TEST(BigInt, TakesTheIntegerPartOfADouble) {
  EXPECT_EQ(big_from_double(-3.9), -3);
  EXPECT_EQ(big_from_double(0x1p63), BigInt(1) << 63);
  EXPECT_EQ(big_from_double(-0x1.8p100), -(BigInt(3) << 99));
  EXPECT_EQ(big_from_double(5e-324), 0);
}

TEST(BigInt, WritesADoubleAsAFraction) {
  BigInt n, d;
  ratio_of_double(-0.375, &n, &d);
  EXPECT_EQ(n, -3);
  EXPECT_EQ(d, 8);
  ratio_of_double(0x1.8p100, &n, &d);
  EXPECT_EQ(n, BigInt(3) << 99);
  EXPECT_EQ(d, 1);
  ratio_of_double(5e-324, &n, &d);
  EXPECT_EQ(n, 1);
  EXPECT_EQ(d, BigInt(1) << 1074);
  ratio_of_double(-0.0, &n, &d);
  EXPECT_EQ(n, 0);
  EXPECT_EQ(d, 1);
}

}  // namespace
}  // namespace headrace
