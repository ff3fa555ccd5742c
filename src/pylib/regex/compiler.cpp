// Turns the syntax tree into code; what kind of repeat an item gets decides visible corners, and follows
// CPython.
#include <algorithm>
#include <unordered_map>

#include "base/unicode.h"
#include "pylib/regex/analysis.h"
#include "pylib/regex/parser.h"
#include "pylib/regex/program.h"

namespace headrace::regex {
namespace {

class Compiler {
 public:
  Compiler(const SyntaxTree& tree, Program* program, CompileError* error)
      : tree_(tree), program_(program), error_(error) {}

  bool compile_all() {
    if (!sequence(tree_.root, program_->flags)) return false;
    emit({.op = Op::kSuccess});
    return true;
  }

 private:
  bool sequence(const Sequence& nodes, uint32_t flags);
  bool node(const Node& node, uint32_t flags);
  void literal(char32_t c, bool negated, uint32_t flags);
  void set(const std::vector<SetItem>& items, uint32_t flags);
  void anchor(Anchor anchor, uint32_t flags);
  bool branch(const Node& node, uint32_t flags);
  bool group(const Node& node, uint32_t flags);
  bool repeat(const Node& node, uint32_t flags);
  bool look(const Node& node, uint32_t flags);
  bool conditional(const Node& node, uint32_t flags);
  // A body that ends in kSuccess, behind the instruction that opens it.
  bool enclosed(Instruction open, const Sequence& body, uint32_t flags);

  uint32_t here() const { return static_cast<uint32_t>(program_->code.size()); }
  uint32_t emit(const Instruction& instruction) {
    program_->code.push_back(instruction);
    return here() - 1;
  }
  bool fail(const char* message) {
    *error_ = CompileError{CompileError::Kind::kPattern, message, -1};
    return false;
  }

