#include "pylib/regex/analysis.h"

#include <algorithm>

namespace headrace::regex {
namespace {

// Walking on further costs more than the hint is worth.
constexpr int kWorkMax = 100;
// Programs longer than this go without hints.
constexpr size_t kCodeMax = 5000;
// So much of a literal beginning is searched for; attempts see to the rest, and are charged for it.
constexpr size_t kPrefixMax = 64;

// The characters that code from some instruction on may start with.
class FirstSetFinder {
 public:
  explicit FirstSetFinder(const Program& program) : program_(program) {}

  // False if it may match without a character, or is not worth finding out.
  bool find(uint32_t pc, FirstSet* out) {
    work_ = 0;
    visited_.clear();
    entered_.clear();
    *out = FirstSet();
    out_ = out;
    return walk(pc);
  }

  static void add_unit(const Program& program, const Instruction& unit, FirstSet* out);

 private:
  bool walk(uint32_t pc);
  bool walk_repeat(const Instruction& repeat, uint32_t body, uint32_t tail);
  bool walk_branch(const Instruction& branch);

  const Program& program_;
  FirstSet* out_ = nullptr;
  std::vector<uint32_t> visited_;
  std::vector<uint32_t> entered_;  // tails of the atomic bodies that the walk went into
  int work_ = 0;
};

bool unit_matches(const Program& program, const Instruction& unit, char32_t c) {
  switch (unit.op) {
    case Op::kChar: return c == unit.a;
    case Op::kNotChar: return c != unit.a;
    case Op::kAny: return c != U'\n';
    case Op::kSet: return program.sets[unit.a].matches(c);
    default: return true;
  }
}

void FirstSetFinder::add_unit(const Program& program, const Instruction& unit, FirstSet* out) {
  if (unit.op == Op::kChar) {
    if (unit.a < 256) {
      out->low[unit.a] = true;
    } else {
      out->high = true;
    }
    return;
  }
  for (uint32_t c = 0; c < 256; ++c) out->low[c] = out->low[c] || unit_matches(program, unit, c);
  out->high = out->high || unit.op != Op::kSet || program.sets[unit.a].may_match_high();
}

bool FirstSetFinder::walk(uint32_t pc) {
  for (;;) {
    if (++work_ > kWorkMax) return false;
    // Being there already, it adds nothing more. That it can come back without a character is for the first
    // to see.
    if (std::find(visited_.begin(), visited_.end(), pc) != visited_.end()) return true;
    visited_.push_back(pc);
    const Instruction& in = program_.code[pc];
    switch (in.op) {
      case Op::kChar:
      case Op::kNotChar:
      case Op::kAny:
      case Op::kAnyAll:
      case Op::kSet: add_unit(program_, in, out_); return true;
      case Op::kString:
        add_unit(program_, {.op = Op::kChar, .a = program_.literals[in.a]}, out_);
        return true;
      case Op::kAt:
      case Op::kMark: ++pc; break;
      case Op::kJump:
      case Op::kAssert:
      case Op::kAssertNot: pc = in.c; break;
      case Op::kAtomic:
        entered_.push_back(in.c);
        ++pc;
        break;
      case Op::kBranch: return walk_branch(in);
      case Op::kRepeatOne:
      case Op::kMinRepeatOne:
      case Op::kPossessiveOne: return walk_repeat(in, pc + 1, pc + 2);
      case Op::kRepeat: return walk_repeat(in, pc + 1, in.c + 1);
      case Op::kPossessive: entered_.push_back(in.c); return walk_repeat(in, pc + 1, in.c);
      case Op::kMaxUntil:
      case Op::kMinUntil: {
        const uint32_t body = in.c + 1;
        if (!walk(body)) return false;
        ++pc;
        break;
      }
      case Op::kConditional:
        if (!walk(pc + 1)) return false;
        pc = in.c;
        break;
      case Op::kSuccess:
        // The end of a body that the walk began in decides by itself, whatever comes after.
        if (std::find(entered_.begin(), entered_.end(), in.c) == entered_.end()) return false;
        pc = in.c;
        break;
      case Op::kGroupRef: return false;
    }
  }
}

bool FirstSetFinder::walk_repeat(const Instruction& repeat, uint32_t body, uint32_t tail) {
  if (repeat.b != 0 && !walk(body)) return false;
  return (repeat.a != 0 && repeat.b != 0) || walk(tail);
}

bool FirstSetFinder::walk_branch(const Instruction& branch) {
  for (uint32_t i = 0; i < branch.b; ++i) {
    if (!walk(program_.alternatives[branch.a + i].pc)) return false;
  }
  return true;
}

bool is_everything(const FirstSet& set) {
  return set.high && std::all_of(set.low.begin(), set.low.end(), [](bool in) { return in; });
}

bool overlap(const FirstSet& a, const FirstSet& b) {
  if (a.high && b.high) return true;
  for (size_t c = 0; c < a.low.size(); ++c) {
    if (a.low[c] && b.low[c]) return true;
  }
  return false;
}

uint32_t add_first_set(Program* program, uint32_t pc) {
  FirstSet set;
  if (!FirstSetFinder(*program).find(pc, &set) || is_everything(set)) return kNone;
  program->first_sets.push_back(set);
  return static_cast<uint32_t>(program->first_sets.size()) - 1;
}

bool ends_match(const Program& program, uint32_t pc) {
  while (program.code[pc].op == Op::kMark || program.code[pc].op == Op::kJump) {
    pc = program.code[pc].op == Op::kJump ? program.code[pc].c : pc + 1;
  }
  return program.code[pc].op == Op::kSuccess;
}

// A greedy repeat never has to give back a character if what follows cannot start with any of them, or is the
// end: where the whole run does not do, no shorter one does.
void hint_repeat_one(Program* program, uint32_t pc) {
  Instruction& repeat = program->code[pc];
  repeat.c = add_first_set(program, pc + 2);
  if (repeat.op != Op::kRepeatOne) return;
  FirstSet item;
  FirstSetFinder::add_unit(*program, program->code[pc + 1], &item);
  const bool disjoint = repeat.c != kNone && !overlap(item, program->first_sets[repeat.c]);
  if (disjoint || ends_match(*program, pc + 2)) repeat.op = Op::kPossessiveOne;
}

std::u32string literal_prefix(const Program& program) {
  std::u32string prefix;
  for (const Instruction& in : program.code) {
    if (in.op == Op::kChar) {
      prefix.push_back(in.a);
    } else if (in.op == Op::kString) {
      prefix.append(program.literals, in.a, in.b);
    } else if (in.op != Op::kMark) {
      break;
    }
  }
  return prefix;
}

// What the matcher may skip on its way, and where it need not come back to.
void hint_code(Program* program) {
  for (uint32_t pc = 0; pc < program->code.size(); ++pc) {
    const Op op = program->code[pc].op;
    if (op == Op::kRepeatOne || op == Op::kMinRepeatOne || op == Op::kPossessiveOne)
      hint_repeat_one(program, pc);
    if (op == Op::kMaxUntil || op == Op::kMinUntil) {
      program->code[pc].a = add_first_set(program, program->code[pc].c + 1);
      program->code[pc].b = add_first_set(program, pc + 1);
    }
  }
  for (Alternative& alternative : program->alternatives) {
    alternative.first = add_first_set(program, alternative.pc);
  }
}

}  // namespace

void analyze(Program* program) {
  if (!program->shows_traces && program->code.size() <= kCodeMax) hint_code(program);
  program->first = program->min_width > 0 ? add_first_set(program, 0) : kNone;
  program->prefix = literal_prefix(*program);
  program->is_prefix_narrow =
      std::all_of(program->prefix.begin(), program->prefix.end(), [](char32_t c) { return c < 256; });
  program->prefix.resize(std::min(program->prefix.size(), kPrefixMax));
  if (program->is_prefix_narrow)
    program->narrow_prefix.assign(program->prefix.begin(), program->prefix.end());
  const Instruction& first = program->code[0];
  program->is_anchored = first.op == Op::kAt && static_cast<Position>(first.a) == Position::kBeginning;
}

}  // namespace headrace::regex
