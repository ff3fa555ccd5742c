#include <gtest/gtest.h>

#include "pylib/operators.h"
#include "pylib/text/test_calls.h"

namespace headrace::pylib {
namespace {

struct Case {
  Value self;
  const char* method;
  std::vector<Value> args;
  const char* result;  // as CPython 3.11 prints it
};

void check(const std::vector<Case>& cases) {
  for (const Case& c : cases) {
    std::string call = repr_text(c.self) + "." + c.method + "(";
    for (const Value& arg : c.args) call += repr_text(arg) + ", ";
    EXPECT_EQ(call_method(c.self, c.method, c.args), c.result) << call << ")";
  }
}

TEST(StrMethods, Case) {
  check({
      {S("Hello World"), "lower", {}, "'hello world'"},
      {S("Straße ﬁ ŉ"), "upper", {}, "'STRASSE FI ʼN'"},
      {S("ΑΣ ΑΣΑ Σ"), "lower", {}, "'ας ασα σ'"},
      {S("İI"), "lower", {}, "'i̇i'"},
      {S("ǆa ﬁa"), "title", {}, "'ǅa Fia'"},
      {S("they're bill's"), "title", {}, "\"They'Re Bill'S\""},
      {S("ǆABC"), "capitalize", {}, "'ǅabc'"},
      {S("Straße"), "casefold", {}, "'strasse'"},
      {S("aBß"), "swapcase", {}, "'AbSS'"},
      {B("aB\xe9"), "swapcase", {}, "b'Ab\\xe9'"},
      {S("a"), "upper", {I(1)}, "TypeError: str.upper() takes no arguments (1 given)"},
  });
}

TEST(StrMethods, Classes) {
  check({
      {S("abc"), "isalpha", {}, "True"},        {S(""), "isalpha", {}, "False"},
      {S("²"), "isdigit", {}, "True"},          {S("²"), "isdecimal", {}, "False"},
      {S("½"), "isnumeric", {}, "True"},        {S("½"), "isdigit", {}, "False"},
      {S("\x1c"), "isspace", {}, "True"},       {B("\x1c"), "isspace", {}, "False"},
      {S("Ab Cd"), "istitle", {}, "True"},      {S("AB"), "istitle", {}, "False"},
      {S("ǅa"), "istitle", {}, "True"},         {S("ǅ"), "isupper", {}, "False"},
      {S("a1"), "islower", {}, "True"},         {S("1"), "islower", {}, "False"},
      {S(""), "isprintable", {}, "True"},       {S("\n"), "isprintable", {}, "False"},
      {S("été_1"), "isidentifier", {}, "True"}, {S("1a"), "isidentifier", {}, "False"},
      {S("é"), "isascii", {}, "False"},         {B(""), "isascii", {}, "True"},
  });
}

TEST(StrMethods, Search) {
  const Value none;
  check({
      {S("héllo wörld"), "find", {S("ö")}, "7"},
      {S("héllo"), "find", {S("l"), I(3)}, "3"},
      {S("héllo"), "rfind", {S("l"), none, I(-2)}, "2"},
      {S("abc"), "find", {S(""), I(3)}, "3"},
      {S("abc"), "find", {S(""), I(4)}, "-1"},
      {S("abc"), "rfind", {S("")}, "3"},
      {S("é😀é"), "rindex", {S("é")}, "2"},
      {S("abc"), "index", {S("x")}, "ValueError: substring not found"},
      {S("abc"), "find", {I(1)}, "TypeError: must be str, not int"},
      {S("aaaa"), "count", {S("aa")}, "2"},
      {S("éé"), "count", {S("")}, "3"},
      {S("abc"), "startswith", {make_tuple({S("x"), S("ab")})}, "True"},
      {S("abc"), "endswith", {S("b"), I(0), I(-1)}, "True"},
      {S("abc"), "startswith", {S(""), I(4)}, "False"},
      {B("abc"), "find", {I(99)}, "2"},
      {B("abc"), "find", {I(256)}, "ValueError: byte must be in range(0, 256)"},
      {S("x.py"), "removesuffix", {S(".py")}, "'x'"},
      {S("x.py"), "removeprefix", {S("y")}, "'x.py'"},
  });
}

TEST(StrMethods, Split) {
  check({
      {S("  a  b c "), "split", {}, "['a', 'b', 'c']"},
      {S("  a  b c "), "split", {Value(), I(1)}, "['a', 'b c ']"},
      {S("  a  b c "), "rsplit", {Value(), I(1)}, "['  a  b', 'c']"},
      {S("a\u2003b\x1d"
         "c"),
       "split",
       {},
       "['a', 'b', 'c']"},
      {B("a\x1d"
         "b c"),
       "split",
       {},
       "[b'a\\x1db', b'c']"},
      {S("a,,b"), "split", {S(",")}, "['a', '', 'b']"},
      {S("a,,b"), "rsplit", {S(","), I(1)}, "['a,', 'b']"},
      {S(""), "split", {}, "[]"},
      {S(""), "split", {S(",")}, "['']"},
      {S("a"), "split", {S("")}, "ValueError: empty separator"},
      {S("a\r\nb\rc\u2028d\x0b"), "splitlines", {}, "['a', 'b', 'c', 'd']"},
      {S("a\r\nb\n"), "splitlines", {Value::boolean(true)}, "['a\\r\\n', 'b\\n']"},
      {B("a\x0b"
         "b\rc"),
       "splitlines",
       {},
       "[b'a\\x0bb', b'c']"},
      {S("k=v=w"), "partition", {S("=")}, "('k', '=', 'v=w')"},
      {S("k=v=w"), "rpartition", {S("=")}, "('k=v', '=', 'w')"},
      {S("k"), "rpartition", {S("=")}, "('', '', 'k')"},
  });
}

TEST(StrMethods, Build) {
  check({
      {S("-"), "join", {make_list({S("a"), S("é"), S("c")})}, "'a-é-c'"},
      {S("-"), "join", {S("abc")}, "'a-b-c'"},
      {S("é"), "join", {make_list({S("a")})}, "'a'"},
      {S("-"),
       "join",
       {make_list({S("a"), I(1)})},
       "TypeError: sequence item 1: expected str instance, int found"},
      {S("-"), "join", {I(1)}, "TypeError: can only join an iterable"},
      {S("aXbX"), "replace", {S("X"), S("--"), I(1)}, "'a--bX'"},
      {S("é😀"), "replace", {S(""), S("-")}, "'-é-😀-'"},
      {S("é"), "replace", {S("é"), S("e")}, "'e'"},
      {S("ab"), "center", {I(5), S("*")}, "'**ab*'"},
      {S("a"), "center", {I(4), S("é")}, "'éaéé'"},
      {S("ab"), "ljust", {I(4)}, "'ab  '"},
      {S("é"), "rjust", {I(3), S("中")}, "'中中é'"},
      {S("-42"), "zfill", {I(6)}, "'-00042'"},
      {S("é\tb\n\tc"), "expandtabs", {I(4)}, "'é   b\\n    c'"},
      {S("\u2003 x\n"), "strip", {}, "'x'"},
      {S("ééxé"), "lstrip", {S("é")}, "'xé'"},
      {S("abcba"), "strip", {S("ab")}, "'c'"},
      {B(" \x1cx "), "strip", {}, "b'\\x1cx'"},
  });
}

TEST(StrMethods, Translate) {
  check({
      {S("abc"), "maketrans", {S("ab"), S("xy"), S("c")}, "{97: 120, 98: 121, 99: None}"},
      {S("abc"), "translate", {make_list({})}, "'abc'"},
      {B("abc"), "translate", {Value(), B("b")}, "b'ac'"},
  });
}

TEST(StrMethods, Encodings) {
  check({
      {S("é😀"), "encode", {}, "b'\\xc3\\xa9\\xf0\\x9f\\x98\\x80'"},
      {S("é"), "encode", {S("latin-1")}, "b'\\xe9'"},
      {S("é"), "encode", {S("ascii"), S("xmlcharrefreplace")}, "b'&#233;'"},
      {S("é"), "encode", {S("utf-16")}, "b'\\xff\\xfe\\xe9\\x00'"},
      {S("é"),
       "encode",
       {S("ascii")},
       "UnicodeError: 'ascii' codec can't encode character '\\xe9' in position 0: ordinal not in range(128)"},
      {S("\xed\xa0\x80"),
       "encode",
       {},
       "UnicodeError: 'utf-8' codec can't encode character '\\ud800' in position 0: surrogates not allowed"},
      {B("a\xff"), "decode", {S("utf-8"), S("replace")}, "'a\xef\xbf\xbd'"},
      {B("a\xff"), "decode", {S("utf8"), S("surrogateescape")}, "'a\\udcff'"},
      {B("\xe2\x82"),
       "decode",
       {},
       "UnicodeError: 'utf-8' codec can't decode bytes in position 0-1: unexpected end of data"},
      {B("\x01\xab"), "hex", {S(":")}, "'01:ab'"},
      {B(""), "fromhex", {S("0a FF")}, "b'\\n\\xff'"},
  });
}

// Results are measured before they are built.
TEST(StrMethods, SizesAreBudgeted) {
  const Value long_text = S(std::string(10'000, 'a'));
  const std::vector<Case> cases = {
      {S("a"), "ljust", {I(1'000'000'000)}, ""},
      {S("a"), "center", {I(INT64_MAX), S("é")}, ""},
      {S("1"), "zfill", {I(1'000'000'000)}, ""},
      {S("\t"), "expandtabs", {I(INT32_MAX)}, ""},
      {long_text, "replace", {S("a"), long_text}, ""},
      {long_text, "replace", {S(""), long_text}, ""},
      {long_text, "join", {long_text}, ""},
      {long_text, "split", {S("a")}, ""},
      {S("{:>1000000000}"), "format", {I(1)}, ""},
      {S("{:.1000000000f}"), "format", {F(1)}, ""},
      {S("{:{}}{:{}}"), "format", {S("a"), I(80'000), S("a"), I(80'000)}, ""},
  };
  for (const Case& c : cases) {
    TestContext cx;
    cx.limits.bytes = 100'000;
    EXPECT_TRUE(call_method(cx, c.self, c.method, c.args).starts_with("BudgetError: ")) << c.method;
  }
}

TEST(StrMethods, TablesAreSorted) {
  for (const auto& table : {str_methods(), bytes_methods()}) {
    for (size_t i = 1; i < table.size(); ++i) EXPECT_LT(std::string_view(table[i - 1].name), table[i].name);
  }
}

}  // namespace
}  // namespace headrace::pylib
