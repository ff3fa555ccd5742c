// The builtin functions, types and methods of numbers.
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

constexpr Call kRoundings[] = {
    {"round", "0.5", "0"},
    {"round", "1.5", "2"},
    {"round", "2.5", "2"},
    {"round", "-0.5", "0"},
    {"round", "2.675, 2", "2.67"},
    {"round", "0.125, 2", "0.12"},
    {"round", "0.375, 2", "0.38"},
    {"round", "1.005, 2", "1.0"},
    {"round", "-2.675, 2", "-2.67"},
    {"round", "5e-324, 1", "0.0"},
    {"round", "0.15, 1", "0.1"},
    {"round", "0.25, 1", "0.2"},
    {"round", "1e22, 2", "1e+22"},
    {"round", "123456789.123456789, 3", "123456789.123"},
    {"round", "4503599627370495.5, 0", "4503599627370496.0"},
    {"round", "4503599627370496.5", "4503599627370496"},
    {"round", "9007199254740993.0, -1", "9007199254740990.0"},
    {"round", "15.0, -1", "20.0"},
    {"round", "25.0, -1", "20.0"},
    {"round", "150.5, -2", "200.0"},
    {"round", "1e300, -299", "1e+300"},
    {"round", "1.7e308, -308", "OverflowError: rounded value too large to represent"},
    {"round", "1e308, -308", "1e+308"},
    {"round", "1e308, -309", "0.0"},
    {"round", "0.1, 400", "0.1"},
    {"round", "12.5, None", "12"},
    {"round", "25, -1", "20"},
    {"round", "35, -1", "40"},
    {"round", "-25, -1", "-20"},
    {"round", "15, 3", "15"},
    {"round", "9223372036854775807, -19", "10000000000000000000"},
    {"round", "12345678901234567890123, -20", "12300000000000000000000"},
    {"round", "5, -1", "0"},
    {"round", "True", "1"},
    {"round", "True, 1", "1"},
    {"round", "inf", "OverflowError: cannot convert float infinity to integer"},
    {"round", "nan", "ValueError: cannot convert float NaN to integer"},
    {"round", "inf, 2", "inf"},
    {"round", "'a'", "TypeError: type str doesn't define __round__ method"},
    {"round", "1.5, 'a'", "TypeError: 'str' object cannot be interpreted as an integer"},
    {"round", "1e16, -1", "1e+16"},
    {"round", "2.5, 10000000000000000000000", "2.5"},
};

TEST(Round, IsHalfToEvenInDecimal) {
  for (const Call& c : kRoundings)
    EXPECT_EQ(call(c.function, c.arguments), c.answer) << c.function << "(" << c.arguments << ")";
}

constexpr Call kBuiltins[] = {
    {"abs", "-5", "5"},
    {"abs", "-0.0", "0.0"},
    {"abs", "-9223372036854775808", "9223372036854775808"},
    {"abs", "True", "1"},
    {"abs", "'a'", "TypeError: bad operand type for abs(): 'str'"},
    {"divmod", "-7, 2", "(-4, 1)"},
    {"divmod", "-7.5, 2", "(-4.0, 0.5)"},
    {"divmod", "7, 0", "ZeroDivisionError: integer division or modulo by zero"},
    {"divmod", "7.0, 0", "ZeroDivisionError: float divmod()"},
    {"divmod", "18446744073709551616, -7", "(-2635249153387078803, -5)"},
    {"divmod", "'a', 1", "TypeError: unsupported operand type(s) for divmod(): 'str' and 'int'"},
    {"pow", "3, 4", "81"},
    {"pow", "3, -1, 7", "5"},
    {"pow", "2, 100, -7", "-5"},
    {"pow", "2, -1, 4", "ValueError: base is not invertible for the given modulus"},
    {"pow", "2, 3, 0", "ValueError: pow() 3rd argument cannot be 0"},
    {"pow", "2, 3, 1", "0"},
    {"pow", "2, 3.0, 5", "TypeError: pow() 3rd argument not allowed unless all arguments are integers"},
    {"pow", "7, 100000000000000000000, 1000000007", "145069005"},
    {"hex", "-255", "'-0xff'"},
    {"oct", "8", "'0o10'"},
    {"bin", "True", "'0b1'"},
    {"hex", "18446744073709551616", "'0x10000000000000000'"},
    {"hex", "1.0", "TypeError: 'float' object cannot be interpreted as an integer"},
    {"int", "3.9", "3"},
    {"int", "-3.9", "-3"},
    {"int", "1e22", "10000000000000000000000"},
    {"int", "' 12_000 '", "12000"},
    {"int", "'-0x1F', 16", "-31"},
    {"int", "'0b101', base=0", "5"},
    {"int", "'z', 36", "35"},
    {"int", "b'12'", "12"},
    {"int", "inf", "OverflowError: cannot convert float infinity to integer"},
    {"int", "nan", "ValueError: cannot convert float NaN to integer"},
    {"int", "None",
     "TypeError: int() argument must be a string, a bytes-like object or a real number, not 'NoneType'"},
    {"int", "'1', 1", "ValueError: int() base must be >= 2 and <= 36, or 0"},
    {"int", "1, 2", "TypeError: int() can't convert non-string with explicit base"},
    {"int", "", "0"},
    {"int", "base=2", "TypeError: int() missing string argument"},
    {"float", "' 1e5 '", "100000.0"},
    {"float", "'-Infinity'", "-inf"},
    {"float", "7", "7.0"},
    {"float", "[1]", "TypeError: float() argument must be a string or a real number, not 'list'"},
    {"bool", "0.0", "False"},
    {"bool", "''", "False"},
    {"bool", "", "False"},
};

