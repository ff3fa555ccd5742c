// A few answers of CPython 3.11 that show what is peculiar; thousands more are in tests/regex_diff.
#include <gtest/gtest.h>

#include "base/unicode.h"
#include "pylib/regex/operations.h"
#include "pylib/regex/replacement.h"

namespace headrace::regex {
namespace {

std::string spans(const Matcher& matcher, uint32_t group_count) {
  std::string out;
  for (uint32_t group = 0; group <= group_count; ++group) {
    const Span span = matcher.group(group);
    out += group == 0 ? "" : " ";
    out += span.begin == kNone ? "-" : std::to_string(span.begin) + "-" + std::to_string(span.end);
  }
  return out;
}

std::string search(std::string_view pattern, std::string_view text, uint32_t flags = 0, Budget budget = {}) {
  CompileError error;
  const auto program = compile(pattern, true, flags, &error);
  if (!program) return error_text(error, unicode::decode_all(pattern));
  const Text subject = Text::of_str(text, unicode::is_ascii(text));
  Matcher matcher(*program, subject, 0, Text::kMaxSize, budget);
  switch (matcher.search()) {
    case Outcome::kNoMatch: return "none";
    case Outcome::kMatch: return spans(matcher, program->group_count);
    case Outcome::kOutOfSteps: return "out of steps";
    case Outcome::kOutOfMemory: return "out of memory";
  }
  return "";
}

struct Case {
  const char* pattern;
  const char* text;
  const char* answer;  // spans of the groups, or the error
  uint32_t flags = 0;
};

TEST(Regex, Search) {
  const Case cases[] = {
      {"b+", "abbc", "1-3"},
      {"(a)|(b)", "b", "0-1 - 0-1"},
      {"(?:(a)|b)*", "ab", "0-2 0-1"},  // a group keeps what it last took part in
      {"(a*)*", "aa", "0-2 2-2"},       // one empty turn at the end
      {"(a*)+?$", "aab", "3-3 3-3"},    //
      {"(?:a|(b))*+b", "aab", "none"},  // possessive: never gives back
      {"(?<=a)b|\\Bc", "ab", "1-2"},    //
      {"(?P<q>['\"]).*?(?P=q)", "'a\"b'c", "0-5 0-1"},
      {"(<)?\\w+(?(1)>|$)", "<ab>", "0-4 0-1"},                  //
      {"\\bÉ\\w", "éa Éb", "3-5"},                               // positions count code points
      {"k", "\u212A", "0-1", kFlagIgnoreCase},                   // the Kelvin sign
      {"[s-t]", "ſ", "0-1", kFlagIgnoreCase},                    // long s
      {"[\U00010400x]", "\U00010400", "none", kFlagIgnoreCase},  // CPython does not find it either
      {"(?a:\\D)1", "٣1", "none"},                               // nor this
      {"\\B", "", "none"},                                       //
      {"a#b\n c", "ac", "0-2", kFlagVerbose},
      {"\\N{em dash}[\\N{BULLET}-\\N{HORIZONTAL ELLIPSIS}]", "a—…", "1-3"},
      {"[ж中€-₭а-ек]+", "л中ке₭₮", "1-5"},  // parts in any order
      {"(?i:k)K+", "kKk", "0-2"},
  };
  for (const Case& c : cases) EXPECT_EQ(search(c.pattern, c.text, c.flags), c.answer) << c.pattern;
}

TEST(Regex, Errors) {
  const Case cases[] = {
      {"a(", "", "missing ), unterminated subpattern at position 1"},
      {"a\nb**", "", "multiple repeat at position 4 (line 2, column 3)"},
      {"[b-a]", "", "bad character range b-a at position 1"},
      {"(?<=a*)b", "", "look-behind requires fixed-width pattern"},
      {"(?P<x>a)(?P<x>b)", "", "redefinition of group name 'x' as group 2; was group 1 at position 12"},
      {"a(?i)b", "", "global flags not at the start of the expression at position 1"},
      {"\\q", "", "bad escape \\q at position 0"},
      {"a", "", "ASCII and UNICODE flags are incompatible", kFlagAscii | kFlagUnicode},
      {"\\N{EM DUSH}", "", "undefined character name 'EM DUSH' at position 0"},
      {"\\N", "", "missing { at position 2"},
  };
  for (const Case& c : cases) EXPECT_EQ(search(c.pattern, c.text, c.flags), c.answer) << c.pattern;
}

TEST(Regex, BudgetsStopWhatCpythonWouldNot) {
  const Budget budget{.steps = 100'000, .stack_bytes = 1 << 20};
  EXPECT_EQ(search("(a|aa)+$", std::string(60, 'a') + "b", 0, budget), "out of steps");
  EXPECT_EQ(search("(?:(a)|b|cd)*$", std::string(50'000, 'a'), 0, budget), "out of memory");
  EXPECT_EQ(search("<.*?>", std::string(20'000, '<'), 0, budget), "out of steps");
  EXPECT_EQ(search("a+?b", std::string(20'000, 'a'), 0, budget), "out of steps");
  EXPECT_EQ(search("a{9999}b", std::string(9'998, 'a') + std::string(9'998, 'c'), 0, budget), "out of steps");
  EXPECT_EQ(search(std::string(5'000, 'a') + "b", std::string(20'000, 'a'), 0, budget), "out of steps");
  EXPECT_EQ(search(std::string(5'000, 'a') + "中", std::string(20'000, 'a'), 0, budget), "none");
}

TEST(Regex, LooksAtNothingBehindTheText) {
  CompileError error;
  const auto program = compile("$", true, kFlagMultiLine, &error);
  const std::string_view text = "aaa\n";
  const Text whole = Text::of_str(text, true), part = Text::of_str(text.substr(0, 3), true);
  EXPECT_EQ(Matcher(*program, whole, 3, 1).match(), Outcome::kMatch);
  EXPECT_EQ(Matcher(*program, part, 3, 1).match(), Outcome::kNoMatch);
}

TEST(Regex, LongTextsAndDeepPatternsNeedNoDeepStack) {
  const std::string text(200'000, 'a');
  EXPECT_EQ(search("(?:a|bc)*$", text), "0-200000");
  EXPECT_EQ(search("(?:(a)|bc)*?$", text), "0-200000 199999-200000");
  EXPECT_EQ(search(std::string(480, '(') + std::string(480, ')'), "").substr(0, 3), "0-0");
  EXPECT_EQ(search(std::string(5000, '(') + std::string(5000, ')'), ""), "maximum recursion depth exceeded");
}

std::string substitute(std::string_view pattern, std::string_view replacement, std::string_view text) {
  CompileError error;
  const auto program = compile(pattern, true, 0, &error);
  Replacement parsed;
  if (!parsed.parse(replacement, true, *program, &error)) return error.message;
  const Text subject = Text::of_str(text, unicode::is_ascii(text));
  Matcher matcher(*program, subject);
  std::string out;
  uint64_t count = 0;
  substitute(
      &matcher, 0, &count, [&](const Span& kept) { subject.append_slice(kept.begin, kept.end, &out); },
      [&](const Matcher& match) {
        parsed.append_to(match, subject, &out);
        return true;
      });
  return out;
}

TEST(Regex, Substitute) {
  EXPECT_EQ(substitute("x*", "-", "abxd"), "-a-b--d-");
  EXPECT_EQ(substitute("(?P<k>\\w)=(\\w)", "\\2\\g<k>\\g<0>\\n", "é=1"), "1éé=1\n");
  EXPECT_EQ(substitute("(a)|b", "[\\1]", "ab"), "[a][]");
  EXPECT_EQ(substitute("a", "\\101\\0\\-", "a"), std::string("A\0\\-", 4));
  EXPECT_EQ(substitute("a", "\\1", "a"), "invalid group reference 1");
  EXPECT_EQ(substitute("a", "\\g<x>", "a"), "unknown group name 'x'");
}

TEST(Regex, Split) {
  CompileError error;
  const auto program = compile("(-)|,", true, 0, &error);
  const Text text = Text::of_str("a,b-c", true);
  Matcher matcher(*program, text);
  std::string out;
  split(&matcher, program->group_count, 0, [&](const Span& span) {
    if (span.begin == kNone) {
      out += "None ";
    } else {
      text.append_slice(span.begin, span.end, &out);
      out += " ";
    }
    return true;
  });
  EXPECT_EQ(out, "a None b - c ");
  uint32_t pieces = 0;
  Matcher stopped(*program, text);
  const auto take_two = [&](const Span&) { return ++pieces < 2; };
  EXPECT_EQ(split(&stopped, program->group_count, 0, take_two), Outcome::kMatch);
  EXPECT_EQ(pieces, 2u);
}

TEST(Regex, Escape) { EXPECT_EQ(escape("a.b-é\n#"), "a\\.b\\-é\\\n\\#"); }

}  // namespace
}  // namespace headrace::regex
