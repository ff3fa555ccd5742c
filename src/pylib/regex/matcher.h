// Finds the matches of a program in a text, as CPython's engine finds them.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "pylib/regex/program.h"
#include "pylib/regex/text.h"

namespace headrace::regex {

enum class Outcome : uint8_t {
  kNoMatch,
  kMatch,
  kOutOfSteps,   // the step budget is used up
  kOutOfMemory,  // the backtracking stack is larger than its budget
};

// What one call may use before it is stopped.
struct Budget {
  uint64_t steps = 50'000'000;  // backtracks, turns of loops, starts of attempts
  size_t stack_bytes = 256u << 20;
};

// begin == kNone where a group took no part.
struct Span {
  uint32_t begin = kNone;
  uint32_t end = kNone;
};

// One pass over one text. The program and the text must outlive it. After match() or search() the groups of
// that match can be read, and the next search() continues behind it; an empty match is not found twice.
class Matcher {
 public:
  // Positions beyond the text are taken back to its end.
  Matcher(const Program& program, const Text& text, uint32_t begin = 0, uint32_t end = Text::kMaxSize,
          Budget budget = {});

  Outcome match();      // at the present position
  Outcome fullmatch();  // from the present position to the end
  Outcome search();     // from the present position on

  // Of the last match. Group 0 is the whole. `begin` may lie behind `end` for some patterns that CPython
  // answers with SystemError ("The span of capturing group is wrong"): has_wrong_span.
  Span group(uint32_t number) const;
  bool has_wrong_span() const;
  uint32_t last_group() const { return last_group_; }  // 0: none
  uint64_t steps_used() const { return steps_; }

  // Where the next search begins; beyond the end after the last.
  uint32_t position() const { return start_; }
  uint32_t end() const { return end_; }

 private:
  template <typename Char>
  friend class Run;

  Outcome attempt(bool whole);
  template <typename Char>
  Outcome search_in(const Char* text);
  template <typename Char>
  uint32_t next_candidate(const Char* text, uint32_t from) const;
  void found(uint32_t begin, uint32_t end);

  const Program& program_;
  const Text& text_;
  Budget budget_;
  uint64_t steps_ = 0;
  uint32_t start_;
  uint32_t end_;
  bool must_advance_ = false;  // the match before was empty, and ended here
  Span whole_;

  // Captures of the last attempt: marks_[2 * (group - 1)] and the next; those beyond last_mark_ are not set.
  std::vector<uint32_t> marks_;
  int32_t last_mark_ = -1;
  uint32_t last_group_ = 0;
};

}  // namespace headrace::regex
