#include "spec/diagnostic.h"

#include <gtest/gtest.h>

namespace headrace {
namespace {

Span span_of(std::string text, std::string_view part) {
  const size_t begin = text.find(part);
  auto file = std::make_shared<SourceFile>("a.yml", std::move(text));
  return {std::move(file), static_cast<uint32_t>(begin), static_cast<uint32_t>(begin + part.size())};
}

TEST(SourceFile, PlacesCountCodePointsAndAllLineEnds) {
  const SourceFile file("f", "ab\r\nné1\rx\n\n日本");
  const struct {
    size_t byte;
    uint32_t line, column;
  } cases[] = {{0, 1, 1},  {2, 1, 3},  {4, 2, 1},  {5, 2, 2},  {7, 2, 3}, {9, 3, 1},
               {11, 4, 1}, {12, 5, 1}, {15, 5, 2}, {18, 5, 3}, {99, 5, 3}};
  for (const auto& c : cases) {
    EXPECT_EQ(file.place(c.byte).line, c.line) << c.byte;
    EXPECT_EQ(file.place(c.byte).column, c.column) << c.byte;
  }
  EXPECT_EQ(file.line_count(), 5u);
  EXPECT_EQ(file.line(2), "né1");
  EXPECT_EQ(file.line(5), "日本");
}

TEST(Diagnostic, ShowsLineAndCaret) {
  Diagnostics diagnostics;
  diagnostics
      .error("unknown-type", span_of("Name: x\nType: strng\n", "strng"), "'strng' is not a type of a field")
      .about("S.a.x")
      .allow("integer, string")
      .advise("did you mean 'string'?")
      .also(span_of("Name: x\n", "x"), "its name is here");
  EXPECT_EQ(to_text(diagnostics),
            "a.yml:2:7: error: 'strng' is not a type of a field [unknown-type]\n"
            "    2 | Type: strng\n"
            "      |       ^~~~~\n"
            "      = in S.a.x\n"
            "      = allowed: integer, string\n"
            "      = did you mean 'string'?\n"
            "a.yml:1:7: note: its name is here\n");
  EXPECT_EQ(
      to_json(diagnostics),
      R"({"diagnostics": [{"severity": "error", "code": "unknown-type", "file": "a.yml", "line": 2, )"
      R"("column": 7, "end_column": 12, "name": "S.a.x", "message": "'strng' is not a type of a field", )"
      R"("allowed": "integer, string", "hint": "did you mean 'string'?", "related": [{"file": "a.yml", )"
      R"("line": 1, "column": 7, "message": "its name is here"}]}], "errors": 1, "warnings": 0, "notes": 0})"
      "\n");
}

TEST(Diagnostic, ColoursOnlyWhenAsked) {
  Diagnostics diagnostics;
  diagnostics.warning("x", Span(), "m");
  EXPECT_EQ(to_text(diagnostics), "warning: m [x]\n");
  EXPECT_NE(to_text(diagnostics, true).find("\x1b[1;35m"), std::string::npos);
}

// The line and the marks below it, as to_text shows them.
std::string excerpt(const std::string& text, std::string_view part) {
  Diagnostics diagnostics;
  diagnostics.error("c", span_of(text, part), "m");
  const std::string shown = to_text(diagnostics);
  return shown.substr(shown.find('\n') + 1);
}

TEST(Diagnostic, CaretStandsUnderItsCharacter) {
  EXPECT_EQ(excerpt("é: 日本x\n", "x"),
            "    1 | é: 日本x\n"
            "      |        ^\n");
  EXPECT_EQ(excerpt("a\tb\n", "b"),
            "    1 | a b\n"
            "      |   ^\n");
  EXPECT_EQ(excerpt("ab\ncd\n", "b\nc"),
            "    1 | ab\n"
            "      |  ^\n");
  EXPECT_EQ(excerpt("ab", ""),
            "    1 | ab\n"
            "      | ^\n");
}

TEST(Diagnostic, LongLinesAreCut) {
  const std::string shown = excerpt(std::string(500, 'a') + "b" + std::string(500, 'c'), "b");
  EXPECT_NE(shown.find(" | …aaa"), std::string::npos);
  EXPECT_NE(shown.find("ccc…\n"), std::string::npos);
  EXPECT_LT(shown.size(), 400u);
}

TEST(Diagnostic, HostileBytesAreNotPassedOn) {
  EXPECT_EQ(excerpt("a\x1b[31m\xff"
                    "b",
                    "b"),
            "    1 | a\uFFFD[31m\uFFFDb\n"
            "      |        ^\n");
  EXPECT_EQ(quoted("a\x1b\n\xffz"), "'a\uFFFD\\n\uFFFDz'");
  Diagnostics diagnostics;
  diagnostics.note("c", Span(), "a\x01\"\\\xf0");
  EXPECT_EQ(to_json(diagnostics.all().front()), R"({"severity": "note", "code": "c", "message": "a\u0001\"\\)"
                                                "\uFFFD\"}");
}

TEST(Diagnostics, SortByFileThenPlace) {
  Diagnostics diagnostics;
  const Span first = span_of("a b c", "c"), second = span_of("a b c", "a");
  diagnostics.error("1", first, "");
  diagnostics.error("2", second, "");
  Span earlier = first;
  earlier.begin = earlier.end = 0;
  diagnostics.warning("3", earlier, "");
  diagnostics.error("4", Span(), "");
  diagnostics.sort();
  std::string order;
  for (const Diagnostic& d : diagnostics.all()) order += d.code;
  EXPECT_EQ(order, "4312");
  EXPECT_EQ(diagnostics.count(Severity::kError), 3u);
  EXPECT_TRUE(diagnostics.has_errors(*second.file));
}

}  // namespace
}  // namespace headrace
