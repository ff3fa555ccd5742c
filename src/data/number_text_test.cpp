#include "data/number_text.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "data/bigint.h"

namespace headrace {
namespace {

std::string float_text(double d) {
  std::string out;
  append_float(d, &out);
  return out;
}

std::string int_text(const Value& v) {
  std::string out;
  return append_int(v, &out) ? out : "too long";
}

// str(int(text, base)), or why not.
std::string read_int(std::string_view text, int base = 10) {
  Value v;
  switch (parse_int(text, base, &v)) {
    case IntText::kOk: return int_text(v);
    case IntText::kMalformed: return "malformed";
    case IntText::kTooManyDigits: return "too many digits";
  }
  return "?";
}

std::string read_float(std::string_view text) {
  double d;
  return parse_float(text, &d) ? float_text(d) : "malformed";
}

// Every pair as CPython 3.11 prints it.
TEST(NumberText, PrintsFloatsAsRepr) {
  const std::pair<double, const char*> cases[] = {
      {0.0, "0.0"},
      {-0.0, "-0.0"},
      {1.0, "1.0"},
      {0.1, "0.1"},
      {-1.5, "-1.5"},
      {100.0, "100.0"},
      {1.0 / 3, "0.3333333333333333"},
      {1e15, "1000000000000000.0"},
      {1e16, "1e+16"},
      {123456789012345680.0, "1.2345678901234568e+17"},
      {9999999999999998.0, "9999999999999998.0"},
      {0.0001, "0.0001"},
      {0.00012345, "0.00012345"},
      {0.00001, "1e-05"},
      {1.5e-7, "1.5e-07"},
      {5e-324, "5e-324"},
      {2.2250738585072014e-308, "2.2250738585072014e-308"},
      {1.7976931348623157e308, "1.7976931348623157e+308"},
      {9007199254740993.0, "9007199254740992.0"},
      {2e23, "2e+23"},
      {std::numeric_limits<double>::infinity(), "inf"},
      {-std::numeric_limits<double>::infinity(), "-inf"},
      {std::numeric_limits<double>::quiet_NaN(), "nan"},
  };
  for (const auto& [d, text] : cases) EXPECT_EQ(float_text(d), text);
}

TEST(NumberText, ReadsFloats) {
  const std::pair<const char*, const char*> cases[] = {
      {"1", "1.0"},
      {" 1.5\n", "1.5"},
      {"+.5", "0.5"},
      {"5.", "5.0"},
      {".", "malformed"},
      {"", "malformed"},
      {"1e3", "1000.0"},
      {"1E-3", "0.001"},
      {"1e", "malformed"},
      {"1e+", "malformed"},
      {"0x10", "malformed"},
      {"1_000.5", "1000.5"},
      {"1__0", "malformed"},
      {"_1", "malformed"},
      {"1_", "malformed"},
      {"1_.5", "malformed"},
      {"1._5", "malformed"},
      {"1e1_0", "10000000000.0"},
      {"1e400", "inf"},
      {"-1e400", "-inf"},
      {"1e-400", "0.0"},
      {"-1e-400", "-0.0"},
      {"inf", "inf"},
      {"-Infinity", "-inf"},
      {"NaN", "nan"},
      {"nan(1)", "malformed"},
      {"infinit", "malformed"},
      {"1 2", "malformed"},
      {"\u0661\u0662.\uff15", "12.5"},
      {"\u00a01\u2003", "1.0"},
      {"\u00b2", "malformed"},
      {"\x1c"
       "1",
       "malformed"},
      {"--1", "malformed"},
      {"1.2.3", "malformed"},
  };
  for (const auto& [text, want] : cases) EXPECT_EQ(read_float(text), want) << text;
  EXPECT_EQ(read_float(std::string(70'000, '0') + "1e-5"), "1e-05");
  EXPECT_EQ(read_float("0." + std::string(700'000, '0') + "1e700001"), "1.0");
  EXPECT_EQ(read_float(std::string("1\0", 2)), "malformed");
}

TEST(NumberText, ReadsInts) {
  const std::pair<const char*, const char*> cases[] = {
      {"0", "0"},
      {"-0", "0"},
      {" +12\n", "12"},
      {"007", "7"},
      {"1_000", "1000"},
      {"1__0", "malformed"},
      {"_1", "malformed"},
      {"1_", "malformed"},
      {"", "malformed"},
      {"-", "malformed"},
      {"1.0", "malformed"},
      {"+-1", "malformed"},
      {"\u0661\u0662", "12"},
      {"\u00a07\u3000", "7"},
      {"\u00b2", "malformed"},
      {"\x1c"
       "5",
       "malformed"},
      {"1 2", "malformed"},
      {"0x1f", "malformed"},
      {"9223372036854775807", "9223372036854775807"},
      {"9223372036854775808", "9223372036854775808"},
      {"-9223372036854775808", "-9223372036854775808"},
      {"-9223372036854775809", "-9223372036854775809"},
      {"123456789012345678901234567890123456789012345678901234567890",
       "123456789012345678901234567890123456789012345678901234567890"},
  };
  for (const auto& [text, want] : cases) EXPECT_EQ(read_int(text), want) << text;
}

TEST(NumberText, ReadsIntsInOtherBases) {
  const std::tuple<const char*, int, const char*> cases[] = {
      {"ff", 16, "255"},
      {"0xFF", 16, "255"},
      {"0x_f", 16, "15"},
      {"0x", 16, "malformed"},
      {"0b1", 16, "177"},
      {"0b101", 2, "5"},
      {"102", 2, "malformed"},
      {"z", 36, "35"},
      {"0o17", 8, "15"},
      {"0o17", 0, "15"},
      {"0x1F", 0, "31"},
      {"0b_1", 0, "1"},
      {"017", 0, "malformed"},
      {"00", 0, "0"},
      {"0_0", 0, "0"},
      {"12", 0, "12"},
      {"-0x10", 0, "-16"},
      {"0x1g", 0, "malformed"},
      {"0b2", 0, "malformed"},
      {"\uff11\uff10", 2, "2"},
      {"ffffffffffffffffffff", 16, "1208925819614629174706175"},
      {"-zzzzzzzzzzzzzzzzzzzz", 36, "-13367494538843734067838845976575"},
      {"-vvvvvvvvvvvvvvvvvvvv", 32, "-1267650600228229401496703205375"},
  };
  for (const auto& [text, base, want] : cases) EXPECT_EQ(read_int(text, base), want) << text;
}

TEST(NumberText, RefusesLongDecimals) {
  EXPECT_EQ(read_int(std::string(4300, '9')), std::string(4300, '9'));
  EXPECT_EQ(read_int(std::string(4301, '9')), "too many digits");
  EXPECT_EQ(read_int(std::string(4301, '0')), "too many digits");
  EXPECT_EQ(read_int(std::string(4301, '9') + "x"), "too many digits");
  Value v;
  size_t digits = 0;
  EXPECT_EQ(parse_int(std::string(5000, '1'), 7, &v, &digits), IntText::kTooManyDigits);
  EXPECT_EQ(digits, 5000u);
  ASSERT_EQ(parse_int(std::string(20'000, 'f'), 16, &v), IntText::kOk);
  EXPECT_EQ(int_text(v), "too long");
  std::string hex;
  append_magnitude(v, 16, &hex);
  EXPECT_EQ(hex, std::string(20'000, 'f'));
}

TEST(NumberText, PrintsMagnitudes) {
  const auto text = [](const Value& v, int base) {
    std::string out;
    append_magnitude(v, base, &out);
    return out;
  };
  EXPECT_EQ(text(Value::integer(0), 2), "0");
  EXPECT_EQ(text(Value::integer(-255), 16), "ff");
  EXPECT_EQ(text(Value::integer(INT64_MIN), 16), "8000000000000000");
  EXPECT_EQ(text(Value::boolean(true), 8), "1");
  EXPECT_EQ(text(make_int(BigInt(1) << 64), 8), "2000000000000000000000");
  EXPECT_EQ(text(make_int(-(BigInt(1) << 65)), 2), "1" + std::string(65, '0'));
}

}  // namespace
}  // namespace headrace
