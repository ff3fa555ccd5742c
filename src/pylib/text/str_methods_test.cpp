#include <gtest/gtest.h>

#include "data/bigint.h"
#include "pylib/operators.h"
#include "pylib/text/test_calls.h"

namespace headrace::pylib {
namespace {

struct Case {
  Value self;
  const char* method;
  Values args;
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
      {str("Hello World"), "lower", {}, "'hello world'"},
      {str("Straße ﬁ ŉ"), "upper", {}, "'STRASSE FI ʼN'"},
      {str("ΑΣ ΑΣΑ Σ"), "lower", {}, "'ας ασα σ'"},
      {str("İI"), "lower", {}, "'i̇i'"},
      {str("ǆa ﬁa"), "title", {}, "'ǅa Fia'"},
      {str("they're bill's"), "title", {}, "\"They'Re Bill'S\""},
      {str("ǆABC"), "capitalize", {}, "'ǅabc'"},
      {str("Straße"), "casefold", {}, "'strasse'"},
      {str("aBß"), "swapcase", {}, "'AbSS'"},
      {bytes("aB\xe9"), "swapcase", {}, "b'Ab\\xe9'"},
      {str("a"), "upper", {integer(1)}, "TypeError: str.upper() takes no arguments (1 given)"},
  });
}

TEST(StrMethods, Classes) {
  check({
      {str("abc"), "isalpha", {}, "True"},        {str(""), "isalpha", {}, "False"},
      {str("²"), "isdigit", {}, "True"},          {str("²"), "isdecimal", {}, "False"},
      {str("½"), "isnumeric", {}, "True"},        {str("½"), "isdigit", {}, "False"},
      {str("\x1c"), "isspace", {}, "True"},       {bytes("\x1c"), "isspace", {}, "False"},
      {str("Ab Cd"), "istitle", {}, "True"},      {str("AB"), "istitle", {}, "False"},
      {str("ǅa"), "istitle", {}, "True"},         {str("ǅ"), "isupper", {}, "False"},
      {str("a1"), "islower", {}, "True"},         {str("1"), "islower", {}, "False"},
      {str(""), "isprintable", {}, "True"},       {str("\n"), "isprintable", {}, "False"},
      {str("été_1"), "isidentifier", {}, "True"}, {str("1a"), "isidentifier", {}, "False"},
      {str("é"), "isascii", {}, "False"},         {bytes(""), "isascii", {}, "True"},
  });
}

TEST(StrMethods, Search) {
  const Value none;
  check({
      {str("héllo wörld"), "find", {str("ö")}, "7"},
      {str("héllo"), "find", {str("l"), integer(3)}, "3"},
      {str("héllo"), "rfind", {str("l"), none, integer(-2)}, "2"},
      {str("abc"), "find", {str(""), integer(3)}, "3"},
      {str("abc"), "find", {str(""), integer(4)}, "-1"},
      {str("abc"), "rfind", {str("")}, "3"},
      {str("é😀é"), "rindex", {str("é")}, "2"},
      {str("abc"), "index", {str("x")}, "ValueError: substring not found"},
      {str("abc"), "find", {integer(1)}, "TypeError: must be str, not int"},
      {str("aaaa"), "count", {str("aa")}, "2"},
      {str("éé"), "count", {str("")}, "3"},
      {str("abc"), "startswith", {make_tuple({str("x"), str("ab")})}, "True"},
      {str("abc"), "endswith", {str("b"), integer(0), integer(-1)}, "True"},
      {str("abc"), "startswith", {str(""), integer(4)}, "False"},
      {bytes("abc"), "find", {integer(99)}, "2"},
      {bytes("abc"), "find", {integer(256)}, "ValueError: byte must be in range(0, 256)"},
      {str("x.py"), "removesuffix", {str(".py")}, "'x'"},
      {str("x.py"), "removeprefix", {str("y")}, "'x.py'"},
  });
}

TEST(StrMethods, Split) {
  check({
      {str("  a  b c "), "split", {}, "['a', 'b', 'c']"},
      {str("  a  b c "), "split", {Value(), integer(1)}, "['a', 'b c ']"},
      {str("  a  b c "), "rsplit", {Value(), integer(1)}, "['  a  b', 'c']"},
      {str("a\u2003b\x1d"
           "c"),
       "split",
       {},
       "['a', 'b', 'c']"},
      {bytes("a\x1d"
             "b c"),
       "split",
       {},
       "[b'a\\x1db', b'c']"},
      {str("a,,b"), "split", {str(",")}, "['a', '', 'b']"},
      {str("a,,b"), "rsplit", {str(","), integer(1)}, "['a,', 'b']"},
      {str(""), "split", {}, "[]"},
      {str(""), "split", {str(",")}, "['']"},
      {str("a"), "split", {str("")}, "ValueError: empty separator"},
      {str("a\r\nb\rc\u2028d\x0b"), "splitlines", {}, "['a', 'b', 'c', 'd']"},
      {str("a\r\nb\n"), "splitlines", {Value::boolean(true)}, "['a\\r\\n', 'b\\n']"},
      {bytes("a\x0b"
             "b\rc"),
       "splitlines",
       {},
       "[b'a\\x0bb', b'c']"},
      {str("k=v=w"), "partition", {str("=")}, "('k', '=', 'v=w')"},
      {str("k=v=w"), "rpartition", {str("=")}, "('k=v', '=', 'w')"},
      {str("k"), "rpartition", {str("=")}, "('', '', 'k')"},
  });
}

