// The recursive-descent parser behind parser.h; its parts are in parser.cpp (alternatives, sets, repeats),
// parser_groups.cpp (everything after an opening parenthesis) and parser_escapes.cpp.
//
// Functions return false after an error, which the Tokenizer keeps.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "pylib/regex/parser.h"
#include "pylib/regex/tokenizer.h"

namespace headrace::regex {

class Parser {
 public:
  Parser(std::u32string_view pattern, bool is_text, uint32_t flags, SyntaxTree* tree, CompileError* error);
  bool parse_all();

 private:
  using Kind = Node::Kind;
  struct GroupOptions;

  // --- parser.cpp
  bool parse_alternatives(bool verbose, int nesting, Sequence* out);
  // `first`: nothing but this can come before global flags such as (?i).
  bool parse_sequence(bool verbose, int nesting, bool first, Sequence* out);
  bool parse_item(const Token& token, bool* verbose, int nesting, bool first, Sequence* out);
  bool skip_in_verbose(const Token& token);
  bool parse_set(Sequence* out);
  bool parse_set_item(const Token& token, size_t start, std::vector<SetItem>* set, bool* closed);
  bool parse_repeat(const Token& token, Sequence* out);
  bool parse_counts(size_t here, uint32_t* min, uint32_t* max, bool* is_literal);
  bool parse_count(const std::u32string& digits, uint32_t* out);
  bool fix_flags();

  // --- parser_groups.cpp
  bool parse_group(bool* verbose, int nesting, bool first, Sequence* out);
  bool parse_extension(size_t start, bool* verbose, int nesting, bool first, Sequence* out,
                       GroupOptions* options);
  bool parse_python_extension(Sequence* out, GroupOptions* options);
  bool parse_group_body(size_t start, bool verbose, int nesting, const GroupOptions& options, Sequence* out);
  bool skip_comment(size_t start);
  bool parse_look(char32_t kind, size_t start, bool verbose, int nesting, Sequence* out);
  bool parse_conditional(size_t start, bool verbose, int nesting, Sequence* out);
  bool parse_conditional_group(uint32_t* group);
  bool parse_flags(const Token& token, GroupOptions* options);
  bool parse_added_flags(Token token, Token* end, uint32_t* flags);
  bool parse_removed_flags(uint32_t* flags);
  bool expect_close(size_t start);
  bool open_group(const std::u32string& name, uint32_t* group);

  // --- parser_escapes.cpp
  bool parse_escape(const Token& token, Sequence* out);
  bool parse_set_escape(const Token& token, SetItem* out);
  // \x, \u, \U and \N: sets *handled, and *c if it is valid.
  bool parse_code_escape(const Token& token, bool* handled, char32_t* c);
  bool parse_hex(const Token& token, int digits, char32_t* c);
  bool parse_name(char32_t* c);
  bool parse_digit_escape(const Token& token, Sequence* out);
  bool parse_reference(uint32_t group, size_t group_back, size_t invalid_back, Sequence* out);
  bool fail_octal(const std::u32string& escape);
  bool check_lookbehind_group(uint32_t group);

  uint32_t groups_so_far() const { return static_cast<uint32_t>(tree_->group_widths.size()); }
  bool is_closed(uint32_t group) const { return group < groups_so_far() && closed_[group]; }
  const uint32_t* group_named(const std::u32string& name) const;

  Tokenizer source_;
  SyntaxTree* tree_;
  std::vector<bool> closed_{false};
  // While in a lookbehind: the groups that were there before it.
  std::optional<uint32_t> lookbehind_groups_;
  // Where each (?(N) refers to its group, in the order of the pattern.
  std::vector<std::pair<uint32_t, size_t>> conditional_positions_;
};

// What stands between "(" and the group's contents.
struct Parser::GroupOptions {
  bool is_done = false;  // the extension was complete in itself
  bool capture = true;
  bool atomic = false;
  bool global_flags = false;
  uint32_t add_flags = 0;
  uint32_t remove_flags = 0;
  std::u32string name;
};

// The flag of a letter, 0 if there is none.
uint32_t flag_of(const Token& token);

}  // namespace headrace::regex
