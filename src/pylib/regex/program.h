// A compiled pattern: immutable, shared between threads.
//
// The code is a flat array of instructions. One that matches a single character is a *unit*: kChar, kNotChar,
// kAny, kAnyAll, kSet. The bodies of repeats, assertions and atomic groups stand inline, behind the
// instruction that opens them:
//
//   kRepeatOne min max tail-first     UNIT                                tail...
//   kRepeat min max until             body... kMaxUntil|kMinUntil repeat  tail...
//   kPossessive min max tail          body... kSuccess                    tail...
//   kAtomic - - tail                  body... kSuccess                    tail...
//   kAssert|kAssertNot back - tail    body... kSuccess                    tail...
//   kBranch alternatives              code... kJump end   code... kJump end   ...
//   kConditional group - else         yes...  kJump end   no...
//
// A *first set* is what the next character must be for anything from some instruction on to match. They are
// hints: where one says no, the matcher would find out the same, later.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "pylib/regex/charset.h"
#include "pylib/regex/syntax.h"

namespace headrace::regex {

inline constexpr uint32_t kNone = 0xFFFFFFFF;

enum class Op : uint8_t {
  kChar,           // a: the code point
  kNotChar,        // a: the code point
  kAny,            // all but a newline
  kAnyAll,         //
  kSet,            // a: in sets
  kString,         // a, b: begin and length in literals
  kAt,             // a: a Position
  kMark,           // a: 2 * (group - 1), plus 1 at its end
  kJump,           // c: target
  kBranch,         // a, b: begin and count in alternatives
  kRepeatOne,      // a: min, b: max, c: first set of the tail; greedy
  kMinRepeatOne,   // the same, lazy
  kPossessiveOne,  // the same, never gives back
  kRepeat,         // a: min, b: max, c: the until
  kMaxUntil,       // a, b: first sets of body and tail, c: the repeat; greedy
  kMinUntil,       // the same, lazy
  kPossessive,     // a: min, b: max, c: tail
  kAtomic,         // c: tail
  kAssert,         // a: how far back, c: tail
  kAssertNot,      // a: how far back, c: tail
  kGroupRef,       // a: 2 * (group - 1), b: the Fold
  kConditional,    // a: 2 * (group - 1), c: else
  kSuccess,        // c: the tail of the body that it ends, kNone at the end of all
};

enum class Position : uint8_t {
  kBeginning,
  kBeginningLine,
  kEnd,
  kEndLine,
  kEndString,
  kBoundary,
  kNotBoundary,
  kUnicodeBoundary,
  kNotUnicodeBoundary,
};

struct Instruction {
  Op op;
  uint32_t a = 0;
  uint32_t b = 0;
  uint32_t c = kNone;
};

struct FirstSet {
  std::array<bool, 256> low{};
  bool high = false;  // some code point from 256 on

  bool contains(uint8_t c) const { return low[c]; }
  bool contains(char32_t c) const { return c < low.size() ? low[c] : high; }
};

struct Alternative {
  uint32_t pc;
  uint32_t first = kNone;  // in first_sets
};

struct Program {
  std::vector<Instruction> code;
  std::vector<Charset> sets;
  std::vector<Alternative> alternatives;
  std::vector<FirstSet> first_sets;
  std::u32string literals;

  uint32_t flags = 0;
  bool is_text = true;
  uint32_t group_count = 0;  // without group 0
  std::vector<std::pair<std::string, uint32_t>> group_names;

  uint32_t min_width = 0;  // saturates
  uint32_t first = kNone;  // the first set of the whole
  // Where not kNone, search() begins matches only at characters of this set, whatever else the pattern says:
  // CPython looks for a class that a scoped (?a:...) or (?u:...) begins with by the flags outside of that
  // scope.
  uint32_t search_set = kNone;
  std::u32string prefix;          // every match starts with it; of a long one its beginning
  std::string narrow_prefix;      // the same as bytes
  bool is_prefix_narrow = false;  // whether all of it can be in a text of bytes
  bool is_anchored = false;       // matches at the beginning of the text only
  // CPython leaves traces of what failed in captures. They show in two cases only: groups inside a possessive
  // repeat, and a conditional that asks about the group it is in. Then every instruction must run where
  // CPython runs it, and the matcher may neither skip what cannot match nor drop points to come back to.
  bool shows_traces = false;

  size_t bytes() const;  // what it takes in memory, about
  const std::string* group_name(uint32_t group) const;
  // The group of that name, 0 if there is none.
  uint32_t group_of(std::string_view name) const;
};

// Compiles a pattern: WTF-8 of a str, or any bytes of a bytes pattern. Null: *error says why.
std::shared_ptr<const Program> compile(std::string_view pattern, bool is_text, uint32_t flags,
                                       CompileError* error);

}  // namespace headrace::regex