TEST(NumberBuiltins, AnswerAsCPython) {
  for (const Call& c : kBuiltins)
    EXPECT_EQ(call(c.function, c.arguments), c.answer) << c.function << "(" << c.arguments << ")";
}

constexpr Call kMethods[] = {
    {".bit_length", "-256", "9"},
    {".bit_count", "-255", "8"},
    {".bit_length", "18446744073709551616", "65"},
    {".to_bytes", "16961, 2, 'big'", "b'BA'"},
    {".to_bytes", "24930, 2, 'little'", "b'ba'"},
    {".to_bytes", "-2, 1, 'big'", "OverflowError: can't convert negative int to unsigned"},
    {".to_bytes", "256, 1, 'big'", "OverflowError: int too big to convert"},
    {".to_bytes", "-1, -1, 'big'", "ValueError: length argument must be non-negative"},
    {".to_bytes", "1, 1, 'middle'", "ValueError: byteorder must be either 'little' or 'big'"},
    {".as_integer_ratio", "5", "(5, 1)"},
    {".as_integer_ratio", "-0.375", "(-3, 8)"},
    {".as_integer_ratio", "inf", "OverflowError: cannot convert Infinity to integer ratio"},
    {".as_integer_ratio", "nan", "ValueError: cannot convert NaN to integer ratio"},
    {".is_integer", "2.0", "True"},
    {".is_integer", "inf", "False"},
    {".hex", "1.0", "'0x1.0000000000000p+0'"},
    {".hex", "-0.1", "'-0x1.999999999999ap-4'"},
    {".hex", "5e-324", "'0x0.0000000000001p-1022'"},
    {".hex", "-0.0", "'-0x0.0p+0'"},
    {".hex", "inf", "'inf'"},
    {".fromhex", "0.0, '0x1.8p1'", "3.0"},
    {".fromhex", "0.0, ' -0X.8P+4 '", "-8.0"},
    {".fromhex", "0.0, '0x1.00000000000008p0'", "1.0"},
    {".fromhex", "0.0, '0x1.000000000000080000000001p0'", "1.0000000000000002"},
    {".fromhex", "0.0, '0x1p-1075'", "0.0"},
    {".fromhex", "0.0, '0x1.8p-1075'", "5e-324"},
    {".fromhex", "0.0, '0x1p1024'", "OverflowError: hexadecimal value too large to represent as a float"},
    {".fromhex", "0.0, '0x'", "ValueError: invalid hexadecimal floating-point string"},
    {".fromhex", "0.0, 'nan'", "nan"},
    {".real", "True", "1"},
    {".imag", "2.5", "0.0"},
    {".denominator", "7", "1"},
    {".conjugate", "True", "1"},
};

TEST(NumberMethods, AnswerAsCPython) {
  for (const Call& c : kMethods)
    EXPECT_EQ(call(c.function, c.arguments), c.answer) << c.function << "(" << c.arguments << ")";
}

}  // namespace
}  // namespace headrace::pylib::test
