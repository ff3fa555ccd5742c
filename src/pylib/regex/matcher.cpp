#include "pylib/regex/matcher.h"

#include <algorithm>
#include <string_view>

#include "pylib/regex/run.h"

namespace headrace::regex {
namespace {

// One for each thread: a run never calls out, so none begins within another.
thread_local BacktrackStack stack_of_thread;

}  // namespace

Matcher::Matcher(const Program& program, const Text& text, uint32_t begin, uint32_t end, Budget budget)
    : program_(program),
      text_(text),
      budget_(budget),
      start_(std::min(begin, text.size())),
      end_(std::min(end, text.size())),
      marks_(2 * size_t{program.group_count}) {}

Outcome Matcher::match() { return attempt(false); }
Outcome Matcher::fullmatch() { return attempt(true); }

Outcome Matcher::attempt(bool whole) {
  const auto attempt_in = [&](const auto* text) {
    Run run(this, &stack_of_thread, text);
    const Outcome outcome = run(start_, whole, false);
    stack_of_thread.clear();
    if (outcome == Outcome::kMatch) found(start_, run.end_of_match());
    return outcome;
  };
  const Outcome outcome = text_.is_wide() ? attempt_in(text_.wide()) : attempt_in(text_.narrow());
  stack_of_thread.trim();
  return outcome;
}

Outcome Matcher::search() {
  if (start_ > end_) return Outcome::kNoMatch;
  const Outcome outcome = text_.is_wide() ? search_in(text_.wide()) : search_in(text_.narrow());
  stack_of_thread.trim();
  return outcome;
}

template <typename Char>
Outcome Matcher::search_in(const Char* text) {
  for (uint32_t from = start_;; ++from) {
    from = next_candidate(text, from);
    if (from > end_ || end_ - from < program_.min_width) return Outcome::kNoMatch;
    if (++steps_ > budget_.steps) return Outcome::kOutOfSteps;
    Run run(this, &stack_of_thread, text);
    const Outcome outcome = run(from, false, must_advance_ && from == start_);
    stack_of_thread.clear();
    if (outcome == Outcome::kMatch) found(from, run.end_of_match());
    if (outcome != Outcome::kNoMatch || program_.is_anchored) return outcome;
  }
}

// Where a match may begin, from `from` on; kNone: nowhere.
template <typename Char>
uint32_t Matcher::next_candidate(const Char* text, uint32_t from) const {
  if (from > end_) return kNone;
  const auto first_where = [&](auto is_candidate) {
    const Char* found = std::find_if(text + from, text + end_, is_candidate);
    return found == text + end_ ? kNone : static_cast<uint32_t>(found - text);
  };
  if (program_.search_set != kNone) {
    const Charset& set = program_.sets[program_.search_set];
    return first_where([&](Char c) { return set.matches(c); });
  }
  if (program_.prefix.empty()) {
    if (program_.first == kNone) return from;
    const FirstSet& first = program_.first_sets[program_.first];
    return first_where([&](Char c) { return first.contains(c); });
  }
  size_t found;
  if constexpr (sizeof(Char) == 1) {
    const std::string_view all(reinterpret_cast<const char*>(text), end_);
    found = program_.is_prefix_narrow ? all.find(program_.narrow_prefix, from) : std::string_view::npos;
  } else {
    found = std::u32string_view(text, end_).find(program_.prefix, from);
  }
  return found == std::string_view::npos ? kNone : static_cast<uint32_t>(found);
}

void Matcher::found(uint32_t begin, uint32_t end) {
  whole_ = {begin, end};
  must_advance_ = begin == end;
  start_ = end;
}

Span Matcher::group(uint32_t number) const {
  if (number == 0) return whole_;
  const uint32_t mark = 2 * (number - 1);
  if (static_cast<int32_t>(mark) + 1 > last_mark_) return {};
  const Span span{marks_[mark], marks_[mark + 1]};
  return span.begin == kNone || span.end == kNone ? Span() : span;
}

bool Matcher::has_wrong_span() const {
  for (uint32_t number = 1; number <= program_.group_count; ++number) {
    const Span span = group(number);
    if (span.begin != kNone && span.begin > span.end) return true;
  }
  return false;
}

}  // namespace headrace::regex
