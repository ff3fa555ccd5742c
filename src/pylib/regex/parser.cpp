#include "pylib/regex/parser.h"

#include <unordered_set>

#include "base/unicode.h"
#include "pylib/regex/parser_state.h"

namespace headrace::regex {
namespace {

Node literal_node(char32_t c) { return Node{.kind = Node::Kind::kLiteral, .value = c}; }

// Whether alternatives that start with these two nodes share a prefix. Only nodes without parts ever do.
bool same_node(const Node& a, const Node& b) {
  return a.kind == b.kind && a.parts.empty() && b.parts.empty() && a.value == b.value && a.set == b.set;
}

bool share_first_node(const std::vector<Sequence>& items) {
  for (const Sequence& item : items) {
    if (item.empty() || !same_node(item[0], items[0][0])) return false;
  }
  return true;
}

std::vector<SetItem> without_duplicates(const std::vector<SetItem>& items) {
  std::vector<SetItem> kept;
  std::unordered_set<uint64_t> seen;
  for (const SetItem& item : items) {
    const uint64_t key =
        static_cast<uint64_t>(item.kind) | uint64_t{item.low} << 2 | uint64_t{item.high} << 32;
    if (seen.insert(key).second) kept.push_back(item);
  }
  return kept;
}

// Alternatives that are single characters or sets are one set.
bool as_set(const std::vector<Sequence>& items, std::vector<SetItem>* set) {
  for (const Sequence& item : items) {
    if (item.size() != 1) return false;
    const Node& node = item[0];
    if (node.kind == Node::Kind::kLiteral) {
      set->push_back(SetItem::literal(node.value));
    } else if (node.kind == Node::Kind::kIn && node.set[0].kind != SetItem::Kind::kNegate) {
      set->insert(set->end(), node.set.begin(), node.set.end());
    } else {
      return false;
    }
  }
  return true;
}

void unpack_plain_groups(Sequence* sequence) {
  Sequence unpacked;
  unpacked.reserve(sequence->size());
  for (Node& node : *sequence) {
    if (node.is_plain_group()) {
      for (Node& inner : node.parts[0]) unpacked.push_back(std::move(inner));
    } else {
      unpacked.push_back(std::move(node));
    }
  }
  *sequence = std::move(unpacked);
}

}  // namespace

bool parse(std::u32string_view pattern, bool is_text, uint32_t flags, SyntaxTree* tree, CompileError* error) {
  return Parser(pattern, is_text, flags, tree, error).parse_all();
}

Parser::Parser(std::u32string_view pattern, bool is_text, uint32_t flags, SyntaxTree* tree,
               CompileError* error)
    : source_(pattern, is_text, error), tree_(tree) {
  tree_->flags = flags;
  tree_->group_widths.assign(1, Width());
}

bool Parser::parse_all() {
  const bool verbose = (tree_->flags & kFlagVerbose) != 0;
  if (!parse_alternatives(verbose, 0, &tree_->root) || !fix_flags()) return false;
  if (!source_.next().is_end()) return source_.fail("unbalanced parenthesis");
  for (const auto& [group, position] : conditional_positions_) {
    if (group >= groups_so_far()) {
      return source_.fail_at("invalid group reference " + std::to_string(group),
                             static_cast<int64_t>(position));
    }
  }
  return !source_.failed();
}

bool Parser::fix_flags() {
  if (source_.failed()) return false;
  const auto refuse = [this](std::string_view message) {
    return source_.fail_with(CompileError::Kind::kValue, message);
  };
  uint32_t& flags = tree_->flags;
  if (!source_.is_text()) {
    if ((flags & kFlagUnicode) != 0) return refuse("cannot use UNICODE flag with a bytes pattern");
    if ((flags & kFlagLocale) != 0 && (flags & kFlagAscii) != 0) {
      return refuse("ASCII and LOCALE flags are incompatible");
    }
    return true;
  }
  if ((flags & kFlagLocale) != 0) return refuse("cannot use LOCALE flag with a str pattern");
  if ((flags & kFlagAscii) == 0) {
    flags |= kFlagUnicode;
  } else if ((flags & kFlagUnicode) != 0) {
    return refuse("ASCII and UNICODE flags are incompatible");
  }
  return true;
}

bool Parser::parse_alternatives(bool verbose, int nesting, Sequence* out) {
  std::vector<Sequence> items;
  do {
    if (nesting == 0 && !items.empty()) verbose = (tree_->flags & kFlagVerbose) != 0;
    const bool first = nesting == 0 && items.empty();
    if (!parse_sequence(verbose, nesting + 1, first, &items.emplace_back())) return false;
  } while (source_.match(U'|'));

  if (items.size() == 1) {
    *out = std::move(items[0]);
    return true;
  }
  while (share_first_node(items)) {
    out->push_back(items[0][0]);
    for (Sequence& item : items) item.erase(item.begin());
  }
  std::vector<SetItem> set;
  if (as_set(items, &set)) {
    out->push_back(Node{.kind = Kind::kIn, .set = without_duplicates(set)});
  } else {
    out->push_back(Node{.kind = Kind::kBranch, .parts = std::move(items)});
  }
  return true;
}

bool Parser::parse_sequence(bool verbose, int nesting, bool first, Sequence* out) {
  if (nesting > 2 * kMaxGroupNesting) {  // a group is one level of alternatives and one of sequences
    return source_.fail_with(CompileError::Kind::kRecursion, "maximum recursion depth exceeded");
  }
  for (;;) {
    const Token token = source_.next();
    if (token.is_end() || token.in("|)")) break;
    source_.get();
    if (verbose && skip_in_verbose(token)) continue;
    if (!parse_item(token, &verbose, nesting, first, out)) return false;
  }
  unpack_plain_groups(out);
  return !source_.failed();
}

// Whitespace, and comments to the end of their line.
bool Parser::skip_in_verbose(const Token& token) {
  if (token.in(" \t\n\r\v\f")) return true;
  if (!token.is(U'#')) return false;
  for (;;) {
    const Token skipped = source_.get();
    if (skipped.is_end() || skipped.is(U'\n')) return true;
  }
}

bool Parser::parse_item(const Token& token, bool* verbose, int nesting, bool first, Sequence* out) {
  if (token.is_escape()) return parse_escape(token, out);
  const char32_t c = token.chars[0];
  switch (c) {
    case U'[': return parse_set(out);
    case U'*':
    case U'+':
    case U'?':
    case U'{': return parse_repeat(token, out);
    case U'(': return parse_group(verbose, nesting, first, out);
    case U'.': out->push_back(Node{.kind = Kind::kAny}); return true;
    case U'^':
    case U'$': {
      const Anchor anchor = c == U'^' ? Anchor::kBeginning : Anchor::kEnd;
      out->push_back(Node{.kind = Kind::kAt, .value = static_cast<uint32_t>(anchor)});
      return true;
    }
    default: out->push_back(literal_node(c)); return true;
  }
}

bool Parser::parse_set(Sequence* out) {
  const size_t start = source_.position() - 1;
  std::vector<SetItem> set;
  const bool negated = source_.match(U'^');
  for (bool closed = false; !closed;) {
    const Token token = source_.get();
    if (token.is_end()) return source_.fail_at("unterminated character set", static_cast<int64_t>(start));
    if (token.is(U']') && !set.empty()) break;
    if (!parse_set_item(token, start, &set, &closed)) return false;
  }
  set = without_duplicates(set);
  if (set.size() == 1 && set[0].kind == SetItem::Kind::kLiteral) {
    out->push_back(Node{.kind = negated ? Kind::kNotLiteral : Kind::kLiteral, .value = set[0].low});
    return true;
  }
  if (negated) set.insert(set.begin(), SetItem::negate());
  out->push_back(Node{.kind = Kind::kIn, .set = std::move(set)});
  return true;
}

// A character, a class, or a range.
bool Parser::parse_set_item(const Token& token, size_t start, std::vector<SetItem>* set, bool* closed) {
  SetItem first = SetItem::literal(token.chars[0]);
  if (token.is_escape() && !parse_set_escape(token, &first)) return false;
  if (!source_.match(U'-')) {
    set->push_back(first);
    return true;
  }
  const Token that = source_.get();
  if (that.is_end()) return source_.fail_at("unterminated character set", static_cast<int64_t>(start));
  if (that.is(U']')) {
    set->push_back(first);
    set->push_back(SetItem::literal(U'-'));
    *closed = true;
    return true;
  }
  SetItem last = SetItem::literal(that.chars[0]);
  if (that.is_escape() && !parse_set_escape(that, &last)) return false;
  const bool literals = first.kind == SetItem::Kind::kLiteral && last.kind == SetItem::Kind::kLiteral;
  if (!literals || last.low < first.low) {
    const std::string range = unicode::encode_all(token.text()) + "-" + unicode::encode_all(that.text());
    return source_.fail("bad character range " + range, token.text().size() + 1 + that.text().size());
  }
  set->push_back(SetItem::range(first.low, last.low));
  return true;
}

bool Parser::parse_repeat(const Token& token, Sequence* out) {
  const size_t here = source_.position();
  uint32_t min = 0, max = kRepeatForever;
  if (token.is(U'?')) {
    max = 1;
  } else if (token.is(U'+')) {
    min = 1;
  } else if (token.is(U'{')) {
    bool is_literal = false;
    if (!parse_counts(here, &min, &max, &is_literal)) return false;
    if (is_literal) {
      out->push_back(literal_node(U'{'));
      return true;
    }
  }
  const auto at_token = static_cast<int64_t>(here) - 1;
  if (out->empty() || out->back().kind == Kind::kAt) return source_.fail_at("nothing to repeat", at_token);
  if (out->back().kind == Kind::kRepeat) return source_.fail_at("multiple repeat", at_token);

  Node repeat{.kind = Kind::kRepeat, .value = min, .max = max};
  if (out->back().is_plain_group()) {
    repeat.parts.push_back(std::move(out->back().parts[0]));
  } else {
    repeat.parts.emplace_back().push_back(std::move(out->back()));
  }
  if (source_.match(U'?')) {
    repeat.mode = RepeatMode::kLazy;
  } else if (source_.match(U'+')) {
    repeat.mode = RepeatMode::kPossessive;
  }
  out->back() = std::move(repeat);
  return true;
}

// {m}, {m,}, {,n}, {m,n}; anything else makes the brace a literal.
bool Parser::parse_counts(size_t here, uint32_t* min, uint32_t* max, bool* is_literal) {
  if (source_.next().is(U'}')) {
    *is_literal = true;
    return true;
  }
  std::u32string low, high;
  while (source_.next().in(kDigits)) low.push_back(source_.get().chars[0]);
  if (source_.match(U',')) {
    while (source_.next().in(kDigits)) high.push_back(source_.get().chars[0]);
  } else {
    high = low;
  }
  if (!source_.match(U'}')) {
    source_.seek(here);
    *is_literal = true;
    return !source_.failed();
  }
  if (!low.empty() && !parse_count(low, min)) return false;
  if (high.empty()) return true;
  if (!parse_count(high, max)) return false;
  if (*max >= *min) return true;
  return source_.fail_at("min repeat greater than max repeat", static_cast<int64_t>(here));
}

bool Parser::parse_count(const std::u32string& digits, uint32_t* out) {
  if (digits.size() > kMaxIntDigits) {
    return source_.fail_with(CompileError::Kind::kValue,
                             "Exceeds the limit (4300 digits) for integer string conversion: value has " +
                                 std::to_string(digits.size()) +
                                 " digits; use sys.set_int_max_str_digits() to increase the limit");
  }
  uint64_t value = 0;
  for (const char32_t c : digits) value = std::min<uint64_t>(value * 10 + (c - U'0'), kRepeatForever);
  if (value >= kRepeatForever) {
    return source_.fail_with(CompileError::Kind::kOverflow, "the repetition number is too large");
  }
  *out = static_cast<uint32_t>(value);
  return true;
}

}  // namespace headrace::regex
