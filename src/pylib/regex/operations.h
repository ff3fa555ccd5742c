// What the module's functions do with the matches of a text: find all, split, replace.
//
// Matches do not overlap; an empty one is not taken where the one before, if empty too, has ended. Anything
// but kNoMatch as result is a budget used up.
#pragma once

#include "pylib/regex/matcher.h"

namespace headrace::regex {

// Calls visit(matcher) at each match; it gives false to stop, which gives kMatch.
template <typename Visit>
Outcome for_each_match(Matcher* matcher, Visit visit) {
  for (;;) {
    const Outcome outcome = matcher->search();
    if (outcome != Outcome::kMatch) return outcome;
    if (!visit(*matcher)) return Outcome::kMatch;
  }
}

// Calls piece(span) for each part of re.split's result: what lies between matches, and all groups of each. A
// span without begin is None. It gives false to stop, which gives kMatch. `splits_max` 0: no limit.
template <typename Piece>
Outcome split(Matcher* matcher, uint32_t group_count, uint64_t splits_max, Piece piece) {
  uint32_t last = matcher->position();
  for (uint64_t splits = 0; splits_max == 0 || splits < splits_max; ++splits) {
    const Outcome outcome = matcher->search();
    if (outcome == Outcome::kNoMatch) break;
    if (outcome != Outcome::kMatch) return outcome;
    if (!piece(Span{last, matcher->group(0).begin})) return Outcome::kMatch;
    for (uint32_t group = 1; group <= group_count; ++group) {
      if (!piece(matcher->group(group))) return Outcome::kMatch;
    }
    last = matcher->group(0).end;
  }
  return piece(Span{last, matcher->end()}) ? Outcome::kNoMatch : Outcome::kMatch;
}

// Calls keep(span) for the text that stays and replace(matcher) for each match, in order; replace gives false
// to stop, which gives kMatch. `count_max` 0: no limit. *count is the number of replacements.
template <typename Keep, typename Replace>
Outcome substitute(Matcher* matcher, uint64_t count_max, uint64_t* count, Keep keep, Replace replace) {
  uint32_t last = matcher->position();
  for (*count = 0; count_max == 0 || *count < count_max; ++*count) {
    const Outcome outcome = matcher->search();
    if (outcome == Outcome::kNoMatch) break;
    if (outcome != Outcome::kMatch) return outcome;
    const Span whole = matcher->group(0);
    if (last < whole.begin) keep(Span{last, whole.begin});
    if (!replace(*matcher)) return Outcome::kMatch;
    last = whole.end;
  }
  if (last < matcher->end()) keep(Span{last, matcher->end()});
  return Outcome::kNoMatch;
}

}  // namespace headrace::regex
