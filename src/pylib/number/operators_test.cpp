// Operators on numbers against CPython 3.11's answers.
#include <gtest/gtest.h>

#include "pylib/number/integer_functions.h"
#include "pylib/number/test_numbers.h"
#include "pylib/operators.h"

namespace headrace::pylib::test {
namespace {

struct Operation {
  const char* a;
  const char* op;
  const char* b;
  const char* answer;
};

constexpr Operation kOperations[] = {
    {"7", "//", "-2", "-4"},
    {"-7", "//", "2", "-4"},
    {"-7", "%", "3", "2"},
    {"7", "%", "-3", "-2"},
    {"7.5", "//", "-2", "-4.0"},
    {"-0.0", "%", "5.0", "0.0"},
    {"5.0", "%", "-0.5", "-0.0"},
    {"1.0", "//", "0.1", "9.0"},
    {"inf", "//", "2.0", "nan"},
    {"5.0", "%", "inf", "5.0"},
    {"-5.0", "%", "inf", "inf"},
    {"9223372036854775807", "+", "1", "9223372036854775808"},
    {"-9223372036854775808", "-", "1", "-9223372036854775809"},
    {"9223372036854775807", "*", "3", "27670116110564327421"},
    {"-9223372036854775808", "//", "-1", "9223372036854775808"},
    {"-9223372036854775808", "%", "-1", "0"},
    {"18446744073709551616", "-", "18446744073709551615", "1"},
    {"1", "/", "3", "0.3333333333333333"},
    {"0", "/", "-5", "-0.0"},
    {"9007199254740993", "/", "1", "9007199254740992.0"},
    {"1000000000000000000000000000000", "/", "3", "3.333333333333333e+29"},
    {"1", "/", "9223372036854775807", "1.0842021724855044e-19"},
    {"2", "**", "10", "1024"},
    {"2", "**", "63", "9223372036854775808"},
    {"-2", "**", "3", "-8"},
    {"2", "**", "-1", "0.5"},
    {"0", "**", "0", "1"},
    {"-1", "**", "4611686018427387905", "-1"},
    {"10", "**", "25", "10000000000000000000000000"},
    {"0", "**", "-1", "ZeroDivisionError: 0.0 cannot be raised to a negative power"},
    {"2.0", "**", "0.5", "1.4142135623730951"},
    {"-8.0", "**", "2", "64.0"},
    {"-8", "**", "0.5", "ValueError: complex numbers are not supported"},
    {"10.0", "**", "400", "OverflowError: (34, 'Numerical result out of range')"},
    {"0.0", "**", "-1", "ZeroDivisionError: 0.0 cannot be raised to a negative power"},
    {"-inf", "**", "3.0", "-inf"},
    {"-0.0", "**", "-1", "ZeroDivisionError: 0.0 cannot be raised to a negative power"},
    {"1", "**", "nan", "1.0"},
    {"1", "<<", "62", "4611686018427387904"},
    {"1", "<<", "63", "9223372036854775808"},
    {"-1", "<<", "63", "-9223372036854775808"},
    {"-5", ">>", "1", "-3"},
    {"-5", ">>", "100", "-1"},
    {"5", ">>", "100", "0"},
    {"1", "<<", "-1", "ValueError: negative shift count"},
    {"0", "<<", "1000000000000000000000", "0"},
    {"1", "<<", "1000000000000000000000", "OverflowError: too many digits in integer"},
    {"True", "+", "True", "2"},
    {"True", "&", "False", "False"},
    {"True", "|", "2", "3"},
    {"True", "^", "True", "False"},
    {"-8", "&", "12", "8"},
    {"-18446744073709551617", "&", "255", "255"},
    {"-1", "^", "18446744073709551616", "-18446744073709551617"},
    {"1", "&", "1.0", "TypeError: unsupported operand type(s) for &: 'int' and 'float'"},
    {"1", "/", "0", "ZeroDivisionError: division by zero"},
    {"1", "//", "0", "ZeroDivisionError: integer division or modulo by zero"},
    {"1", "%", "0", "ZeroDivisionError: integer modulo by zero"},
    {"1.0", "/", "0", "ZeroDivisionError: float division by zero"},
    {"1.0", "//", "0", "ZeroDivisionError: float floor division by zero"},
    {"1.0", "%", "0", "ZeroDivisionError: float modulo"},
    {"1", "@", "1", "TypeError: unsupported operand type(s) for @: 'int' and 'int'"},
    {"1", "+", "None", "TypeError: unsupported operand type(s) for +: 'int' and 'NoneType'"},
    {"1.5", "<<", "1", "TypeError: unsupported operand type(s) for <<: 'float' and 'int'"},
    {"'a'", "-", "1", "TypeError: unsupported operand type(s) for -: 'str' and 'int'"},
    {"None", "**", "2", "TypeError: unsupported operand type(s) for ** or pow(): 'NoneType' and 'int'"},
    {"[1]", "/", "2", "TypeError: unsupported operand type(s) for /: 'list' and 'int'"},
};

TEST(Operators, ComputeAsCPython) {
  for (const Operation& o : kOperations)
    EXPECT_EQ(operate(o.a, o.op, o.b), o.answer) << o.a << " " << o.op << " " << o.b;
}

constexpr Operation kComparisons[] = {
    {"1", "==", "1.0", "True"},
    {"True", "==", "1", "True"},
    {"9007199254740993", "==", "9007199254740992.0", "False"},
    {"9007199254740993", ">", "9007199254740992.0", "True"},
    {"9223372036854775807", "<", "9223372036854775808.0", "True"},
    {"1180591620717411303425", ">", "1180591620717411303424.0", "True"},
    {"10000000000000000000000", "<", "inf", "True"},
    {"-10000000000000000000000", "<", "-inf", "False"},
    {"nan", "<", "nan", "False"},
    {"nan", "==", "nan", "False"},
    {"nan", "!=", "nan", "True"},
    {"1", "<", "nan", "False"},
    {"0.5", ">", "0", "True"},
    {"-1", "<", "-0.5", "True"},
    {"'a'", "<", "'b'", "True"},
    {"'a'", "<", "'ab'", "True"},
    {"'é'", ">", "'z'", "True"},
    {"[1, 2]", "<", "[1, 3]", "True"},
    {"[1, 2]", "<", "[1, 2, 0]", "True"},
    {"(1, 'a')", "<", "(2, None)", "True"},
    {"[1, 'a']", "<", "[1, 2]", "TypeError: '<' not supported between instances of 'str' and 'int'"},
    {"[]", ">=", "[]", "True"},
    {"1", "<", "'a'", "TypeError: '<' not supported between instances of 'int' and 'str'"},
    {"None", "<", "1", "TypeError: '<' not supported between instances of 'NoneType' and 'int'"},
    {"(1)", "<", "[1]", "TypeError: '<' not supported between instances of 'tuple' and 'list'"},
    {"[nan]", "==", "[nan]", "False"},
};

TEST(Operators, CompareAsCPython) {
  for (const Operation& o : kComparisons)
    EXPECT_EQ(operate(o.a, o.op, o.b), o.answer) << o.a << " " << o.op << " " << o.b;
}

struct Prefix {
  const char* op;
  const char* operand;
  const char* answer;
};

constexpr Prefix kPrefixes[] = {
    {"-", "5", "-5"},
    {"-", "True", "-1"},
    {"-", "0.0", "-0.0"},
    {"-", "-9223372036854775808", "9223372036854775808"},
    {"-", "9223372036854775808", "-9223372036854775808"},
    {"+", "True", "1"},
    {"~", "0", "-1"},
    {"~", "True", "-2"},
    {"~", "9223372036854775807", "-9223372036854775808"},
    {"~", "18446744073709551616", "-18446744073709551617"},
    {"not", "0.0", "True"},
    {"not", "nan", "False"},
    {"not", "[]", "True"},
    {"not", "'a'", "False"},
    {"~", "1.5", "TypeError: bad operand type for unary ~: 'float'"},
    {"-", "'a'", "TypeError: bad operand type for unary -: 'str'"},
    {"+", "None", "TypeError: bad operand type for unary +: 'NoneType'"},
};

TEST(Operators, PrefixAsCPython) {
  for (const Prefix& p : kPrefixes) EXPECT_EQ(operate(p.op, p.operand), p.answer) << p.op << " " << p.operand;
}

// Lone surrogates stand between U+D7FF and U+E000, below every code point of four bytes.
TEST(Operators, OrdersTextByCodePoint) {
  const Value surrogate = Value::string("\xed\xa0\x80"), last = Value::string("\xef\xbf\xbf"),
              astral = Value::string("\xf0\x90\x80\x80");
  NumberContext cx;
  bool less = false;
  ASSERT_TRUE(compare(cx, Compare::kLt, surrogate, last, &less));
  EXPECT_TRUE(less);
  ASSERT_TRUE(compare(cx, Compare::kLt, surrogate, astral, &less));
  EXPECT_TRUE(less);
  ASSERT_TRUE(compare(cx, Compare::kLt, last, astral, &less));
  EXPECT_TRUE(less);
}

// What would run for hours or fill the memory ends at once.
TEST(Operators, StopAtTheBudget) {
  const Operation operations[] = {
      {"10", "**", "1000000000", ""},
      {"9", "**", "387420489", ""},
      {"-3", "**", "100000000000000000000", ""},
      {"1", "<<", "10000000000", ""},
      {"10000000000000000000000", "<<", "9223372036854775807", ""},
  };
  for (const Operation& o : operations) {
    EXPECT_TRUE(operate(o.a, o.op, o.b).starts_with("BudgetError")) << o.a << " " << o.op << " " << o.b;
  }
  EXPECT_TRUE(call("math.factorial", "1000000000").starts_with("BudgetError"));
  EXPECT_TRUE(call("math.perm", "1000000000000, 500000000").starts_with("BudgetError"));
  EXPECT_TRUE(call("math.comb", "1000000000000, 500000000").starts_with("BudgetError"));
  EXPECT_TRUE(call(".to_bytes", "1, 1000000000000").starts_with("BudgetError"));
  EXPECT_TRUE(call("statistics.quantiles", "[1, 2], n=1000000000000").starts_with("BudgetError"));
}

TEST(Operators, FewHugeFactorsStopAtTheBudget) {
  for (const uint64_t k : {2, 8}) {
    NumberContext cx;
    cx.limits.steps = 100'000;
    cx.begin_evaluation();
    BigInt product;
    EXPECT_FALSE(falling_product(cx, BigInt(1) << 4'000'000, k, &product));
    EXPECT_EQ(cx.error().type, Exc::kBudgetError);
  }
}

TEST(Operators, StopAtTheDepth) {
  NumberContext cx;
  Value a = Value::integer(1), b = Value::integer(2);
  for (int i = 0; i < 300; ++i) {
    a = make_list({a});
    b = make_list({b});
  }
  bool less;
  EXPECT_FALSE(compare(cx, Compare::kLt, a, b, &less));
  EXPECT_EQ(cx.error().type, Exc::kRecursionError);
}

}  // namespace
}  // namespace headrace::pylib::test
