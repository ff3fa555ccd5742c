// One attempt to match at one position: a backtracking interpreter of the program.
//
// Captures are restored where CPython's engine restores them and nowhere else, which shows in what a group
// holds after a turn of a repeat was taken back:
//   - a mark is written without remembering its old value, and last_mark_ is the highest that counts;
//   - a choice brings back last_mark_, and the marks up to it only inside a repeat;
//   - a greedy repeat's turn always brings back both.
#pragma once

#include <algorithm>
#include <cstring>

#include "pylib/regex/backtrack_stack.h"
#include "pylib/regex/matcher.h"

namespace headrace::regex {

template <typename Char>
class Run {
 public:
  Run(Matcher* matcher, BacktrackStack* stack, const Char* text)
      : matcher_(*matcher),
        program_(matcher->program_),
        code_(program_.code.data()),
        stack_(*stack),
        text_(text),
        end_(matcher->end_) {}

  // `whole`: up to the end only. `must_advance`: not the empty match.
  Outcome operator()(uint32_t start, bool whole, bool must_advance);
  uint32_t end_of_match() const { return at_; }

 private:
  using Kind = Frame::Kind;

  bool step(const Instruction& in);
  bool take(bool matched) {
    if (!matched) return false;
    ++at_;
    ++pc_;
    return true;
  }
  bool at_end() const { return at_ >= end_; }

  bool match_string(const Instruction& in);
  bool match_position(Position position) const;
  bool is_boundary(bool unicode, bool wanted) const;
  void set_mark(uint32_t mark);
  bool branch(const Instruction& in);
  uint32_t next_alternative(const Instruction& in, uint32_t from, uint32_t at) const;
  bool repeat_one(const Instruction& in);
  bool min_repeat_one(const Instruction& in);
  bool possessive_one(const Instruction& in);
  bool begin_repeat(const Instruction& in);
  bool max_until(const Instruction& in);
  bool min_until(const Instruction& in);
  bool another_turn(const Repeat& repeat, uint32_t last_at);
  bool possessive_turn(uint32_t pc, uint32_t turns, uint32_t last_at);
  bool enter_body(Kind kind, uint32_t back, bool has_marks);
  bool leave_body();
  bool group_ref(const Instruction& in);
  bool group_of(uint32_t mark, uint32_t* begin, uint32_t* end) const;

  // The unit's run from `at`, of at most `max` characters.
  uint32_t run_end(const Instruction& unit, uint32_t at, uint32_t max) const;
  bool unit_matches(const Instruction& unit, Char c) const;
  // Whether what has this first set can begin at `at`.
  bool may_begin(uint32_t first, uint32_t at) const {
    return first == kNone || (at < end_ && program_.first_sets[first].contains(text_[at]));
  }
  // The last position from `at` down to `low` where the tail may begin; kNone: nowhere.
  uint32_t back_to_tail(uint32_t first, uint32_t at, uint32_t low) const;
  // Goes on to where the tail may begin, passing over no more than the unit matches, up to `high`.
  bool on_to_tail(const Instruction& in, uint32_t high);

  bool push(Kind kind, uint32_t extra, bool has_marks);
  void pop(const Frame& frame);
  void restore(const Frame& frame);
  // Resumes the newest place that has something left; false: there is none, or a budget is used up.
  bool backtrack();
  bool resume(Frame& frame);
  bool resume_branch(Frame& frame);
  bool resume_repeat_one(Frame& frame);
  bool resume_min_repeat_one(Frame& frame);
  bool resume_min_until(const Frame& frame);

  bool charge(uint64_t steps) {
    matcher_.steps_ += steps;
    return matcher_.steps_ <= matcher_.budget_.steps || stop(Outcome::kOutOfSteps);
  }
  bool stop(Outcome outcome) {
    outcome_ = outcome;
    return false;
  }

  Matcher& matcher_;
  const Program& program_;
  const Instruction* code_;
  BacktrackStack& stack_;
  const Char* text_;
  const uint32_t end_;

