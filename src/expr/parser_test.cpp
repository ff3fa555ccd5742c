#include "expr/parser.h"

#include <gtest/gtest.h>

#include <chrono>

#include "expr/symbols.h"
#include "expr/test_pairs.h"

namespace headrace::expr {
namespace {

std::string dump_or_error(std::string_view source) {
  Ast ast;
  SyntaxError error;
  if (!parse(source, &ast, &error)) return "!";
  Symbols symbols;
  const auto is_builtin = [](std::string_view) { return true; };
  return symbols.analyze(*ast.root, is_builtin, &error) ? dump(*ast.root) : "!";
}

std::string error_of(std::string_view source) {
  Ast ast;
  SyntaxError error;
  EXPECT_FALSE(parse(source, &ast, &error)) << source;
  return error.message;
}

// tests/expr/syntax_cases.tsv: what CPython makes of random expressions, good and broken ones.
TEST(Parser, AgreesWithCPython) {
  const char* path = std::getenv("HEADRACE_SYNTAX_CASES");
  if (!path) path = HEADRACE_SOURCE_DIR "/tests/expr/syntax_cases.tsv";
  int cases = 0, failures = 0;
  test::for_each_pair(path, &cases, [&](std::string_view source, std::string_view expected) {
    const std::string got = dump_or_error(source);
    if (got != expected && ++failures <= 20)
      ADD_FAILURE() << "source:   " << source << "\nexpected: " << expected << "\ngot:      " << got;
  });
  EXPECT_EQ(failures, 0);
  EXPECT_GE(cases, 3000);
}

TEST(Parser, ErrorsSayWhatIsMeant) {
  EXPECT_EQ(error_of("source.a = 1"), "invalid syntax. Maybe you meant '==' instead of '='?");
  EXPECT_EQ(error_of("(1, 2"), "'(' was never closed");
  EXPECT_EQ(error_of("a b"), "invalid syntax");
  EXPECT_EQ(error_of("'abc"), "unterminated string literal");
  EXPECT_EQ(error_of("x if y"), "expected 'else' after 'if' expression");
  EXPECT_EQ(error_of(""), "invalid syntax: the expression is empty");
  EXPECT_EQ(error_of("f'{'"), "f-string: expecting '}'");
  EXPECT_EQ(error_of("1 + 2j"), "complex numbers are not supported");
}

TEST(Parser, CharactersByName) {
  EXPECT_EQ(dump_or_error("'\\N{EM DASH}x'"), dump_or_error("'\u2014x'"));
  EXPECT_EQ(dump_or_error("f'{a}\\N{em dash}{b}'"), dump_or_error("f'{a}\u2014{b}'"));
  EXPECT_EQ(dump_or_error("f'{a:\\N{EM DASH}>5}'"), dump_or_error("f'{a:\u2014>5}'"));
  EXPECT_EQ(dump_or_error("r'\\N{EM DASH}'"), dump_or_error("'\\\\N{EM DASH}'"));
  EXPECT_EQ(dump_or_error("b'\\N{x}'"), dump_or_error("b'\\\\N{x}'"));
  EXPECT_EQ(error_of("'\\N{EM DUSH}'"), "unknown Unicode character name");
  for (const char* text : {"'\\N'", "'\\N{}'", "'\\N{EM DASH'", "'\\Nx}'"}) {
    EXPECT_EQ(error_of(text), "malformed \\N character escape") << text;
  }
}

// Names are compared in the normal form NFKC.
TEST(Parser, NamesInTheirNormalForm) {
  const std::pair<const char*, const char*> pairs[] = {
      {"\uFB01le", "file"},          {"a.e\u0301", "a.\u00E9"},
      {"f(\u00AA=1)", "f(a=1)"},     {"lambda \uFF58: x", "lambda x: x"},
      {"(\uFF58 := 1)", "(x := 1)"},
  };
  for (const auto& [name, normal] : pairs) EXPECT_EQ(dump_or_error(name), dump_or_error(normal)) << name;
}

TEST(Parser, BytesThatAreNotUtf8EndInAnError) {
  EXPECT_EQ(error_of("getat\xf4r(a, 'i')"), "the expression is not UTF-8");
  EXPECT_EQ(error_of("'\xff'"), "the expression is not UTF-8");
}

TEST(Parser, ExponentsWithRunsOfUnderscores) {
  for (const char* text : {"7E0_______________4", "1e1__0", "1e+1__0", "1.5e1__0", "1e1_", "1e1_ + 2"}) {
    EXPECT_EQ(error_of(text), "invalid decimal literal") << text;
  }
  for (const char* text : {"1e_1", "1e+_1", "1e"}) EXPECT_NE(error_of(text), "") << text;
  EXPECT_EQ(dump_or_error("1_0.5_0e1_0"), dump_or_error("10.50e10"));
  EXPECT_EQ(dump_or_error("1E-0_7"), dump_or_error("1e-7"));
}

// As a key, as the bound of a slice, and where an iterable is made.
TEST(Parser, WhereAnAssignmentCannotStand) {
  for (const char* text :
       {"{a := 1: 2}", "x[a := 1:2]", "x[1:a := 2]", "[y for y in (lambda: (z := [1, 2]))()]",
        "[y for y in (lambda x=(z := [1]): x)()]", "[w for v in [1] for w in (lambda: (q := 1))()]"}) {
    EXPECT_EQ(dump_or_error(text), "!") << text;
  }
  for (const char* text :
       {"{(a := 1): 2}", "{a := 1, 2}", "{a := 1 for b in c}", "{1: (a := 2)}", "x[a := 1]",
        "x[a := 1, b := 2]", "x[(a := 1):2]", "[(lambda: (z := y))() for y in x]"}) {
    EXPECT_NE(dump_or_error(text), "!") << text;
  }
}

TEST(Parser, AnythingMayBeSpreadInASubscript) {
  EXPECT_EQ(dump_or_error("x[*a or b]"), "([] x (Tuple (Starred (Or a b))))");
  EXPECT_EQ(dump_or_error("x[*a if b else c, d]"), "([] x (Tuple (Starred (IfExp b a c)) d))");
  EXPECT_EQ(dump_or_error("x[*a:1]"), "!");
}

// Fields are read where they stand, not each in a text as long as all before it.
TEST(Parser, ManyFieldsOfAFormatString) {
  std::string text = "f'";
  for (int i = 0; i < 200'000; ++i) text += "{a}";
  Ast ast;
  SyntaxError error;
  const auto begin = std::chrono::steady_clock::now();
  EXPECT_TRUE(parse(text + "'", &ast, &error)) << error.message;
  EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(30));
}

TEST(Parser, PlacesInFieldsAreThoseInTheSource) {
  Ast ast;
  SyntaxError error;
  EXPECT_FALSE(parse("f'{a} {b c}'", &ast, &error));
  EXPECT_EQ(error.begin, 9u);
  EXPECT_FALSE(parse("'x' f'{a:{(1}}'", &ast, &error));
  EXPECT_EQ(error.message.substr(0, 10), "f-string: ");
}

TEST(Parser, HostileNestingEndsInAnError) {
  EXPECT_EQ(error_of(std::string(300, '(') + "1" + std::string(300, ')')), "too many nested parentheses");
  std::string nots;
  for (int i = 0; i < 100000; ++i) nots += "not ";
  EXPECT_EQ(error_of(nots + "x"), "the expression is nested too deeply");
  EXPECT_EQ(error_of(std::string(100000, '-') + "x"), "the expression is nested too deeply");
}

std::string repeated(std::string_view part, int n) {
  std::string text;
  for (int i = 0; i < n; ++i) text += part;
  return text;
}

// What makes a deep tree without a bracket inside another.
TEST(Parser, HostileChainsEndInAnError) {
  constexpr int kMany = 100'000;
  for (const std::string& text :
       {"'1'" + repeated(" + '1'", kMany), "x" + repeated(".a", kMany), "f" + repeated("()", kMany),
        "x" + repeated("[0]", kMany), "[x" + repeated(" for x in y", kMany) + "]",
        "f'{x" + repeated(".a", kMany) + "}'", "2" + repeated(" % 3", 2000)}) {
    EXPECT_EQ(error_of(text), "the expression is nested too deeply") << text.substr(0, 20);
  }
  for (const std::string& text :
       {"'1'" + repeated(" + '1'", 900), "x" + repeated(".a", 900), "f" + repeated("()", 900),
        "[x" + repeated(" for x in y", 900) + "]", "1" + repeated(" or 1", kMany)}) {
    EXPECT_NE(dump_or_error(text), "!") << text.substr(0, 20);
  }
}

}  // namespace
}  // namespace headrace::expr
