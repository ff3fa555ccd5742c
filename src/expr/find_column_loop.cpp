// Which loops column_loop.h can walk: bodies without loops, calls and choices, but for conditions. Nothing
// that such a body writes is read after its loop but what the last step fills.

#include <algorithm>
#include <optional>

#include "expr/column_loop.h"
#include "pylib/builtins.h"
#include "pylib/type.h"

namespace headrace::expr {
namespace {

using Step = ColumnLoop::Step;
using Place = ColumnLoop::Place;

size_t target_of(size_t at, uint16_t distance) {
  return static_cast<size_t>(static_cast<ptrdiff_t>(at) + 1 + static_cast<int16_t>(distance));
}

class Finder {
 public:
  Finder(const Code& code, size_t at) : code_(code), at_(at), columns_(code.frame_size()) {}

  // Columns, Jump to the step, the body, the step.
  std::optional<ColumnLoop> find() {
    const auto& all = code_.instructions;
    if (at_ + 1 >= all.size() || all[at_ + 1].op != Op::kJump) return std::nullopt;
    size_t body = at_ + 2;
    end_ = target_of(at_ + 1, all[at_ + 1].a);
    if (end_ <= body || end_ >= all.size()) return std::nullopt;
    const Instruction& next = all[end_];
    if (next.op != Op::kForIter && next.op != Op::kForPair) return std::nullopt;
    if (target_of(end_, next.c) != body) return std::nullopt;
    loop_.walk = next.b;
    loop_.pairs = next.op == Op::kForPair;
    columns_[next.a] = loop_.columns++;
    if (loop_.pairs) columns_[next.a + size_t{1}] = loop_.columns++;
    // enumerate() begins its turns by counting
    if (const Instruction& first = all[body]; counts(first)) {
      loop_.counter = first.a;
      columns_[first.a] = loop_.columns++;
      ++body;
    }
    for (size_t i = body; i < end_; ++i) {
      if (!take(i)) return std::nullopt;
      if (done_) return i + 1 == end_ ? std::optional(loop_) : std::nullopt;
    }
    return std::nullopt;
  }

 private:
  bool counts(const Instruction& in) const {
    if (at_ == 0 || in.op != Op::kAdd || in.a != in.b || columns_[in.a] || in.c < code_.registers)
      return false;
    const Instruction& before = code_.instructions[at_ - 1];
    const Value& by = code_.constants[in.c - code_.registers];
    return before.op == Op::kMove && before.a == in.a && by.is_small_int() && by.as_int() == 1;
  }

  Place place(uint16_t reg) const {
    const std::optional<uint16_t>& column = columns_[reg];
    return column ? Place{*column, true} : Place{reg, false};
  }

  // A result that goes over columns, or a register's that is the same at each turn.
  bool give(const Instruction& in, Place left, Place right) {
    const bool is_column = left.is_column || right.is_column;
    if (is_column && loop_.columns == kColumnsMax) return false;
    const uint16_t to = is_column ? loop_.columns++ : in.a;
    columns_[in.a] = is_column ? std::optional(to) : std::nullopt;
    loop_.steps.push_back({in.op, to, left, right});
    return true;
  }

  bool end(const Instruction& in, uint16_t left, uint16_t right) {
    done_ = true;
    loop_.steps.push_back({in.op, in.a, place(left), place(right)});
    return !place(in.a).is_column;
  }

  bool take(size_t i) {
    const Instruction& in = code_.instructions[i];
    switch (in.op) {
      case Op::kMove:
        // What `:=` assigns to stands before the loop's own registers.
        if (in.a <= loop_.walk + 1) return false;
        if (!place(in.b).is_column) return give(in, place(in.b), place(in.b));
        columns_[in.a] = columns_[in.b];
        return true;
      case Op::kLoadSlot:
      case Op::kLoadRecord:
        columns_[in.a].reset();
        loop_.steps.push_back({in.op, in.a, {in.b, false}, {in.c, false}});
        return true;
      case Op::kWrapRecord: return !place(in.b).is_column && give(in, place(in.b), place(in.b));
      case Op::kRecordItem:
      case Op::kGetItem:
        return !place(in.b).is_column && !place(in.c).is_column && give(in, place(in.b), place(in.c));
      case Op::kNot: return place(in.b).is_column && give(in, place(in.b), place(in.b));
      case Op::kCallNative: {
        const CallSite& site = code_.calls[in.c];
        if (site.positional != 1 || !site.keywords.empty() || !place(in.b).is_column) return false;
        if (site.native == pylib::builtin_abs) return give(in, place(in.b), place(in.b));
        static const Value int_type = pylib::int_type();
        if (!site.callee.identical(int_type)) return false;
        // There is no instruction for int(): kPos stands for it.
        return give({Op::kPos, in.a, in.b}, place(in.b), place(in.b));
      }
      case Op::kJumpIfFalse:
      case Op::kJumpIfTrue: return jump(i);
      case Op::kListAppend:
      case Op::kSum:
      case Op::kKeepLess:
      case Op::kKeepGreater: return end(in, in.b, in.b);
      case Op::kDictPut: return end(in, in.b, in.c);
      default: return (is_arithmetic(in.op) || compares_values(in.op)) && give(in, place(in.b), place(in.c));
    }
  }

  // On to the next item, or, as the last instruction, out of the loop: any() and all().
  bool jump(size_t i) {
    const Instruction& in = code_.instructions[i];
    if (!place(in.a).is_column) return false;
    size_t target = target_of(i, in.b);
    // `a and b` jumps to where the truth of what it gave is asked again.
    while (in.op == Op::kJumpIfFalse && target > i && target < end_) {
      const Instruction& other = code_.instructions[target];
      if (other.op != Op::kJumpIfFalse || other.a != in.a) return false;
      target = target_of(target, other.b);
    }
    if (target < end_ || (target > end_ && i + 1 != end_)) return false;
    done_ = target > end_;
    loop_.steps.push_back({in.op, 0, place(in.a), place(in.a)});
    return true;
  }

  const Code& code_;
  const size_t at_;
  size_t end_ = 0;
  bool done_ = false;
  std::vector<std::optional<uint16_t>> columns_;  // by register
  ColumnLoop loop_;
};

}  // namespace

void find_column_loops(Code* code) {
  code->column_loops.clear();
  for (size_t i = 0; i < code->instructions.size(); ++i) {
    Instruction& in = code->instructions[i];
    if (in.op != Op::kColumns) continue;
    auto loop = Finder(*code, i).find();
    if (loop && code->column_loops.size() < UINT16_MAX) {
      in.a = static_cast<uint16_t>(code->column_loops.size());
      code->column_loops.push_back(*std::move(loop));
    } else {
      in = {Op::kJump, 0, 0, 0};  // to the next instruction
    }
  }
}

}  // namespace headrace::expr
