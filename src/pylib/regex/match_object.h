// re.Match as a value.
#pragma once

#include <memory>
#include <vector>

#include "pylib/api.h"
#include "pylib/regex/matcher.h"
#include "pylib/regex/pattern_object.h"

namespace headrace::pylib {

// A str or bytes value as the matcher reads it. The value must outlive it.
class Subject {
 public:
  explicit Subject(const Value& string);

  const regex::Text& text() const { return wide_ ? *wide_ : narrow_; }
  // Null where the value's own bytes are its characters.
  const std::shared_ptr<const regex::Text>& wide() const { return wide_; }

 private:
  regex::Text narrow_;
  std::shared_ptr<const regex::Text> wide_;
};

// The part of `string`, whose characters `text` has.
Value slice_value(const Value& string, const regex::Text& text, const regex::Span& span);

class MatchObject final : public NativeObject {
 public:
  // Of the matcher's last match. `pattern` is a PatternObject; [begin, end) is what was searched.
  MatchObject(Value pattern, Value string, const Subject& subject, const regex::Matcher& matcher,
              regex::Span searched);

  const PatternObject& pattern() const { return *pattern_.as<PatternObject>(); }
  const Value& pattern_value() const { return pattern_; }
  const Value& string() const { return string_; }
  regex::Span searched() const { return searched_; }
  uint32_t last_group() const { return last_group_; }
  uint32_t group_count() const { return static_cast<uint32_t>(spans_.size()) - 1; }
  const regex::Span& span(uint32_t group) const { return spans_[group]; }
  // The group's text, or `absent`.
  Value group(uint32_t group, const Value& absent) const;

  std::string_view type_name() const override { return "Match"; }
  bool repr(Context& cx, std::string* out) const override;
  bool get_attribute(Context& cx, std::string_view name, Value* out) const override;
  bool get_item(Context& cx, const Value& key, Value* out) const override;

 private:
  Value pattern_;
  Value string_;
  std::shared_ptr<const regex::Text> wide_;
  regex::Span searched_;
  uint32_t last_group_;
  std::vector<regex::Span> spans_;
};

const MatchObject* as_match(const Value& value);

// A MatchObject, or None and CPython's SystemError where a group's span is wrong.
bool make_match(Context& cx, const Value& pattern, const Value& string, const Subject& subject,
                const regex::Matcher& matcher, regex::Span searched, Value* out);
bool fail_with_wrong_span(Context& cx);

Value match_type();

}  // namespace headrace::pylib
