// The syntax tree of a regular expression, as Python's own parser builds it.
//
// Its shape decides visible behaviour (what counts as a single-character repeat, which alternatives share a
// prefix), so every rewriting that Python's parser does is done here too, and none more.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace headrace::regex {

// The bits of re.RegexFlag.
enum Flag : uint32_t {
  kFlagTemplate = 1,
  kFlagIgnoreCase = 2,
  kFlagLocale = 4,
  kFlagMultiLine = 8,
  kFlagDotAll = 16,
  kFlagUnicode = 32,
  kFlagVerbose = 64,
  kFlagDebug = 128,
  kFlagAscii = 256,
};
inline constexpr uint32_t kTypeFlags = kFlagAscii | kFlagLocale | kFlagUnicode;
inline constexpr uint32_t kGlobalFlags = kFlagDebug | kFlagTemplate;

// A scoped group's flags, (?i-s:...), on top of those around it.
inline uint32_t combine_flags(uint32_t flags, uint32_t add, uint32_t remove) {
  if ((add & kTypeFlags) != 0) flags &= ~kTypeFlags;
  return (flags | add) & ~remove;
}

inline constexpr uint32_t kRepeatForever = 0xFFFFFFFF;

struct CompileError {
  enum class Kind {
    kPattern,    // re.error
    kValue,      // ValueError
    kOverflow,   // OverflowError
    kRecursion,  // RecursionError
    kIndex,      // IndexError (an unknown group name in a replacement)
  };
  Kind kind = Kind::kPattern;
  std::string message;    // without the position
  int64_t position = -1;  // in code points; -1: none
};

// str(error) as Python has it: "message at position 3 (line 2, column 1)".
std::string error_text(const CompileError& error, std::u32string_view pattern);

enum class Category : uint8_t { kDigit, kNotDigit, kSpace, kNotSpace, kWord, kNotWord };

struct SetItem {
  enum class Kind : uint8_t { kNegate, kLiteral, kRange, kCategory };
  Kind kind;
  uint32_t low = 0;   // the literal, the range's first, or the Category
  uint32_t high = 0;  // the range's last

  static SetItem negate() { return {Kind::kNegate, 0, 0}; }
  static SetItem literal(char32_t c) { return {Kind::kLiteral, c, 0}; }
  static SetItem range(char32_t low, char32_t high) { return {Kind::kRange, low, high}; }
  static SetItem category(Category c) { return {Kind::kCategory, static_cast<uint32_t>(c), 0}; }
  bool operator==(const SetItem&) const = default;
};

enum class Anchor : uint8_t {
  kBeginning,        // ^
  kBeginningString,  // \A
  kEnd,              // $
  kEndString,        // \Z
  kBoundary,         // \b
  kNotBoundary,      // \B
};

enum class RepeatMode : uint8_t { kGreedy, kLazy, kPossessive };

struct Node;
using Sequence = std::vector<Node>;

struct Node {
  enum class Kind : uint8_t {
    kLiteral,      // value: the code point
    kNotLiteral,   // value: the code point
    kAny,          // .
    kIn,           // set
    kAt,           // value: the Anchor
    kBranch,       // parts: the alternatives
    kGroup,        // value: its number, 0 for none; add_flags, remove_flags; parts[0]
    kRepeat,       // value: min; max; mode; parts[0]
    kAtomic,       // parts[0]
    kLook,         // behind; negated; parts[0]
    kGroupRef,     // value: the group
    kConditional,  // value: the group; parts[0], and parts[1] where there is an else
  };
  Kind kind;
  RepeatMode mode = RepeatMode::kGreedy;
  bool behind = false;
  bool negated = false;
  uint32_t value = 0;
  uint32_t max = 0;
  uint32_t add_flags = 0;
  uint32_t remove_flags = 0;
  std::vector<SetItem> set = {};
  std::vector<Sequence> parts = {};

  bool is_plain_group() const {
    return kind == Kind::kGroup && value == 0 && add_flags == 0 && remove_flags == 0;
  }
};

// How many code points something can match. Saturates at kMaxWidth, which is more than any count.
using WidthCount = unsigned __int128;
inline constexpr WidthCount kMaxWidth = WidthCount{1} << 64;
struct Width {
  WidthCount min = 0;
  WidthCount max = 0;
};

struct SyntaxTree {
  Sequence root;
  uint32_t flags = 0;
  // By group number; [0] is the whole and stays unused.
  std::vector<Width> group_widths;
  // In the order of definition.
  std::vector<std::pair<std::string, uint32_t>> group_names;

  uint32_t group_count() const { return static_cast<uint32_t>(group_widths.size()) - 1; }
};

// The groups that are referred to must be closed in `group_widths`.
Width width_of(const Sequence& sequence, const std::vector<Width>& group_widths);

}  // namespace headrace::regex
