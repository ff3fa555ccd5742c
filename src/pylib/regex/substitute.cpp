// sub, subn and Match.expand.
#include "pylib/collections/introspection.h"
#include "pylib/errors.h"
#include "pylib/regex/match_object.h"
#include "pylib/regex/operations.h"
#include "pylib/regex/pattern_operations.h"
#include "pylib/regex/replacement.h"

namespace headrace::pylib {
namespace {

bool is_text_or_bytes(const Value& value) {
  return value.kind() == Kind::kStr || value.kind() == Kind::kBytes;
}

bool fail_with_wrong_item(Context& cx, size_t index, bool is_text, const Value& item) {
  const std::string at = std::to_string(index);
  return is_text ? fail_with(cx, Exc::kTypeError,
                             {"sequence item ", at, ": expected str instance, ", type_name(item), " found"})
                 : fail_with(
                       cx, Exc::kTypeError,
                       {"sequence item ", at, ": expected a bytes-like object, ", type_name(item), " found"});
}

bool parse_replacement(Context& cx, const PatternObject& pattern, const Value& source,
                       regex::Replacement* replacement) {
  if (!is_text_or_bytes(source)) {
    return fail_with(cx, Exc::kTypeError,
                     {"decoding to str: need a bytes-like object, ", type_name(source), " found"});
  }
  regex::CompileError error;
  if (replacement->parse(source.str(), source.is_str(), pattern.program(), &error)) return true;
  return fail_with_regex_error(cx, error, source);
}

// The pieces of the result, joined as they come. A piece of the wrong type is an error only at the end, as in
// CPython, where joining comes last.
class Joiner {
 public:
  Joiner(Context& cx, bool is_text) : cx_(cx), is_text_(is_text) {}

  std::string* text() { return &text_; }
  void count_piece() { ++pieces_; }
  void add(const Value& piece) {
    if (piece.kind() == (is_text_ ? Kind::kStr : Kind::kBytes)) {
      text_ += piece.str();
    } else if (wrong_.is_none()) {
      wrong_ = piece;
      wrong_index_ = pieces_;
    }
    ++pieces_;
  }
  bool fits() { return text_.size() <= cx_.limits.bytes || cx_.charge_bytes(text_.size()); }

  bool join(Value* out) {
    if (!wrong_.is_none()) return fail_with_wrong_item(cx_, wrong_index_, is_text_, wrong_);
    if (!cx_.charge_bytes(text_.size())) return false;
    *out = is_text_ ? Value::string(text_) : Value::bytes(text_);
    return true;
  }

 private:
  Context& cx_;
  bool is_text_;
  std::string text_;
  size_t pieces_ = 0;
  Value wrong_;
  size_t wrong_index_ = 0;
};

class Substitution {
 public:
  Substitution(Context& cx, const Value& pattern, const Value& replacement, const Value& string)
      : cx_(cx),
        pattern_(pattern),
        object_(*pattern.as<PatternObject>()),
        replacement_(replacement),
        string_(string),
        subject_(string),
        joiner_(cx, string.is_str()),
        matcher_(object_.program(), subject_.text(), 0, regex::Text::kMaxSize,
                 {.steps = cx.limits.steps, .stack_bytes = cx.limits.bytes}) {}

  bool prepare() {
    if (is_callable(replacement_)) return true;
    if (is_text_or_bytes(replacement_) && replacement_.str().find('\\') == std::string_view::npos) {
      is_literal_ = true;
      return true;
    }
    return parse_replacement(cx_, object_, replacement_, &template_);
  }

  bool run(uint64_t count_max, uint64_t* count) {
    const regex::Outcome outcome = regex::substitute(
        &matcher_, count_max, count,
        [&](const regex::Span& kept) {
          subject_.text().append_slice(kept.begin, kept.end, joiner_.text());
          joiner_.count_piece();
        },
        [&](const regex::Matcher&) { return replace() && joiner_.fits() && cx_.charge(1); });
    if (outcome == regex::Outcome::kMatch) return false;
    if (outcome == regex::Outcome::kOutOfMemory) {
      return cx_.fail(Exc::kBudgetError, "a regular expression exceeded its memory budget");
    }
    return cx_.charge(outcome == regex::Outcome::kOutOfSteps ? UINT64_MAX : matcher_.steps_used());
  }

  bool join(Value* out) { return joiner_.join(out); }

 private:
  bool replace() {
    if (is_literal_) {
      joiner_.add(replacement_);
      return true;
    }
    if (is_callable(replacement_)) return call();
    return replace_by_template();
  }

  bool call() {
    Value match, result;
    const regex::Span searched{0, subject_.text().size()};
    if (!make_match(cx_, pattern_, string_, subject_, matcher_, searched, &match)) return false;
    if (!cx_.call(replacement_, Args::of(&match, 1), &result)) return false;
    if (!result.is_none()) joiner_.add(result);
    return true;
  }

  bool replace_by_template() {
    bool has_group = false, has_literal = false;
    for (const auto& piece : template_.pieces()) {
      has_group = has_group || piece.group != regex::kNone;
      has_literal = has_literal || !piece.literal.empty();
    }
    if (has_group && matcher_.has_wrong_span()) return fail_with_wrong_span(cx_);
    if (has_literal && replacement_.is_str() != string_.is_str()) {
      if (has_group) return fail_with_wrong_item(cx_, 0, string_.is_str(), replacement_);
      joiner_.add(replacement_);
      return true;
    }
    template_.append_to(matcher_, subject_.text(), joiner_.text());
    joiner_.count_piece();
    return true;
  }

  Context& cx_;
  const Value& pattern_;
  const PatternObject& object_;
  const Value& replacement_;
  const Value& string_;
  Subject subject_;
  regex::Replacement template_;
  bool is_literal_ = false;
  Joiner joiner_;
  regex::Matcher matcher_;
};

}  // namespace

bool substitute(Context& cx, const Value& pattern, const Value& replacement, const Value& string,
                int64_t count_max, bool with_count, Value* out) {
  if (!check_string(cx, pattern, string)) return false;
  Substitution substitution(cx, pattern, replacement, string);
  if (!substitution.prepare()) return false;
  uint64_t count = 0;
  Value text = string;
  if (count_max >= 0) {
    if (!substitution.run(static_cast<uint64_t>(count_max), &count)) return false;
    if (count > 0 && !substitution.join(&text)) return false;
  }
  *out = with_count ? make_tuple({text, Value::integer(static_cast<int64_t>(count))}) : text;
  return true;
}

bool expand(Context& cx, const MatchObject& match, const Value& replacement, Value* out) {
  regex::Replacement parsed;
  if (!parse_replacement(cx, match.pattern(), replacement, &parsed)) return false;
  const bool is_text = match.string().is_str();
  std::string text;
  for (const auto& piece : parsed.pieces()) {
    if (!piece.literal.empty() && replacement.is_str() != is_text) {
      return fail_with_wrong_item(cx, 0, is_text, replacement);
    }
    text += piece.literal;
    if (piece.group == regex::kNone) continue;
    const Value group = match.group(piece.group, Value());
    if (!group.is_none()) text += group.str();
  }
  if (!cx.charge_bytes(text.size())) return false;
  *out = is_text ? Value::string(text) : Value::bytes(text);
  return true;
}

}  // namespace headrace::pylib
