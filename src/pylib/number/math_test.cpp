// The module math.
#include <gtest/gtest.h>

#include "pylib/number/test_numbers.h"

namespace headrace::pylib::test {
namespace {

// Answers are those of CPython 3.11.
struct Call {
  const char* function;
  const char* arguments;
  const char* answer;
};

constexpr Call kMath[] = {
    {"math.sqrt", "2", "1.4142135623730951"},
    {"math.sqrt", "-1", "ValueError: math domain error"},
    {"math.sqrt", "'a'", "TypeError: must be real number, not str"},
    {"math.cbrt", "27", "3.0000000000000004"},
    {"math.exp", "1", "2.718281828459045"},
    {"math.exp", "710", "OverflowError: math range error"},
    {"math.exp2", "0.5", "1.4142135623730951"},
    {"math.expm1", "1e-10", "1.00000000005e-10"},
    {"math.log", "10", "2.302585092994046"},
    {"math.log", "8, 2", "3.0"},
    {"math.log", "0", "ValueError: math domain error"},
    {"math.log", "-1", "ValueError: math domain error"},
    {"math.log", "2, 1", "ZeroDivisionError: float division by zero"},
    {"math.log2", "8", "3.0"},
    {"math.log10", "1000", "3.0"},
    {"math.log1p", "-1", "ValueError: math domain error"},
    {"math.sin", "1e22", "-0.8522008497671888"},
    {"math.atan2", "-0.0, -1", "-3.141592653589793"},
    {"math.atanh", "1", "ValueError: math domain error"},
    {"math.acos", "2", "ValueError: math domain error"},
    {"math.pow", "2, 0.5", "1.4142135623730951"},
    {"math.pow", "0, -1", "ValueError: math domain error"},
    {"math.pow", "-8, 0.5", "ValueError: math domain error"},
    {"math.pow", "10, 400", "OverflowError: math range error"},
    {"math.fmod", "-7, 3", "-1.0"},
    {"math.fmod", "1, 0", "ValueError: math domain error"},
    {"math.remainder", "7, 2", "-1.0"},
    {"math.remainder", "-4, 2", "-0.0"},
    {"math.remainder", "-3.50769352925377e-277, 5e-324", "-0.0"},
    {"math.remainder", "3, 2", "-1.0"},
    {"math.remainder", "5, -2", "1.0"},
    {"math.remainder", "3, inf", "3.0"},
    {"math.copysign", "3, -0.0", "-3.0"},
    {"math.gamma", "0.5", "1.7724538509055159"},
    {"math.gamma", "5", "24.0"},
    {"math.gamma", "171.5", "9.483367566824801e+307"},
    {"math.gamma", "172", "OverflowError: math range error"},
    {"math.gamma", "-1.5", "2.3632718012073544"},
    {"math.gamma", "-1", "ValueError: math domain error"},
    {"math.gamma", "-170.5", "-3.312739521538607e-308"},
    {"math.lgamma", "0.5", "0.5723649429247004"},
    {"math.lgamma", "-1.5", "0.8600470153764812"},
    {"math.lgamma", "1e300", "6.897755278982137e+302"},
    {"math.lgamma", "0", "ValueError: math domain error"},
    {"math.erf", "0.5", "0.5204998778130465"},
    {"math.erfc", "3", "2.2090496998585438e-05"},
    {"math.ceil", "-0.5", "0"},
    {"math.floor", "1e300",
     "1000000000000000052504760255204420248704468581108159154915854115511802457988908195786371375080447864043"
     "7044438328838781769425232353604305756447921847867069828483872009265758037378302337947880900593689532349"
     "70799945081119038967640880074652742780142494579258788820056842838115669472196386865459400540160"},
    {"math.floor", "inf", "OverflowError: cannot convert float infinity to integer"},
    {"math.trunc", "-2.7", "-2"},
    {"math.trunc", "'a'", "TypeError: type str doesn't define __trunc__ method"},
    {"math.factorial", "20", "2432902008176640000"},
    {"math.factorial", "25", "15511210043330985984000000"},
    {"math.factorial", "-1", "ValueError: factorial() not defined for negative values"},
    {"math.factorial", "2.0", "TypeError: 'float' object cannot be interpreted as an integer"},
    {"math.comb", "50, 25", "126410606437752"},
    {"math.comb", "5, 7", "0"},
    {"math.comb", "-1, 2", "ValueError: n must be a non-negative integer"},
    {"math.perm", "10, 3", "720"},
    {"math.perm", "5", "120"},
    {"math.gcd", "12, -18", "6"},
    {"math.gcd", "", "0"},
    {"math.gcd", "-9223372036854775808, 6", "2"},
    {"math.lcm", "4, 6", "12"},
    {"math.lcm", "", "1"},
    {"math.lcm", "3, 0", "0"},
    {"math.isqrt", "9223372036854775807", "3037000499"},
    {"math.isqrt", "340282366920938463463374607431768211456", "18446744073709551616"},
    {"math.isqrt", "-1", "ValueError: isqrt() argument must be nonnegative"},
    {"math.fsum", "[0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1]", "1.0"},
    {"math.fsum", "[1e16, 1, 1e-16]", "1.0000000000000002e+16"},
    {"math.fsum", "[1e308, 1e308]", "OverflowError: intermediate overflow in fsum"},
    {"math.fsum", "[inf, -inf]", "ValueError: -inf + inf in fsum"},
    {"math.prod", "[2, 3.5]", "7.0"},
    {"math.prod", "[2, 3], start=5", "30"},
    {"math.hypot", "3, 4", "5.0"},
    {"math.hypot", "0.1, 0.2, 0.3", "0.3741657386773941"},
    {"math.hypot", "nan, inf", "inf"},
    {"math.hypot", "1e-310, 2e-310", "2.2360679774998e-310"},
    {"math.hypot", "", "0.0"},
    {"math.dist", "[1, 2], (4, 6)", "5.0"},
    {"math.dist", "[1], [1, 2]", "ValueError: both points must have the same number of dimensions"},
    {"math.isclose", "1, 1.0000000001", "True"},
    {"math.isclose", "1, 1.1, rel_tol=0.2", "True"},
    {"math.isclose", "inf, inf", "True"},
    {"math.isclose", "1, 2, abs_tol=-1", "ValueError: tolerances must be non-negative"},
    {"math.frexp", "10", "(0.625, 4)"},
    {"math.frexp", "-inf", "(-inf, 0)"},
    {"math.ldexp", "0.5, 10", "512.0"},
    {"math.ldexp", "1.0, 5000", "OverflowError: math range error"},
    {"math.ldexp", "1.0, 2.0", "TypeError: Expected an int as second argument to ldexp."},
    {"math.modf", "-2.5", "(-0.5, -2.0)"},
    {"math.modf", "-inf", "(-0.0, -inf)"},
    {"math.nextafter", "1, 2", "1.0000000000000002"},
    {"math.ulp", "1", "2.220446049250313e-16"},
    {"math.ulp", "1.7976931348623157e308", "1.99584030953472e+292"},
    {"math.degrees", "1", "57.29577951308232"},
    {"math.radians", "180", "3.141592653589793"},
    {"math.isnan", "nan", "True"},
    {"math.isinf", "-inf", "True"},
    {"math.isfinite", "1", "True"},
};

TEST(Math, AnswersAsCPython) {
  for (const Call& c : kMath)
    EXPECT_EQ(call(c.function, c.arguments), c.answer) << c.function << "(" << c.arguments << ")";
}

}  // namespace
}  // namespace headrace::pylib::test
