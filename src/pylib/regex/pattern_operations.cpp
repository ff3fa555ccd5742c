#include "pylib/regex/pattern_operations.h"

#include <algorithm>

#include "pylib/collections/containers.h"
#include "pylib/errors.h"
#include "pylib/regex/match_object.h"
#include "pylib/regex/operations.h"

namespace headrace::pylib {
namespace {

const PatternObject& pattern_of(const Value& pattern) { return *pattern.as<PatternObject>(); }

regex::Span within(const Bounds& bounds, const regex::Text& text) {
  const auto clamp = [&](int64_t at) {
    return static_cast<uint32_t>(std::clamp<int64_t>(at, 0, text.size()));
  };
  return {clamp(bounds.begin), clamp(bounds.end)};
}

regex::Budget budget_of(const Context& cx) {
  return {.steps = cx.limits.steps, .stack_bytes = cx.limits.bytes};
}

// One use of a matcher, charged to the context.
class Search {
 public:
  Search(Context& cx, const Value& pattern, const Value& string, Bounds bounds = {})
      : cx_(cx),
        pattern_(pattern),
        string_(string),
        subject_(string),
        searched_(within(bounds, subject_.text())),
        matcher_(pattern_of(pattern).program(), subject_.text(), searched_.begin, searched_.end,
                 budget_of(cx)) {}

  regex::Matcher* matcher() { return &matcher_; }
  const regex::Text& text() const { return subject_.text(); }
  uint32_t group_count() const { return pattern_of(pattern_).program().group_count; }
  Value slice(const regex::Span& span) const { return slice_value(string_, subject_.text(), span); }

  // Whether the matcher stayed within its budget, and the evaluation within its own.
  bool settle(regex::Outcome outcome) {
    if (outcome == regex::Outcome::kOutOfSteps) return cx_.charge(UINT64_MAX);
    if (outcome == regex::Outcome::kOutOfMemory) {
      return cx_.fail(Exc::kBudgetError, "a regular expression exceeded its memory budget");
    }
    const uint64_t used = matcher_.steps_used() - charged_;
    charged_ += used;
    return cx_.charge(used);
  }

  bool match_value(Value* out) {
    return make_match(cx_, pattern_, string_, subject_, matcher_, searched_, out);
  }

 private:
  Context& cx_;
  const Value& pattern_;
  const Value& string_;
  Subject subject_;
  regex::Span searched_;
  regex::Matcher matcher_;
  uint64_t charged_ = 0;
};

// What findall gives for one match: the whole, the group, or a tuple of all groups.
Value found_value(const Search& search, const regex::Matcher& found, const Value& empty) {
  const auto group = [&](uint32_t number) {
    const regex::Span span = found.group(number);
    return span.begin == regex::kNone ? empty : search.slice(span);
  };
  if (search.group_count() <= 1) return group(search.group_count());
  TupleObj* tuple = TupleObj::make(search.group_count());
  for (uint32_t i = 0; i < tuple->size; ++i) tuple->items[i] = group(i + 1);
  return Value::adopt(tuple);
}

class FindIterator final : public NativeObject {
 public:
  FindIterator(const Value& pattern, const Value& string, Bounds bounds, const Context& cx)
      : NativeObject(Kind::kIterator),
        pattern_(pattern),
        string_(string),
        subject_(string_),
        searched_(within(bounds, subject_.text())),
        matcher_(pattern_of(pattern_).program(), subject_.text(), searched_.begin, searched_.end,
                 budget_of(cx)) {}

  std::string_view type_name() const override { return "callable_iterator"; }

