// Everything that starts with "(".
#include <algorithm>

#include "base/unicode.h"
#include "pylib/regex/parser_state.h"

namespace headrace::regex {

uint32_t flag_of(const Token& token) {
  if (token.size != 1) return 0;
  switch (token.chars[0]) {
    case U'i': return kFlagIgnoreCase;
    case U'L': return kFlagLocale;
    case U'm': return kFlagMultiLine;
    case U's': return kFlagDotAll;
    case U'x': return kFlagVerbose;
    case U'a': return kFlagAscii;
    case U't': return kFlagTemplate;
    case U'u': return kFlagUnicode;
    default: return 0;
  }
}

namespace {

bool is_alpha(const Token& token) { return token.size == 1 && unicode::is_alpha(token.chars[0]); }

std::string text_of(const Token& token) { return unicode::encode_all(token.text()); }

}  // namespace

bool Parser::parse_group(bool* verbose, int nesting, bool first, Sequence* out) {
  const size_t start = source_.position() - 1;
  GroupOptions options;
  if (source_.match(U'?')) {
    if (!parse_extension(start, verbose, nesting, first, out, &options)) return false;
    if (options.is_done) return true;
  }
  return parse_group_body(start, *verbose, nesting, options, out);
}

bool Parser::parse_extension(size_t start, bool* verbose, int nesting, bool first, Sequence* out,
                             GroupOptions* options) {
  const Token token = source_.get();
  if (token.is_end()) return source_.fail("unexpected end of pattern");
  if (token.is(U'P')) return parse_python_extension(out, options);
  if (token.is(U':')) {
    options->capture = false;
    return true;
  }
  if (token.is(U'>')) {
    options->capture = false;
    options->atomic = true;
    return true;
  }
  if (token.is(U'#') || token.in("=!<") || token.is(U'(')) {
    options->is_done = true;
    if (token.is(U'#')) return skip_comment(start);
    if (token.is(U'(')) return parse_conditional(start, *verbose, nesting, out);
    return parse_look(token.chars[0], start, *verbose, nesting, out);
  }
  if (flag_of(token) == 0 && !token.is(U'-')) {
    return source_.fail("unknown extension ?" + text_of(token), token.text().size() + 1);
  }
  if (!parse_flags(token, options)) return false;
  options->capture = false;
  if (!options->global_flags) return true;
  if (!first || !out->empty()) {
    return source_.fail_at("global flags not at the start of the expression", static_cast<int64_t>(start));
  }
  *verbose = (tree_->flags & kFlagVerbose) != 0;
  options->is_done = true;
  return true;
}

// (?P<name>...) and (?P=name).
bool Parser::parse_python_extension(Sequence* out, GroupOptions* options) {
  if (source_.match(U'<')) {
    return source_.get_until(U'>', "group name", &options->name) &&
           source_.check_group_name(options->name, 1);
  }
  if (!source_.match(U'=')) {
    const Token token = source_.get();
    if (token.is_end()) return source_.fail("unexpected end of pattern");
    return source_.fail("unknown extension ?P" + text_of(token), token.text().size() + 2);
  }
  options->is_done = true;
  std::u32string name;
  if (!source_.get_until(U')', "group name", &name) || !source_.check_group_name(name, 1)) return false;
  const uint32_t* group = group_named(name);
  if (group == nullptr) return source_.fail("unknown group name " + quoted(name), name.size() + 1);
  return parse_reference(*group, name.size() + 1, 0, out);
}

bool Parser::parse_group_body(size_t start, bool verbose, int nesting, const GroupOptions& options,
                              Sequence* out) {
  uint32_t group = 0;
  if (options.capture && !open_group(options.name, &group)) return false;
  verbose =
      (verbose || (options.add_flags & kFlagVerbose) != 0) && (options.remove_flags & kFlagVerbose) == 0;
  Sequence contents;
  if (!parse_alternatives(verbose, nesting + 1, &contents) || !expect_close(start)) return false;
  if (group != 0) {
    tree_->group_widths[group] = width_of(contents, tree_->group_widths);
    closed_[group] = true;
  }
  Node node{.kind = options.atomic ? Kind::kAtomic : Kind::kGroup,
            .value = group,
            .add_flags = options.add_flags,
            .remove_flags = options.remove_flags};
  node.parts.push_back(std::move(contents));
  out->push_back(std::move(node));
  return true;
}

bool Parser::open_group(const std::u32string& name, uint32_t* group) {
  *group = groups_so_far();
  tree_->group_widths.emplace_back();
  closed_.push_back(false);
  if (name.empty()) return true;
  if (const uint32_t* other = group_named(name)) {
    return source_.fail("redefinition of group name " + quoted(name) + " as group " + std::to_string(*group) +
                            "; was group " + std::to_string(*other),
                        name.size() + 1);
  }
  tree_->group_names.emplace_back(unicode::encode_all(name), *group);
  return true;
}

const uint32_t* Parser::group_named(const std::u32string& name) const {
  const std::string wanted = unicode::encode_all(name);
  for (const auto& [known, group] : tree_->group_names) {
    if (known == wanted) return &group;
  }
  return nullptr;
}

bool Parser::expect_close(size_t start) {
  if (source_.match(U')')) return true;
  return source_.fail_at("missing ), unterminated subpattern", static_cast<int64_t>(start));
}

bool Parser::skip_comment(size_t start) {
  for (;;) {
    if (source_.next().is_end()) {
      return source_.fail_at("missing ), unterminated comment", static_cast<int64_t>(start));
    }
    if (source_.get().is(U')')) return true;
  }
}

// (?=...), (?!...), (?<=...), (?<!...); `kind` is the character after "?".
bool Parser::parse_look(char32_t kind, size_t start, bool verbose, int nesting, Sequence* out) {
  Node node{.kind = Kind::kLook};
  const std::optional<uint32_t> outer_lookbehind = lookbehind_groups_;
  if (kind == U'<') {
    const Token token = source_.get();
    if (token.is_end()) return source_.fail("unexpected end of pattern");
    if (!token.in("=!")) {
      return source_.fail("unknown extension ?<" + text_of(token), token.text().size() + 2);
    }
    kind = token.chars[0];
    node.behind = true;
    if (!lookbehind_groups_) lookbehind_groups_ = groups_so_far();
  }
  node.negated = kind == U'!';
  if (!parse_alternatives(verbose, nesting + 1, &node.parts.emplace_back())) return false;
  lookbehind_groups_ = outer_lookbehind;
  if (!expect_close(start)) return false;
  out->push_back(std::move(node));
  return true;
}

// (?(group)yes|no)
bool Parser::parse_conditional(size_t start, bool verbose, int nesting, Sequence* out) {
  Node node{.kind = Kind::kConditional};
  if (!parse_conditional_group(&node.value) || !check_lookbehind_group(node.value)) return false;
  if (!parse_sequence(verbose, nesting + 1, false, &node.parts.emplace_back())) return false;
  if (source_.match(U'|')) {
    if (!parse_sequence(verbose, nesting + 1, false, &node.parts.emplace_back())) return false;
    if (source_.next().is(U'|')) return source_.fail("conditional backref with more than two branches");
  }
  if (!expect_close(start)) return false;
  out->push_back(std::move(node));
  return true;
}

bool Parser::parse_conditional_group(uint32_t* group) {
  std::u32string name;
  if (!source_.get_until(U')', "group name", &name)) return false;
  if (is_identifier(name)) {
    const uint32_t* known = group_named(name);
    if (known == nullptr) return source_.fail("unknown group name " + quoted(name), name.size() + 1);
    *group = *known;
    return true;
  }
  GroupNumber number;
  if (!parse_group_number(name, &number)) {
    return source_.fail("bad character in group name " + quoted(name), name.size() + 1);
  }
  if (number.value == 0) return source_.fail("bad group number", name.size() + 1);
  if (number.value >= kMaxGroups) {
    return source_.fail("invalid group reference " + number.digits, name.size() + 1);
  }
  *group = static_cast<uint32_t>(number.value);
  conditional_positions_.emplace_back(*group, source_.position() - name.size() - 1);
  return true;
}

// (?i) or (?i-s:...); `token` is the first letter or "-".
bool Parser::parse_flags(const Token& token, GroupOptions* options) {
  Token end = token;
  if (!token.is(U'-') && !parse_added_flags(token, &end, &options->add_flags)) return false;
  if (end.is(U')')) {
    tree_->flags |= options->add_flags;
    options->global_flags = true;
    return true;
  }
  if ((options->add_flags & kGlobalFlags) != 0) {
    return source_.fail("bad inline flags: cannot turn on global flag", 1);
  }
  if (end.is(U'-') && !parse_removed_flags(&options->remove_flags)) return false;
  if ((options->remove_flags & kGlobalFlags) != 0) {
    return source_.fail("bad inline flags: cannot turn off global flag", 1);
  }
  if ((options->add_flags & options->remove_flags) != 0) {
    return source_.fail("bad inline flags: flag turned on and off", 1);
  }
  return true;
}

bool Parser::parse_added_flags(Token token, Token* end, uint32_t* flags) {
  for (;;) {
    const uint32_t flag = flag_of(token);
    if (source_.is_text() && flag == kFlagLocale) {
      return source_.fail("bad inline flags: cannot use 'L' flag with a str pattern");
    }
    if (!source_.is_text() && flag == kFlagUnicode) {
      return source_.fail("bad inline flags: cannot use 'u' flag with a bytes pattern");
    }
    *flags |= flag;
    if ((flag & kTypeFlags) != 0 && (*flags & kTypeFlags) != flag) {
      return source_.fail("bad inline flags: flags 'a', 'u' and 'L' are incompatible");
    }
    token = source_.get();
    if (token.is_end()) return source_.fail("missing -, : or )");
    if (token.in(")-:")) break;
    if (flag_of(token) == 0) {
      return source_.fail(is_alpha(token) ? "unknown flag" : "missing -, : or )", token.text().size());
    }
  }
  *end = token;
  return true;
}

bool Parser::parse_removed_flags(uint32_t* flags) {
  Token token = source_.get();
  if (token.is_end()) return source_.fail("missing flag");
  if (flag_of(token) == 0) {
    return source_.fail(is_alpha(token) ? "unknown flag" : "missing flag", token.text().size());
  }
  for (;;) {
    const uint32_t flag = flag_of(token);
    if ((flag & kTypeFlags) != 0) {
      return source_.fail("bad inline flags: cannot turn off flags 'a', 'u' and 'L'");
    }
    *flags |= flag;
    token = source_.get();
    if (token.is_end()) return source_.fail("missing :");
    if (token.is(U':')) return true;
    if (flag_of(token) == 0) {
      return source_.fail(is_alpha(token) ? "unknown flag" : "missing :", token.text().size());
    }
  }
}

}  // namespace headrace::regex