  const SyntaxTree& tree_;
  Program* program_;
  CompileError* error_;
  uint32_t open_string_ = kNone;  // the literal or string that one more literal may join
  std::unordered_map<uint32_t, uint32_t> literal_sets_;  // what literal() has put into sets
};

// Whether a repeat of this is over single characters.
bool is_simple(const Sequence& item) {
  if (item.size() != 1) return false;
  switch (item[0].kind) {
    case Node::Kind::kLiteral:
    case Node::Kind::kNotLiteral:
    case Node::Kind::kAny:
    case Node::Kind::kIn: return true;
    case Node::Kind::kGroup: return item[0].value == 0 && is_simple(item[0].parts[0]);
    default: return false;
  }
}

bool Compiler::sequence(const Sequence& nodes, uint32_t flags) {
  open_string_ = kNone;
  for (const Node& each : nodes) {
    if (each.kind != Node::Kind::kLiteral) open_string_ = kNone;
    if (!node(each, flags)) return false;
  }
  open_string_ = kNone;
  return true;
}

bool Compiler::node(const Node& node, uint32_t flags) {
  switch (node.kind) {
    case Node::Kind::kLiteral: literal(node.value, false, flags); return true;
    case Node::Kind::kNotLiteral: literal(node.value, true, flags); return true;
    case Node::Kind::kAny: emit({.op = (flags & kFlagDotAll) != 0 ? Op::kAnyAll : Op::kAny}); return true;
    case Node::Kind::kIn: set(node.set, flags); return true;
    case Node::Kind::kAt: anchor(static_cast<Anchor>(node.value), flags); return true;
    case Node::Kind::kBranch: return branch(node, flags);
    case Node::Kind::kGroup: return group(node, flags);
    case Node::Kind::kRepeat: return repeat(node, flags);
    case Node::Kind::kAtomic: return enclosed({.op = Op::kAtomic}, node.parts[0], flags);
    case Node::Kind::kLook: return look(node, flags);
    case Node::Kind::kConditional: return conditional(node, flags);
    case Node::Kind::kGroupRef: {
      const auto how = static_cast<uint32_t>(fold_of(flags));
      emit({.op = Op::kGroupRef, .a = 2 * (node.value - 1), .b = how});
      return true;
    }
  }
  return true;
}

// Literals in a row become one string.
void Compiler::literal(char32_t c, bool negated, uint32_t flags) {
  const Fold how = fold_of(flags);
  if (how == Fold::kLocale || is_cased(how, c)) {
    open_string_ = kNone;
    const uint32_t key = static_cast<uint32_t>(c) << 3 | static_cast<uint32_t>(how) << 1 | (negated ? 1 : 0);
    const auto [known, is_new] = literal_sets_.emplace(key, static_cast<uint32_t>(program_->sets.size()));
    if (is_new) program_->sets.push_back(Charset::of_literal(c, negated, flags));
    emit({.op = Op::kSet, .a = known->second});
    return;
  }
  if (negated || open_string_ == kNone) {
    const uint32_t at = emit({.op = negated ? Op::kNotChar : Op::kChar, .a = c});
    open_string_ = negated ? kNone : at;
    return;
  }
  Instruction& string = program_->code[open_string_];
  std::u32string& literals = program_->literals;
  if (string.op == Op::kChar) {
    literals.push_back(string.a);
    string = {.op = Op::kString, .a = static_cast<uint32_t>(literals.size()) - 1, .b = 1};
  }
  literals.push_back(c);
  ++string.b;
}

void Compiler::set(const std::vector<SetItem>& items, uint32_t flags) {
  emit({.op = Op::kSet, .a = static_cast<uint32_t>(program_->sets.size())});
  program_->sets.emplace_back(items, flags);
}

void Compiler::anchor(Anchor anchor, uint32_t flags) {
  const bool lines = (flags & kFlagMultiLine) != 0;
  const bool unicode = (flags & kFlagUnicode) != 0;
  Position position = Position::kBeginning;
  switch (anchor) {
    case Anchor::kBeginning: position = lines ? Position::kBeginningLine : Position::kBeginning; break;
    case Anchor::kBeginningString: position = Position::kBeginning; break;
    case Anchor::kEnd: position = lines ? Position::kEndLine : Position::kEnd; break;
    case Anchor::kEndString: position = Position::kEndString; break;
    case Anchor::kBoundary: position = unicode ? Position::kUnicodeBoundary : Position::kBoundary; break;
    case Anchor::kNotBoundary:
      position = unicode ? Position::kNotUnicodeBoundary : Position::kNotBoundary;
      break;
  }
  emit({.op = Op::kAt, .a = static_cast<uint32_t>(position)});
}

bool Compiler::branch(const Node& node, uint32_t flags) {
  std::vector<Alternative>& alternatives = program_->alternatives;
  const auto begin = static_cast<uint32_t>(alternatives.size());
  const auto count = static_cast<uint32_t>(node.parts.size());
  alternatives.resize(begin + count);
  emit({.op = Op::kBranch, .a = begin, .b = count});
  std::vector<uint32_t> jumps;
  for (uint32_t i = 0; i < count; ++i) {
    alternatives[begin + i].pc = here();
    if (!sequence(node.parts[i], flags)) return false;
    jumps.push_back(emit({.op = Op::kJump}));
  }
  for (const uint32_t jump : jumps) program_->code[jump].c = here();
  return true;
}

bool Compiler::group(const Node& node, uint32_t flags) {
  const uint32_t mark = 2 * (node.value - 1);
  if (node.value != 0) emit({.op = Op::kMark, .a = mark});
  if (!sequence(node.parts[0], combine_flags(flags, node.add_flags, node.remove_flags))) return false;
  if (node.value != 0) emit({.op = Op::kMark, .a = mark + 1});
  return true;
}

bool Compiler::repeat(const Node& node, uint32_t flags) {
  const RepeatMode mode = node.mode;
  if ((flags & kFlagTemplate) != 0) {
    return fail(mode == RepeatMode::kGreedy ? "internal: unsupported template operator MAX_REPEAT"
                : mode == RepeatMode::kLazy ? "internal: unsupported template operator MIN_REPEAT"
                                            : "internal: unsupported template operator POSSESSIVE_REPEAT");
  }
  const Sequence& item = node.parts[0];
  if (is_simple(item)) {
    const Op op = mode == RepeatMode::kGreedy ? Op::kRepeatOne
                  : mode == RepeatMode::kLazy ? Op::kMinRepeatOne
                                              : Op::kPossessiveOne;
    emit({.op = op, .a = node.value, .b = node.max});
    return sequence(item, flags);
  }
  if (mode == RepeatMode::kPossessive) {
    return enclosed({.op = Op::kPossessive, .a = node.value, .b = node.max}, item, flags);
  }
  const uint32_t at = emit({.op = Op::kRepeat, .a = node.value, .b = node.max});
  if (!sequence(item, flags)) return false;
  const Op until = mode == RepeatMode::kGreedy ? Op::kMaxUntil : Op::kMinUntil;
  program_->code[at].c = emit({.op = until, .a = kNone, .b = kNone, .c = at});
  return true;
}

bool Compiler::look(const Node& node, uint32_t flags) {
  Instruction open{.op = node.negated ? Op::kAssertNot : Op::kAssert};
  if (node.behind) {
    const Width width = width_of(node.parts[0], tree_.group_widths);
    if (width.min > 0xFFFFFFFF) return fail("looks too much behind");
    if (width.min != width.max) return fail("look-behind requires fixed-width pattern");
    open.a = static_cast<uint32_t>(width.min);
  }
  return enclosed(open, node.parts[0], flags);
}

bool Compiler::conditional(const Node& node, uint32_t flags) {
  const uint32_t at = emit({.op = Op::kConditional, .a = 2 * (node.value - 1)});
  if (!sequence(node.parts[0], flags)) return false;
  if (node.parts.size() > 1) {
    const uint32_t jump = emit({.op = Op::kJump});
    program_->code[at].c = here();
    if (!sequence(node.parts[1], flags)) return false;
    program_->code[jump].c = here();
  } else {
    program_->code[at].c = here();
  }
  return true;
}

bool Compiler::enclosed(Instruction open, const Sequence& body, uint32_t flags) {
  const uint32_t at = emit(open);
  if (!sequence(body, flags)) return false;
  const uint32_t end = emit({.op = Op::kSuccess});
  program_->code[at].c = program_->code[end].c = here();
  return true;
}

// Whether case matters to a set, as CPython asks of one that it would search for.
bool is_set_cased(const std::vector<SetItem>& set, Fold how) {
  if (how == Fold::kNone) return false;
  for (const SetItem& item : set) {
    if (item.kind == SetItem::Kind::kLiteral && is_cased(how, item.low)) return true;
    if (item.kind != SetItem::Kind::kRange) continue;
    if (item.high > 0xFFFF) return true;
    for (char32_t c = item.low; c <= item.high; ++c) {
      if (is_cased(how, c)) return true;
    }
  }
  return false;
}

// See Program::search_set.
void find_search_set(const SyntaxTree& tree, Program* program) {
  const Sequence* sequence = &tree.root;
  const uint32_t outer = program->flags;
  uint32_t flags = outer;
  while (!sequence->empty() && sequence->front().kind == Node::Kind::kGroup) {
    flags = combine_flags(flags, sequence->front().add_flags, sequence->front().remove_flags);
    sequence = &sequence->front().parts[0];
  }
  if (((flags ^ outer) & kFlagUnicode) == 0 || program->min_width == 0 || sequence->empty()) return;
  const Node& first = sequence->front();
  if (first.kind != Node::Kind::kIn || is_set_cased(first.set, fold_of(flags))) return;
  program->search_set = static_cast<uint32_t>(program->sets.size());
  program->sets.emplace_back(first.set, outer & ~uint32_t{kFlagIgnoreCase});
}

bool has_group(const Sequence& nodes) {
  return std::any_of(nodes.begin(), nodes.end(), [](const Node& node) {
    return (node.kind == Node::Kind::kGroup && node.value != 0) ||
           std::any_of(node.parts.begin(), node.parts.end(), has_group);
  });
}

// See Program::shows_traces. `open`: the groups around the nodes.
bool shows_traces(const Sequence& nodes, std::vector<uint32_t>* open) {
  for (const Node& node : nodes) {
    if (node.kind == Node::Kind::kConditional &&
        std::find(open->begin(), open->end(), node.value) != open->end()) {
      return true;
    }
    if (node.kind == Node::Kind::kRepeat && node.mode == RepeatMode::kPossessive &&
        has_group(node.parts[0])) {
      return true;
    }
    const bool opens = node.kind == Node::Kind::kGroup && node.value != 0;
    if (opens) open->push_back(node.value);
    for (const Sequence& part : node.parts) {
      if (shows_traces(part, open)) return true;
    }
    if (opens) open->pop_back();
  }
  return false;
}

}  // namespace

std::shared_ptr<const Program> compile(std::string_view pattern, bool is_text, uint32_t flags,
                                       CompileError* error) {
  std::u32string characters;
  if (is_text) {
    characters = unicode::decode_all(pattern);
  } else {
    for (const char byte : pattern) characters.push_back(static_cast<uint8_t>(byte));
  }
  SyntaxTree tree;
  if (!parse(characters, is_text, flags, &tree, error)) return nullptr;

  auto program = std::make_shared<Program>();
  program->flags = tree.flags | flags;
  program->is_text = is_text;
  program->group_count = tree.group_count();
  if (!Compiler(tree, program.get(), error).compile_all()) return nullptr;
  program->group_names = std::move(tree.group_names);
  const WidthCount min_width = width_of(tree.root, tree.group_widths).min;
  program->min_width = static_cast<uint32_t>(std::min<WidthCount>(min_width, 0xFFFFFFFF));
  find_search_set(tree, program.get());
  std::vector<uint32_t> open;
  program->shows_traces = shows_traces(tree.root, &open);
  analyze(program.get());
  return program;
}

size_t Program::bytes() const {
  size_t bytes = sizeof(Program) + code.size() * sizeof(Instruction) +
                 alternatives.size() * sizeof(Alternative) + first_sets.size() * sizeof(FirstSet) +
                 literals.size() * sizeof(char32_t);
  for (const Charset& set : sets) bytes += set.bytes();
  return bytes;
}

const std::string* Program::group_name(uint32_t group) const {
  for (const auto& [name, number] : group_names) {
    if (number == group) return &name;
  }
  return nullptr;
}

uint32_t Program::group_of(std::string_view name) const {
  for (const auto& [known, number] : group_names) {
    if (known == name) return number;
  }
  return 0;
}

}  // namespace headrace::regex
