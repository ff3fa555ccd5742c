// Answers questions about regular expressions, one a line, so that a script can compare them with CPython's.
//
//   regex_driver                    questions on standard input, answers on standard output
//   regex_driver --check FILE       FILE holds questions and answers in turn; prints those that differ
//
// A question is eight fields, separated by tabs: "s" or "b" (str or bytes pattern), flags, begin, end, limit
// (of splits and replacements), and in hexadecimal the pattern, the text and the replacement. The answer
// holds, of the same pattern, the flags and groups, then match, fullmatch, search, all matches, split and
// sub.
#include <charconv>
#include <cstdio>
#include <fstream>
#include <iostream>
#include <string>
#include <string_view>
#include <vector>

#include "base/status.h"
#include "base/unicode.h"
#include "pylib/regex/operations.h"
#include "pylib/regex/replacement.h"

namespace {

using namespace headrace;

struct Question {
  bool is_text = true;
  uint32_t flags = 0, begin = 0, end = 0;
  uint64_t limit = 0;
  std::string pattern, text, replacement;
};

int hex_digit(char c) { return c <= '9' ? c - '0' : c - 'a' + 10; }

std::string from_hex(std::string_view hex) {
  std::string bytes;
  for (size_t i = 0; i + 1 < hex.size(); i += 2) {
    bytes.push_back(static_cast<char>(hex_digit(hex[i]) * 16 + hex_digit(hex[i + 1])));
  }
  return bytes;
}

std::string to_hex(std::string_view bytes) {
  std::string hex;
  for (const char byte : bytes) {
    const auto value = static_cast<uint8_t>(byte);
    hex.push_back("0123456789abcdef"[value >> 4]);
    hex.push_back("0123456789abcdef"[value & 15]);
  }
  return hex;
}

Question parse_question(std::string_view line) {
  std::vector<std::string_view> fields;
  for (size_t from = 0; from <= line.size();) {
    const size_t tab = std::min(line.find('\t', from), line.size());
    fields.push_back(line.substr(from, tab - from));
    from = tab + 1;
  }
  HEADRACE_CHECK(fields.size() == 8);
  const auto number = [&](size_t i, auto* out) {
    std::from_chars(fields[i].data(), fields[i].data() + fields[i].size(), *out);
  };
  Question question;
  question.is_text = fields[0] == "s";
  number(1, &question.flags);
  number(2, &question.begin);
  number(3, &question.end);
  number(4, &question.limit);
  question.pattern = from_hex(fields[5]);
  question.text = from_hex(fields[6]);
  question.replacement = from_hex(fields[7]);
  return question;
}

std::string describe(const regex::CompileError& error) {
  using Kind = regex::CompileError::Kind;
  const char* type = error.kind == Kind::kPattern     ? "error"
                     : error.kind == Kind::kValue     ? "ValueError"
                     : error.kind == Kind::kOverflow  ? "OverflowError"
                     : error.kind == Kind::kRecursion ? "RecursionError"
                     : error.kind == Kind::kIndex     ? "IndexError"
                                                      : "unsupported";
  return std::string(type) + " " + std::to_string(error.position) + " " + to_hex(error.message);
}

std::string describe(const regex::Span& span) {
  if (span.begin == regex::kNone) return "-";
  return std::to_string(span.begin) + "," + std::to_string(span.end);
}

class Answerer {
 public:
  Answerer(const Question& question, const regex::Program& program)
      : question_(question),
        program_(program),
        text_(question.is_text ? regex::Text::of_str(question.text, unicode::is_ascii(question.text))
                               : regex::Text::of_bytes(question.text)) {}

