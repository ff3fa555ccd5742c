// The containers and their builtins against CPython 3.11's answers.

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>

#include "pylib/collections/mini_python.h"

namespace headrace::pylib {
namespace {

struct Case {
  std::string_view text, answer;
};

// Made by tests/pylib/collections_cases.py.
constexpr Case kCases[] = {
#include "pylib/collections/collections_cases.inc"
};

// Where an error's detail is no text of ours ("..."), the class alone must agree.
bool agree(std::string_view ours, std::string_view theirs) {
  if (ours == theirs || (ours.ends_with(": ") && ours.substr(0, ours.size() - 2) == theirs)) return true;
  const size_t colon = ours.find(':');
  return ours.starts_with("!") && ours.find("...") != ours.npos &&
         theirs.substr(0, colon) == ours.substr(0, colon);
}

TEST(Collections, AnswersAsCPython) {
  for (const Case& c : kCases) {
    const std::string answer = mini::evaluate(c.text);
    EXPECT_TRUE(agree(answer, c.answer))
        << c.text << "\n  ours:    " << answer << "\n  CPython: " << c.answer;
  }
}

// A field's container takes in what JSON can print (docs/blurr-differences.md, 11); CPython's anything.
bool puts_bytes_into_a_field(std::string_view text) {
  const bool is_field =
      text.starts_with("a = List(") || text.starts_with("a = Map(") || text.starts_with("a = Set(");
  return is_field && text.find("b'") != text.npos;
}

// What collections_cases.py --random has written: a file that is kept, or the one that HEADRACE_CASES names.
TEST(Collections, AnswersAsCPythonOnRandomCases) {
  const char* path = std::getenv("HEADRACE_CASES");
  std::ifstream file(path ? path : HEADRACE_SOURCE_DIR "/tests/pylib/collections_random.tsv");
  ASSERT_TRUE(file);
  int differences = 0;
  for (std::string line; std::getline(file, line) && differences < 20;) {
    const size_t tab = line.find('\t');
    const std::string text = line.substr(0, tab), expected = line.substr(tab + 1);
    if (puts_bytes_into_a_field(text)) continue;
    const std::string answer = mini::evaluate(text);
    if (agree(answer, expected)) continue;
    ++differences;
    ADD_FAILURE() << text << "\n  ours:    " << answer << "\n  CPython: " << expected;
  }
}

}  // namespace
}  // namespace headrace::pylib