TEST(StrMethods, Build) {
  check({
      {str("-"), "join", {make_list({str("a"), str("é"), str("c")})}, "'a-é-c'"},
      {str("-"), "join", {str("abc")}, "'a-b-c'"},
      {str("é"), "join", {make_list({str("a")})}, "'a'"},
      {str("-"),
       "join",
       {make_list({str("a"), integer(1)})},
       "TypeError: sequence item 1: expected str instance, int found"},
      {str("-"), "join", {integer(1)}, "TypeError: can only join an iterable"},
      {str("aXbX"), "replace", {str("X"), str("--"), integer(1)}, "'a--bX'"},
      {str("é😀"), "replace", {str(""), str("-")}, "'-é-😀-'"},
      {str("é"), "replace", {str("é"), str("e")}, "'e'"},
      {str("ab"), "center", {integer(5), str("*")}, "'**ab*'"},
      {str("a"), "center", {integer(4), str("é")}, "'éaéé'"},
      {str("ab"), "ljust", {integer(4)}, "'ab  '"},
      {str("é"), "rjust", {integer(3), str("中")}, "'中中é'"},
      {str("-42"), "zfill", {integer(6)}, "'-00042'"},
      {str("é\tb\n\tc"), "expandtabs", {integer(4)}, "'é   b\\n    c'"},
      {str("\u2003 x\n"), "strip", {}, "'x'"},
      {str("ééxé"), "lstrip", {str("é")}, "'xé'"},
      {str("abcba"), "strip", {str("ab")}, "'c'"},
      {bytes(" \x1cx "), "strip", {}, "b'\\x1cx'"},
  });
}

TEST(StrMethods, Translate) {
  check({
      {str("abc"), "maketrans", {str("ab"), str("xy"), str("c")}, "{97: 120, 98: 121, 99: None}"},
      {str("abc"), "translate", {make_list({})}, "'abc'"},
      {bytes("abc"), "translate", {Value(), bytes("b")}, "b'ac'"},
  });
}

TEST(StrMethods, Encodings) {
  check({
      {str("é😀"), "encode", {}, "b'\\xc3\\xa9\\xf0\\x9f\\x98\\x80'"},
      {str("é"), "encode", {str("latin-1")}, "b'\\xe9'"},
      {str("é"), "encode", {str("ascii"), str("xmlcharrefreplace")}, "b'&#233;'"},
      {str("é"), "encode", {str("utf-16")}, "b'\\xff\\xfe\\xe9\\x00'"},
      {str("é"),
       "encode",
       {str("ascii")},
       "UnicodeError: 'ascii' codec can't encode character '\\xe9' in position 0: ordinal not in range(128)"},
      {str("\xed\xa0\x80"),
       "encode",
       {},
       "UnicodeError: 'utf-8' codec can't encode character '\\ud800' in position 0: surrogates not allowed"},
      {bytes("a\xff"), "decode", {str("utf-8"), str("replace")}, "'a\xef\xbf\xbd'"},
      {bytes("a\xff"), "decode", {str("utf8"), str("surrogateescape")}, "'a\\udcff'"},
      {bytes("\xe2\x82"),
       "decode",
       {},
       "UnicodeError: 'utf-8' codec can't decode bytes in position 0-1: unexpected end of data"},
      {bytes("\x01\xab"), "hex", {str(":")}, "'01:ab'"},
      {bytes(""), "fromhex", {str("0a FF")}, "b'\\n\\xff'"},
  });
}

// Results are measured before they are built.
TEST(StrMethods, SizesAreBudgeted) {
  const Value long_text = str(std::string(10'000, 'a'));
  const std::vector<Case> cases = {
      {str("a"), "ljust", {integer(1'000'000'000)}, ""},
      {str("a"), "center", {integer(INT64_MAX), str("é")}, ""},
      {str("1"), "zfill", {integer(1'000'000'000)}, ""},
      {str("\t"), "expandtabs", {integer(INT32_MAX)}, ""},
      {long_text, "replace", {str("a"), long_text}, ""},
      {long_text, "replace", {str(""), long_text}, ""},
      {long_text, "join", {long_text}, ""},
      {long_text, "split", {str("a")}, ""},
      {str("{:>1000000000}"), "format", {integer(1)}, ""},
      {str("{:.1000000000f}"), "format", {real(1)}, ""},
      {str("{:{}}{:{}}"), "format", {str("a"), integer(80'000), str("a"), integer(80'000)}, ""},
      {str("{:b}"), "format", {make_int(BigInt(1) << 100'001)}, ""},
      {str("{:x}"), "format", {make_int(BigInt(1) << 400'004)}, ""},
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