  Next next(Context& cx, Value* out) override {
    if (is_done_) return Next::kEnd;
    const uint64_t before = matcher_.steps_used();
    const regex::Outcome outcome = matcher_.search();
    is_done_ = outcome != regex::Outcome::kMatch;
    if (outcome == regex::Outcome::kOutOfSteps) return cx.charge(UINT64_MAX), Next::kError;
    if (outcome == regex::Outcome::kOutOfMemory) {
      return cx.fail(Exc::kBudgetError, "a regular expression exceeded its memory budget"), Next::kError;
    }
    if (!cx.charge(1 + matcher_.steps_used() - before)) return Next::kError;
    if (is_done_) return Next::kEnd;
    return make_match(cx, pattern_, string_, subject_, matcher_, searched_, out) ? Next::kItem : Next::kError;
  }

 private:
  Value pattern_;
  Value string_;
  Subject subject_;
  regex::Span searched_;
  regex::Matcher matcher_;
  bool is_done_ = false;
};

}  // namespace

bool check_string(Context& cx, const Value& pattern, const Value& string) {
  if (string.kind() != Kind::kStr && string.kind() != Kind::kBytes) {
    return fail_with(cx, Exc::kTypeError,
                     {"expected string or bytes-like object, got '", type_name(string), "'"});
  }
  if (pattern_of(pattern).is_text() == string.is_str()) return cx.charge(1 + string.str().size() / 64);
  return cx.fail(Exc::kTypeError, string.is_str() ? "cannot use a bytes pattern on a string-like object"
                                                  : "cannot use a string pattern on a bytes-like object");
}

bool match_once(Context& cx, const Value& pattern, const Value& string, Bounds bounds, MatchMode mode,
                Value* out) {
  if (!check_string(cx, pattern, string)) return false;
  Search search(cx, pattern, string, bounds);
  const regex::Outcome outcome = mode == MatchMode::kMatch       ? search.matcher()->match()
                                 : mode == MatchMode::kFullMatch ? search.matcher()->fullmatch()
                                                                 : search.matcher()->search();
  if (!search.settle(outcome)) return false;
  if (outcome == regex::Outcome::kMatch) return search.match_value(out);
  *out = Value();
  return true;
}

bool find_all(Context& cx, const Value& pattern, const Value& string, Bounds bounds, Value* out) {
  if (!check_string(cx, pattern, string)) return false;
  Search search(cx, pattern, string, bounds);
  const Value empty = pattern_of(pattern).text_value("");
  Values items;
  bool is_wrong = false;
  const regex::Outcome outcome = for_each_match(search.matcher(), [&](const regex::Matcher& found) {
    is_wrong = search.group_count() > 0 && found.has_wrong_span();
    return !is_wrong && cx.charge(1 + search.group_count()) &&
           list_append(cx, &items, found_value(search, found, empty));
  });
  if (is_wrong) return fail_with_wrong_span(cx);
  if (outcome == regex::Outcome::kMatch || !search.settle(outcome)) return false;
  *out = make_list(std::move(items));
  return true;
}

bool find_iter(Context& cx, const Value& pattern, const Value& string, Bounds bounds, Value* out) {
  if (!check_string(cx, pattern, string)) return false;
  *out = Value::adopt(new FindIterator(pattern, string, bounds, cx));
  return true;
}

bool split_string(Context& cx, const Value& pattern, const Value& string, int64_t splits_max, Value* out) {
  if (!check_string(cx, pattern, string)) return false;
  if (splits_max < 0) {
    *out = make_list({string});
    return true;
  }
  Search search(cx, pattern, string);
  Values items;
  bool is_wrong = false;
  const regex::Outcome outcome = regex::split(
      search.matcher(), search.group_count(), static_cast<uint64_t>(splits_max),
      [&](const regex::Span& span) {
        const bool is_absent = span.begin == regex::kNone;
        is_wrong = !is_absent && span.begin > span.end;
        return !is_wrong && cx.charge(1) && list_append(cx, &items, is_absent ? Value() : search.slice(span));
      });
  if (is_wrong) return fail_with_wrong_span(cx);
  if (outcome == regex::Outcome::kMatch || !search.settle(outcome)) return false;
  *out = make_list(std::move(items));
  return true;
}

}  // namespace headrace::pylib