  uint32_t pc_ = 0;
  uint32_t at_ = 0;
  uint32_t repeat_ = kNone;  // the innermost repeat, in stack_.repeats
  uint32_t body_ = kNone;    // the innermost body's frame, in stack_.frames
  Outcome outcome_ = Outcome::kNoMatch;
};

template <typename Char>
Outcome Run<Char>::operator()(uint32_t start, bool whole, bool must_advance) {
  at_ = start;
  matcher_.last_mark_ = -1;
  matcher_.last_group_ = 0;
  for (;;) {
    const Instruction& in = code_[pc_];
    bool goes_on;
    if (in.op != Op::kSuccess) {
      goes_on = step(in);
    } else if (body_ != kNone) {
      goes_on = leave_body();
    } else {
      goes_on = false;
      if ((!whole || at_ == end_) && !(must_advance && at_ == start)) return Outcome::kMatch;
    }
    if (!goes_on && !backtrack()) return outcome_;
  }
}

template <typename Char>
inline bool Run<Char>::step(const Instruction& in) {
  switch (in.op) {
    case Op::kChar: return take(!at_end() && text_[at_] == in.a);
    case Op::kNotChar: return take(!at_end() && text_[at_] != in.a);
    case Op::kAny: return take(!at_end() && text_[at_] != '\n');
    case Op::kAnyAll: return take(!at_end());
    case Op::kSet: return take(!at_end() && program_.sets[in.a].matches(text_[at_]));
    case Op::kString: return match_string(in);
    case Op::kAt: ++pc_; return match_position(static_cast<Position>(in.a));
    case Op::kMark:
      set_mark(in.a);
      ++pc_;
      return true;
    case Op::kJump: pc_ = in.c; return true;
    case Op::kBranch: return branch(in);
    case Op::kRepeatOne: return repeat_one(in);
    case Op::kMinRepeatOne: return min_repeat_one(in);
    case Op::kPossessiveOne: return possessive_one(in);
    case Op::kRepeat: return begin_repeat(in);
    case Op::kMaxUntil: return max_until(in);
    case Op::kMinUntil: return min_until(in);
    case Op::kPossessive: return possessive_turn(pc_, 0, kNone);
    case Op::kAtomic: return enter_body(Kind::kAtomic, 0, false);
    case Op::kAssert: return at_ >= in.a && enter_body(Kind::kAssert, in.a, false);
    case Op::kAssertNot:
      if (at_ >= in.a) return enter_body(Kind::kAssertNot, in.a, repeat_ != kNone);
      pc_ = in.c;
      return true;
    case Op::kGroupRef: return group_ref(in);
    case Op::kConditional: {
      uint32_t begin, end;
      pc_ = group_of(in.a, &begin, &end) ? pc_ + 1 : in.c;
      return true;
    }
    case Op::kSuccess: break;
  }
  return false;
}

template <typename Char>
bool Run<Char>::match_string(const Instruction& in) {
  if (at_ > end_ || end_ - at_ < in.b) return false;
  const char32_t* wanted = program_.literals.data() + in.a;
  uint32_t same = 0;
  while (same < in.b && text_[at_ + same] == wanted[same]) ++same;
  if ((same >= 64 && !charge(same / 8)) || same < in.b) return false;
  at_ += in.b;
  ++pc_;
  return true;
}

template <typename Char>
bool Run<Char>::match_position(Position position) const {
  const auto is_newline = [this](uint32_t at) { return text_[at] == '\n'; };
  switch (position) {
    case Position::kBeginning: return at_ == 0;
    case Position::kBeginningLine: return at_ == 0 || is_newline(at_ - 1);
    case Position::kEnd: return at_ == end_ || (at_ + 1 == end_ && is_newline(at_));
    // The search may begin behind its end; CPython looks at the character there all the same.
    case Position::kEndLine: return at_ == end_ || (at_ < matcher_.text_.size() && is_newline(at_));
    case Position::kEndString: return at_ == end_;
    case Position::kBoundary: return is_boundary(false, true);
    case Position::kNotBoundary: return is_boundary(false, false);
    case Position::kUnicodeBoundary: return is_boundary(true, true);
    case Position::kNotUnicodeBoundary: return is_boundary(true, false);
  }
  return false;
}

// In an empty text there is no place that is a boundary, and none that is not.
template <typename Char>
bool Run<Char>::is_boundary(bool unicode, bool wanted) const {
  if (end_ == 0) return false;
  const bool before = at_ > 0 && is_word(unicode, text_[at_ - 1]);
  const bool after = at_ < end_ && is_word(unicode, text_[at_]);
  return (before != after) == wanted;
}

template <typename Char>
void Run<Char>::set_mark(uint32_t mark) {
  if ((mark & 1) != 0) matcher_.last_group_ = mark / 2 + 1;
  const auto number = static_cast<int32_t>(mark);
  if (number > matcher_.last_mark_) {
    for (int32_t between = matcher_.last_mark_ + 1; between < number; ++between) {
      matcher_.marks_[static_cast<size_t>(between)] = kNone;
    }
    matcher_.last_mark_ = number;
  }
  matcher_.marks_[mark] = at_;
}

template <typename Char>
uint32_t Run<Char>::next_alternative(const Instruction& in, uint32_t from, uint32_t at) const {
  const Alternative* alternatives = program_.alternatives.data() + in.a;
  while (from < in.b && !may_begin(alternatives[from].first, at)) ++from;
  return from;
}

template <typename Char>
bool Run<Char>::branch(const Instruction& in) {
  const uint32_t chosen = next_alternative(in, 0, at_);
  if (chosen == in.b) return false;
  const uint32_t other = next_alternative(in, chosen + 1, at_);
  if ((other < in.b || program_.shows_traces) && !push(Kind::kBranch, other, repeat_ != kNone)) return false;
  pc_ = program_.alternatives[in.a + chosen].pc;
  return true;
}

template <typename Char>
bool Run<Char>::resume_branch(Frame& frame) {
  restore(frame);
  const Instruction& in = code_[frame.pc];
  const uint32_t chosen = frame.extra;
  if (chosen >= in.b) {
    pop(frame);
    return false;
  }
  pc_ = program_.alternatives[in.a + chosen].pc;
  frame.extra = next_alternative(in, chosen + 1, at_);
  if (frame.extra == in.b && !program_.shows_traces) pop(frame);
  return true;
}

template <typename Char>
inline bool Run<Char>::unit_matches(const Instruction& unit, Char c) const {
  switch (unit.op) {
    case Op::kChar: return c == unit.a;
    case Op::kNotChar: return c != unit.a;
    case Op::kAny: return c != '\n';
    case Op::kSet: return program_.sets[unit.a].matches(c);
    default: return true;
  }
}

template <typename Char>
uint32_t Run<Char>::run_end(const Instruction& unit, uint32_t at, uint32_t max) const {
  const uint32_t limit = max < end_ - at ? at + max : end_;
  const Char* const begin = text_ + at;
  const Char* const end = text_ + limit;
  const Char* stop = begin;
  switch (unit.op) {
    case Op::kAnyAll: return limit;
    case Op::kAny:
      if constexpr (sizeof(Char) == 1) {
        const void* newline = std::memchr(begin, '\n', limit - at);
        return newline == nullptr ? limit : static_cast<uint32_t>(static_cast<const Char*>(newline) - text_);
      }
      stop = std::find(begin, end, Char('\n'));
      break;
    case Op::kChar: stop = std::find_if(begin, end, [&](Char c) { return c != unit.a; }); break;
    case Op::kNotChar: stop = std::find_if(begin, end, [&](Char c) { return c == unit.a; }); break;
    default: {
      const Charset& set = program_.sets[unit.a];
      stop = std::find_if(begin, end, [&](Char c) { return !set.matches(c); });
    }
  }
  return static_cast<uint32_t>(stop - text_);
}

template <typename Char>
uint32_t Run<Char>::back_to_tail(uint32_t first, uint32_t at, uint32_t low) const {
  while (!may_begin(first, at)) {
    if (at == low) return kNone;
    --at;
  }
  return at;
}

template <typename Char>
bool Run<Char>::repeat_one(const Instruction& in) {
  if (at_ > end_ || end_ - at_ < in.a) return false;
  const uint32_t longest = run_end(code_[pc_ + 1], at_, in.b);
  if (!charge((longest - at_) / 8) || longest - at_ < in.a) return false;
  const uint32_t shortest = at_ + in.a;
  at_ = back_to_tail(in.c, longest, shortest);
  if (at_ == kNone) return false;
  if ((at_ > shortest || program_.shows_traces) && !push(Kind::kRepeatOne, shortest, repeat_ != kNone)) {
    return false;
  }
  pc_ += 2;
  return true;
}

template <typename Char>
bool Run<Char>::resume_repeat_one(Frame& frame) {
  restore(frame);
  const uint32_t first = code_[frame.pc].c;
  at_ = frame.at == frame.extra ? kNone : back_to_tail(first, frame.at - 1, frame.extra);
  if (at_ == kNone) {
    pop(frame);
    return false;
  }
  pc_ = frame.pc + 2;
  frame.at = at_;
  if (at_ == frame.extra && !program_.shows_traces) pop(frame);
  return true;
}

template <typename Char>
bool Run<Char>::possessive_one(const Instruction& in) {
  if (at_ > end_ || end_ - at_ < in.a) return false;
  const uint32_t longest = run_end(code_[pc_ + 1], at_, in.b);
  if (!charge((longest - at_) / 8) || longest - at_ < in.a) return false;
  at_ = longest;
  pc_ += 2;
  return may_begin(in.c, at_);
}

template <typename Char>
bool Run<Char>::on_to_tail(const Instruction& in, uint32_t high) {
  const Instruction& unit = (&in)[1];
  uint32_t at = at_;
  bool found;
  while (!(found = may_begin(in.c, at)) && at < high && unit_matches(unit, text_[at])) ++at;
  const uint32_t passed = at - at_;
  at_ = at;
  return charge(passed / 8) && found;
}

template <typename Char>
bool Run<Char>::min_repeat_one(const Instruction& in) {
  if (at_ > end_ || end_ - at_ < in.a) return false;
  const uint32_t shortest = at_ + in.a;
  const uint32_t longest = in.b < end_ - at_ ? at_ + in.b : end_;
  if (in.a > 0) {
    const uint32_t end = run_end(code_[pc_ + 1], at_, in.a);
    if (!charge((end - at_) / 8) || end != shortest) return false;
    at_ = shortest;
  }
  if (!on_to_tail(in, longest) || !push(Kind::kMinRepeatOne, longest, repeat_ != kNone)) return false;
  pc_ += 2;
  return true;
}

template <typename Char>
bool Run<Char>::resume_min_repeat_one(Frame& frame) {
  restore(frame);
  const bool goes_on = at_ < frame.extra && unit_matches(code_[frame.pc + 1], text_[at_++]) &&
                       on_to_tail(code_[frame.pc], frame.extra);
  if (!goes_on) {
    pop(frame);
    return false;
  }
  frame.at = at_;
  pc_ = frame.pc + 2;
  return true;
}

template <typename Char>
bool Run<Char>::begin_repeat(const Instruction& in) {
  stack_.repeats.push_back(Repeat{pc_, repeat_, 0, kNone});
  repeat_ = static_cast<uint32_t>(stack_.repeats.size()) - 1;
  pc_ = in.c;
  return true;
}

template <typename Char>
bool Run<Char>::another_turn(const Repeat& repeat, uint32_t last_at) {
  const Repeat next{repeat.pc, repeat.outer, repeat.turns + 1, last_at};
  pc_ = next.pc + 1;
  stack_.repeats.push_back(next);
  repeat_ = static_cast<uint32_t>(stack_.repeats.size()) - 1;
  if (stack_.bytes() > matcher_.budget_.stack_bytes) return stop(Outcome::kOutOfMemory);
  return charge(1);
}

template <typename Char>
bool Run<Char>::max_until(const Instruction& in) {
  const Repeat repeat = stack_.repeats[repeat_];
  const Instruction& opening = code_[repeat.pc];
  if (repeat.turns < opening.a) return another_turn(repeat, repeat.last_at);
  const bool may_turn = repeat.turns < opening.b || opening.b == kRepeatForever;
  if (may_turn && at_ != repeat.last_at && may_begin(in.a, at_)) {
    const bool tail_may_begin = program_.shows_traces || may_begin(in.b, at_);
    if (tail_may_begin && !push(Kind::kMaxUntil, 0, true)) return false;
    return another_turn(repeat, at_);
  }
  repeat_ = repeat.outer;
  ++pc_;
  return true;
}

template <typename Char>
bool Run<Char>::min_until(const Instruction& in) {
  const Repeat repeat = stack_.repeats[repeat_];
  if (repeat.turns < code_[repeat.pc].a) return another_turn(repeat, repeat.last_at);
  if (!push(Kind::kMinUntil, 0, repeat.outer != kNone)) return false;
  if (!program_.shows_traces && !may_begin(in.b, at_)) return false;
  repeat_ = repeat.outer;
  ++pc_;
  return true;
}

template <typename Char>
bool Run<Char>::resume_min_until(const Frame& frame) {
  restore(frame);
  pop(frame);
  const Repeat repeat = stack_.repeats[repeat_];
  const uint32_t max = code_[repeat.pc].b;
  if ((repeat.turns >= max && max != kRepeatForever) || at_ == repeat.last_at) return false;
  return another_turn(repeat, at_);
}

// The body is matched for itself, once for each turn; only whole turns that fail are taken back.
template <typename Char>
bool Run<Char>::possessive_turn(uint32_t pc, uint32_t turns, uint32_t last_at) {
  const Instruction& in = code_[pc];
  const bool is_required = turns < in.a;
  const bool may_turn = (turns < in.b || in.b == kRepeatForever) && at_ != last_at;
  pc_ = pc;
  if (is_required || may_turn) {
    if (!enter_body(Kind::kPossessive, 0, !is_required)) return false;
    stack_.frames.back().turns = turns;
    return charge(1);
  }
  pc_ = in.c;
  return true;
}

template <typename Char>
bool Run<Char>::enter_body(Kind kind, uint32_t back, bool has_marks) {
  if (!push(kind, body_, has_marks)) return false;
  body_ = static_cast<uint32_t>(stack_.frames.size()) - 1;
  at_ -= back;
  ++pc_;
  return true;
}

// The innermost body has matched: what it could still try is dropped.
template <typename Char>
bool Run<Char>::leave_body() {
  const Frame frame = stack_.frames[body_];
  stack_.frames.resize(body_ + 1, frame);
  repeat_ = frame.repeat;
  pop(frame);
  pc_ = code_[frame.pc].c;
  switch (frame.kind) {
    case Kind::kAssert: at_ = frame.at; return true;
    case Kind::kAtomic: return true;
    case Kind::kPossessive: {
      const bool was_required = frame.turns < code_[frame.pc].a;
      return possessive_turn(frame.pc, frame.turns + 1, was_required ? kNone : frame.at);
    }
    default: return false;  // kAssertNot
  }
}

template <typename Char>
bool Run<Char>::group_of(uint32_t mark, uint32_t* begin, uint32_t* end) const {
  if (static_cast<int32_t>(mark) >= matcher_.last_mark_) return false;
  *begin = matcher_.marks_[mark];
  *end = matcher_.marks_[mark + 1];
  return *begin != kNone && *end != kNone && *begin <= *end;
}

template <typename Char>
bool Run<Char>::group_ref(const Instruction& in) {
  uint32_t begin, end;
  if (!group_of(in.a, &begin, &end) || !charge((end - begin) / 8)) return false;
  const auto how = static_cast<Fold>(in.b);
  for (; begin < end; ++begin, ++at_) {
    if (at_end()) return false;
    const Char a = text_[at_], b = text_[begin];
    if (a != b && (how == Fold::kNone || fold(how, a) != fold(how, b))) return false;
  }
  ++pc_;
  return true;
}

template <typename Char>
bool Run<Char>::push(Kind kind, uint32_t extra, bool has_marks) {
  const auto marks_begin = static_cast<uint32_t>(stack_.marks.size());
  if (has_marks && matcher_.last_mark_ >= 0) {
    const auto first = matcher_.marks_.begin();
    stack_.marks.insert(stack_.marks.end(), first, first + (matcher_.last_mark_ + 1));
  }
  stack_.frames.push_back(Frame{.kind = kind,
                                .has_marks = has_marks,
                                .pc = pc_,
                                .at = at_,
                                .extra = extra,
                                .turns = 0,
                                .repeat = repeat_,
                                .last_mark = matcher_.last_mark_,
                                .last_group = matcher_.last_group_,
                                .marks_begin = marks_begin,
                                .repeats_count = static_cast<uint32_t>(stack_.repeats.size())});
  return stack_.bytes() <= matcher_.budget_.stack_bytes || stop(Outcome::kOutOfMemory);
}

// Takes the newest frame off the stack; the reference is void afterwards.
template <typename Char>
void Run<Char>::pop(const Frame& frame) {
  if (frame.kind >= Kind::kAssert) body_ = frame.extra;
  stack_.marks.resize(frame.marks_begin);
  stack_.repeats.resize(frame.repeats_count);
  stack_.frames.pop_back();
}

template <typename Char>
void Run<Char>::restore(const Frame& frame) {
  at_ = frame.at;
  repeat_ = frame.repeat;
  matcher_.last_mark_ = frame.last_mark;
  matcher_.last_group_ = frame.last_group;
  stack_.repeats.resize(frame.repeats_count);
  if (!frame.has_marks) return;
  const auto saved = stack_.marks.begin() + frame.marks_begin;
  std::copy(saved, saved + (frame.last_mark + 1), matcher_.marks_.begin());
}

template <typename Char>
bool Run<Char>::backtrack() {
  while (outcome_ == Outcome::kNoMatch && !stack_.frames.empty()) {
    if (!charge(1)) return false;
    if (resume(stack_.frames.back())) return true;
  }
  return false;
}

template <typename Char>
bool Run<Char>::resume(Frame& frame) {
  switch (frame.kind) {
    case Kind::kBranch: return resume_branch(frame);
    case Kind::kRepeatOne: return resume_repeat_one(frame);
    case Kind::kMinRepeatOne: return resume_min_repeat_one(frame);
    case Kind::kMinUntil: return resume_min_until(Frame(frame));
    case Kind::kMaxUntil:
      restore(frame);
      pc_ = frame.pc + 1;
      repeat_ = stack_.repeats[frame.repeat].outer;
      pop(frame);
      return true;
    case Kind::kAssert:
    case Kind::kAtomic: pop(frame); return false;
    case Kind::kAssertNot:
    case Kind::kPossessive: {
      const bool goes_on = frame.has_marks || frame.kind == Kind::kAssertNot;
      if (goes_on) {
        restore(frame);
        pc_ = code_[frame.pc].c;
      }
      pop(frame);
      return goes_on;
    }
  }
  return false;
}

}  // namespace headrace::regex
