#include "expr/parser.h"

#include <gtest/gtest.h>

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

TEST(Parser, HostileNestingEndsInAnError) {
  EXPECT_EQ(error_of(std::string(300, '(') + "1" + std::string(300, ')')), "too many nested parentheses");
  std::string nots;
  for (int i = 0; i < 100000; ++i) nots += "not ";
  EXPECT_EQ(error_of(nots + "x"), "the expression is nested too deeply");
  EXPECT_EQ(error_of(std::string(100000, '-') + "x"), "the expression is nested too deeply");
}

}  // namespace
}  // namespace headrace::expr
