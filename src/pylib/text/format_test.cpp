#include <gtest/gtest.h>

#include <cmath>

#include "data/bigint.h"
#include "pylib/operators.h"
#include "pylib/text/format_value.h"
#include "pylib/text/test_calls.h"

namespace headrace::pylib {
namespace {

std::string formatted(const Value& v, std::string_view spec) {
  TestContext cx;
  std::string out;
  return append_format(cx, v, spec, &out) ? out : cx.error().text();
}

std::string percent(std::string_view format, const Value& values) {
  TestContext cx;
  Value out;
  return percent_format(cx, str(format), values, &out) ? std::string(out.str()) : cx.error().text();
}

TEST(Format, Ints) {
  const std::tuple<Value, const char*, const char*> cases[] = {
      {integer(1234567), ",", "1,234,567"},
      {integer(-1234567), "_", "-1_234_567"},
      {integer(255), "#x", "0xff"},
      {integer(255), "#010X", "0X000000FF"},
      {integer(255), "_b", "1111_1111"},
      {integer(42), "+d", "+42"},
      {integer(42), "^7", "  42   "},
      {integer(42), "*<5", "42***"},
      {integer(42), "é=+6", "+ééé42"},
      {integer(1234), "09,", "0,001,234"},
      {integer(1234), "010,", "00,001,234"},
      {integer(65), "c", "A"},
      {integer(0x1F600), "^3c", " 😀 "},
      {integer(1), "%", "100.000000%"},
      {integer(10), ".2f", "10.00"},
      {Value::boolean(true), "", "True"},
      {Value::boolean(true), "5", "    1"},
      {integer(1), ".2d", "ValueError: Precision not allowed in integer format specifier"},
      {integer(1), "q", "ValueError: Unknown format code 'q' for object of type 'int'"},
      {integer(1), ",x", "ValueError: Cannot specify ',' with 'x'."},
      {integer(1), "10qq", "ValueError: Invalid format specifier '10qq' for object of type 'int'"},
      {integer(-1), "c", "OverflowError: %c arg not in range(0x110000)"},
      {make_int(BigInt(1) << 70), ",", "1,180,591,620,717,411,303,424"},
      {make_int(-(BigInt(1) << 70)), "#x", "-0x400000000000000000"},
      {make_int(BigInt(1) << 2000), "f", "OverflowError: int too large to convert to float"},
  };
  for (const auto& [v, spec, want] : cases) EXPECT_EQ(formatted(v, spec), want) << spec;
}

TEST(Format, Floats) {
  const std::tuple<double, const char*, const char*> cases[] = {
      {3.14159, ".2f", "3.14"},
      {2.5, ".0f", "2"},
      {0.125, ".2f", "0.12"},
      {2.675, ".2f", "2.67"},
      {1e22, "f", "10000000000000000000000.000000"},
      {1234567.891, ",.2f", "1,234,567.89"},
      {1e-10, "g", "1e-10"},
      {123456789.0, "g", "1.23457e+08"},
      {100000.0, "g", "100000"},
      {1.0, "#g", "1.00000"},
      {1.0, "", "1.0"},
      {1e16, "", "1e+16"},
      {1.0, ".3", "1.0"},
      {1000.0, ".3", "1e+03"},
      {1e16, "#", "1.e+16"},
      {12.5, "e", "1.250000e+01"},
      {12.5, ".0E", "1E+01"},
      {0.256, ".1%", "25.6%"},
      {-0.0, "", "-0.0"},
      {-0.001, "z.1f", "0.0"},
      {-0.0, ".1f", "-0.0"},
      {INFINITY, "F", "INF"},
      {INFINITY, "+010.2f", "+000000inf"},
      {NAN, "08", "00000nan"},
      {1.5, "010,.1f", "0,000,001.5"},
      {0.1, ".55f", "0.1000000000000000055511151231257827021181583404541015625"},
      {5e-324, ".3e", "4.941e-324"},
      {1.5, "d", "ValueError: Unknown format code 'd' for object of type 'float'"},
      {1.5, ".", "ValueError: Format specifier missing precision"},
  };
  for (const auto& [d, spec, want] : cases) EXPECT_EQ(formatted(real(d), spec), want) << d << " " << spec;
}

TEST(Format, Strings) {
  const std::tuple<const char*, const char*, const char*> cases[] = {
      {"héllo", ">7", "  héllo"},
      {"héllo", "😀^7.3", "😀😀hél😀😀"},
      {"a", "03", "a00"},
      {"a", "=3", "ValueError: '=' alignment not allowed in string format specifier"},
      {"a", "+", "ValueError: Sign not allowed in string format specifier"},
      {"a", "d", "ValueError: Unknown format code 'd' for object of type 'str'"},
  };
  for (const auto& [text, spec, want] : cases) EXPECT_EQ(formatted(str(text), spec), want) << spec;
  EXPECT_EQ(formatted(make_list({}), "5"), "TypeError: unsupported format string passed to list.__format__");
  EXPECT_EQ(formatted(Value(), ""), "None");
}

TEST(Format, NoWidthIsTooLargeToBeMeasured) {
  const char* const budget = "BudgetError: a result would exceed the size budget";
  EXPECT_EQ(formatted(integer(5), "😀>4611686018427387904"), budget);
  EXPECT_EQ(formatted(integer(5), "€>6148914691236517206"), budget);
  EXPECT_EQ(formatted(str("x"), "😀>4611686018427387905"), budget);
  EXPECT_EQ(formatted(real(5), "😀>9223372036854775807"), budget);
}

// An object of CPython's, of which only these are asked.
class Foreign final : public NativeObject {
 public:
  Foreign() : NativeObject(Kind::kPyObject) {}
  std::string_view type_name() const override { return "Decimal"; }
  bool repr(Context&, std::string* out) const override {
    out->append("Decimal('1.5')");
    return true;
  }
  bool call_builtin(Context&, std::string_view name, const Args& args, Value* out) const override {
    *out = str(name == "format" ? "format " + std::string(args[1].str()) : std::string(name));
    return true;
  }
  bool operate(Context&, int op, const Value& left, const Value&, Value* out) const override {
    *out = str(std::string(left.str()) + " by operator " + std::to_string(op));
    return true;
  }
};

TEST(Format, ObjectsOfPythonWriteThemselves) {
  const Value foreign = Value::adopt(new Foreign());
  EXPECT_EQ(call_method(str("{} {:.2f} {!s} {!r}"), "format", {foreign, foreign, foreign, foreign}),
            "\"format  format .2f str Decimal('1.5')\"");
  EXPECT_EQ(percent("%s %r", make_tuple({foreign, foreign})), "str Decimal('1.5')");
  EXPECT_EQ(percent("%.1f", make_tuple({foreign})), "%.1f by operator 5");
  EXPECT_EQ(percent("%.1f", make_tuple({str("x"), foreign})), "%.1f by operator 5");
  EXPECT_EQ(percent("%.1f", make_tuple({str("x")})), "TypeError: must be real number, not str");
}

TEST(Format, StrFormat) {
  const std::tuple<const char*, Values, const char*> cases[] = {
      {"{} {}", {integer(1), str("é")}, "'1 é'"},
      {"{1}{0}{{}}", {integer(1), integer(2)}, "'21{}'"},
      {"{0[1]} {0[0]!r:>5}", {make_list({str("a"), integer(2)})}, "\"2   'a'\""},
      {"{:>{}}", {integer(1), integer(4)}, "'   1'"},
      {"{0}{}",
       {integer(1)},
       "ValueError: cannot switch from manual field specification to automatic field numbering"},
      {"{a}", {}, "KeyError: a"},
      {"{}", {}, "IndexError: Replacement index 0 out of range for positional args tuple"},
      {"{", {}, "ValueError: Single '{' encountered in format string"},
      {"{0!x}", {integer(1)}, "ValueError: Unknown conversion specifier x"},
      {"{:{:{}}}", {integer(1), integer(2), integer(3)}, "ValueError: Max string recursion exceeded"},
      // Names of the interpreter's own are out of reach.
      {"{0.__class__}", {integer(1)}, "AttributeError: 'int' object has no attribute '__class__'"},
  };
  for (const auto& [format, args, want] : cases)
    EXPECT_EQ(call_method(str(format), "format", args), want) << format;
}

TEST(Format, FStrings) {
  TestContext cx;
  std::string out;
  EXPECT_TRUE(format_value(cx, str("é"), 'r', ">5", &out));
  EXPECT_TRUE(format_value(cx, str("é"), 'a', "", &out));
  EXPECT_TRUE(format_value(cx, real(2), '\0', ".1f", &out));
  EXPECT_EQ(out, "  'é''\\xe9'2.0");
}

TEST(Format, Percent) {
  EXPECT_EQ(percent("%s %r %%", make_tuple({str("a"), str("a")})), "a 'a' %");
  EXPECT_EQ(percent("%05.1f|%-6d|%+x", make_tuple({real(3.14159), integer(42), integer(255)})),
            "003.1|42    |+ff");
  EXPECT_EQ(percent("%#o %#X %.3d", make_tuple({integer(8), integer(255), integer(7)})), "0o10 0XFF 007");
  EXPECT_EQ(percent("%*.*f", make_tuple({integer(8), integer(2), real(1.5)})), "    1.50");
  EXPECT_EQ(percent("%c%c", make_tuple({integer(0x20AC), str("x")})), "€x");
  EXPECT_EQ(percent("%d", real(-2.9)), "-2");
  EXPECT_EQ(percent("%.2s", str("héllo")), "hé");
  EXPECT_EQ(percent("%s", make_list({integer(1)})), "[1]");
  EXPECT_EQ(percent("%d", str("1")), "TypeError: %d format: a real number is required, not str");
  EXPECT_EQ(percent("%s", make_tuple({})), "TypeError: not enough arguments for format string");
  EXPECT_EQ(percent("x", integer(1)), "TypeError: not all arguments converted during string formatting");
  EXPECT_EQ(percent("x", make_list({})), "x");
  EXPECT_EQ(percent("%y", integer(1)), "ValueError: unsupported format character 'y' (0x79) at index 1");
  EXPECT_EQ(percent("%", integer(1)), "ValueError: incomplete format");
  EXPECT_EQ(percent("%1000000000d", integer(1)), "BudgetError: a result would exceed the size budget");
}

std::string bytes_percent(std::string_view format, const Value& values) {
  TestContext cx;
  Value out;
  return percent_format(cx, Value::bytes(format), values, &out) ? std::string(out.str()) : cx.error().text();
}

TEST(Format, PercentOfBytes) {
  EXPECT_EQ(bytes_percent("%5.1f|%-4s|%.1b", make_tuple({real(2), Value::bytes("\xb2"), Value::bytes("xy")})),
            "  2.0|\xb2   |x");
  EXPECT_EQ(bytes_percent("%c%c%a", make_tuple({integer(0xff), Value::bytes("x"), str("é")})),
            "\xffx'\\xe9'");
  EXPECT_EQ(bytes_percent("x", make_list({})), "x");
  EXPECT_EQ(bytes_percent("x", Value::bytes("y")),
            "TypeError: not all arguments converted during bytes formatting");
  EXPECT_EQ(bytes_percent("%s", str("x")),
            "TypeError: %b requires a bytes-like object, or an object that implements __bytes__, not 'str'");
  EXPECT_EQ(bytes_percent("%c", integer(256)), "OverflowError: %c arg not in range(256)");
}

TEST(Format, PercentWithKeys) {
  auto* dict = new DictObj();
  bool inserted;
  dict->table.find_or_insert(str("a(b)"), &inserted)->value = integer(3);
  const Value values = Value::adopt(dict);
  EXPECT_EQ(percent("%(a(b))03d", values), "003");
  EXPECT_EQ(percent("%(c)d", values), "KeyError: c");
  EXPECT_EQ(percent("%(c", values), "ValueError: incomplete format key");
  EXPECT_EQ(percent("%(c)d", integer(1)), "TypeError: format requires a mapping");
}

}  // namespace
}  // namespace headrace::pylib