  std::string answer() {
    regex::Matcher match = matcher(), fullmatch = matcher(), search = matcher(), all = matcher();
    std::string out = program_facts();
    out += " m:" + describe(match, match.match());
    out += " f:" + describe(fullmatch, fullmatch.fullmatch());
    out += " s:" + describe(search, search.search());
    out += " a:";
    const auto outcome = for_each_match(&all, [&](const regex::Matcher& found) {
      out += describe(found, regex::Outcome::kMatch) + "/";
      return !found.has_wrong_span();
    });
    if (outcome > regex::Outcome::kMatch) return "limit";
    return out + " p:" + split() + " r:" + substitute();
  }

 private:
  regex::Matcher matcher() const {
    return regex::Matcher(program_, text_, question_.begin, question_.end, {.steps = 1'000'000});
  }

  std::string program_facts() const {
    std::string out = std::to_string(program_.flags) + " " + std::to_string(program_.group_count);
    for (const auto& [name, group] : program_.group_names)
      out += " " + to_hex(name) + "=" + std::to_string(group);
    return out;
  }

  std::string describe(const regex::Matcher& matcher, regex::Outcome outcome) const {
    if (outcome == regex::Outcome::kNoMatch) return "none";
    if (outcome != regex::Outcome::kMatch) return "limit";
    if (matcher.has_wrong_span()) return "SystemError";
    std::string out;
    for (uint32_t group = 0; group <= program_.group_count; ++group) {
      out += ::describe(matcher.group(group)) + ";";
    }
    return out + std::to_string(matcher.last_group());
  }

  std::string split() const {
    regex::Matcher matcher(program_, text_);
    std::string out;
    bool is_wrong = false;
    regex::split(&matcher, program_.group_count, question_.limit, [&](const regex::Span& span) {
      std::string part;
      is_wrong = is_wrong || (span.begin != regex::kNone && span.begin > span.end);
      if (!is_wrong && span.begin != regex::kNone) text_.append_slice(span.begin, span.end, &part);
      out += (span.begin == regex::kNone ? "-" : to_hex(part)) + "/";
      return !is_wrong;
    });
    return is_wrong ? "SystemError" : out;
  }

  std::string substitute() const {
    regex::Replacement replacement;
    regex::CompileError error;
    if (!replacement.parse(question_.replacement, question_.is_text, program_, &error)) {
      return ::describe(error);
    }
    regex::Matcher matcher(program_, text_);
    std::string out;
    uint64_t count = 0;
    bool is_wrong = false, uses_groups = false;
    for (const auto& piece : replacement.pieces()) uses_groups = uses_groups || piece.group != regex::kNone;
    regex::substitute(
        &matcher, question_.limit, &count,
        [&](const regex::Span& kept) { text_.append_slice(kept.begin, kept.end, &out); },
        [&](const regex::Matcher& match) {
          is_wrong = is_wrong || (uses_groups && match.has_wrong_span());
          if (!is_wrong) replacement.append_to(match, text_, &out);
          return true;
        });
    return is_wrong ? "SystemError" : to_hex(out) + " " + std::to_string(count);
  }

  const Question& question_;
  const regex::Program& program_;
  regex::Text text_;
};

std::string answer(std::string_view line) {
  const Question question = parse_question(line);
  regex::CompileError error;
  const auto program = regex::compile(question.pattern, question.is_text, question.flags, &error);
  return program ? Answerer(question, *program).answer() : describe(error);
}

int check(const char* file) {
  std::ifstream in(file);
  std::string question, expected;
  int cases = 0, wrong = 0;
  while (std::getline(in, question) && std::getline(in, expected)) {
    ++cases;
    const std::string got = answer(question);
    if (got == expected) continue;
    ++wrong;
    std::cout << question << "\n  expected " << expected << "\n  got      " << got << "\n";
  }
  std::cout << cases << " cases, " << wrong << " wrong\n";
  return cases > 0 && wrong == 0 ? 0 : 1;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc == 3 && std::string_view(argv[1]) == "--check") return check(argv[2]);
  std::string line;
  while (std::getline(std::cin, line)) std::cout << answer(line) << std::endl;
  return 0;
}
