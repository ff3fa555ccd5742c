#include "pylib/regex/match_object.h"

#include <algorithm>

#include "base/unicode.h"
#include "pylib/errors.h"
#include "pylib/regex/pattern_operations.h"
#include "pylib/type.h"

namespace headrace::pylib {
namespace {

const MatchObject& self_of(const Value& self) { return *self.as<MatchObject>(); }

// The group that a number or a name stands for.
bool find_group(Context& cx, const MatchObject& match, const Value& key, uint32_t* group) {
  const auto& names = match.pattern().program().group_names;
  int64_t number = -1;
  if (key.kind() == Kind::kInt || key.kind() == Kind::kBool) {
    if (!to_index(cx, key, &number, true)) return false;
  } else if (const std::string_view type = unhashable_type(key); !names.empty() && !type.empty()) {
    return fail_with(cx, Exc::kTypeError, {"unhashable type: '", type, "'"});
  } else if (key.is_str()) {
    const uint32_t named = match.pattern().program().group_of(key.str());
    if (named != 0) number = named;
  }
  if (number < 0 || number > match.group_count()) return cx.fail(Exc::kIndexError, "no such group");
  *group = static_cast<uint32_t>(number);
  return true;
}

bool group_method(Context& cx, const Value& self, const Args& args, Value* out) {
  if (!expect_count(cx, "re.Match.group", args, 0, UINT32_MAX)) return false;
  const MatchObject& match = self_of(self);
  if (args.count == 0) {
    *out = match.group(0, Value());
    return true;
  }
  uint32_t group = 0;
  if (args.count == 1) {
    if (!find_group(cx, match, args[0], &group)) return false;
    *out = match.group(group, Value());
    return true;
  }
  TupleObj* tuple = TupleObj::make(args.count);
  const Value result = Value::adopt(tuple);
  for (uint32_t i = 0; i < args.count; ++i) {
    if (!find_group(cx, match, args[i], &group)) return false;
    tuple->items[i] = match.group(group, Value());
  }
  *out = result;
  return true;
}

bool bind_default(Context& cx, const char* function, const Args& args, Value* absent) {
  static constexpr const char* kNames[] = {"default"};
  const Value* slots[1];
  if (!bind(cx, Signature{.function = function, .names = kNames}, args, slots)) return false;
  if (slots[0]) *absent = *slots[0];
  return true;
}

bool groups_method(Context& cx, const Value& self, const Args& args, Value* out) {
  Value absent;
  if (!bind_default(cx, "groups", args, &absent)) return false;
  const MatchObject& match = self_of(self);
  TupleObj* tuple = TupleObj::make(match.group_count());
  for (uint32_t i = 0; i < tuple->size; ++i) tuple->items[i] = match.group(i + 1, absent);
  *out = Value::adopt(tuple);
  return true;
}

bool groupdict_method(Context& cx, const Value& self, const Args& args, Value* out) {
  Value absent;
  if (!bind_default(cx, "groupdict", args, &absent)) return false;
  const MatchObject& match = self_of(self);
  auto* dict = new DictObj();
  *out = Value::adopt(dict);
  for (const auto& [name, group] : match.pattern().program().group_names) {
    bool inserted;
    dict->table.find_or_insert(Value::string(name), &inserted)->value = match.group(group, absent);
  }
  return true;
}

Value position(uint32_t at) { return Value::integer(at == regex::kNone ? -1 : int64_t{at}); }

Value span_value(const regex::Span& span) { return make_tuple({position(span.begin), position(span.end)}); }

// start, end and span: (group=0, /)
bool bind_group(Context& cx, const char* function, const Value& self, const Args& args, regex::Span* span) {
  if (!expect_count(cx, function, args, 0, 1)) return false;
  uint32_t group = 0;
  if (args.count == 1 && !find_group(cx, self_of(self), args[0], &group)) return false;
  *span = self_of(self).span(group);
  return true;
}

bool start_method(Context& cx, const Value& self, const Args& args, Value* out) {
  regex::Span span;
  if (!bind_group(cx, "re.Match.start", self, args, &span)) return false;
  *out = position(span.begin);
  return true;
}

bool end_method(Context& cx, const Value& self, const Args& args, Value* out) {
  regex::Span span;
  if (!bind_group(cx, "re.Match.end", self, args, &span)) return false;
  *out = position(span.end);
  return true;
}

bool span_method(Context& cx, const Value& self, const Args& args, Value* out) {
  regex::Span span;
  if (!bind_group(cx, "re.Match.span", self, args, &span)) return false;
  *out = span_value(span);
  return true;
}

bool expand_method(Context& cx, const Value& self, const Args& args, Value* out) {
  static constexpr const char* kNames[] = {"template"};
  const Value* slots[1];
  if (!bind(cx, Signature{.function = "expand", .names = kNames, .required = 1}, args, slots)) return false;
  return expand(cx, self_of(self), *slots[0], out);
}

constexpr KindSet kText = kind_set(Kind::kStr) | kind_set(Kind::kBytes);
constexpr KindSet kInt = kind_set(Kind::kInt);
constexpr KindSet kNone = kind_set(Kind::kNone);

constexpr MethodDef kMethods[] = {
    {"end", end_method, kInt},
    {"expand", expand_method, kText},
    {"group", group_method},
    {"groupdict", groupdict_method, kind_set(Kind::kDict)},
    {"groups", groups_method, kind_set(Kind::kTuple)},
    {"span", span_method, kind_set(Kind::kTuple)},
    {"start", start_method, kInt},
};

bool get_endpos(Context&, const Value& self, Value* out) {
  *out = Value::integer(self_of(self).searched().end);
  return true;
}

bool get_lastgroup(Context&, const Value& self, Value* out) {
  const MatchObject& match = self_of(self);
  const std::string* name = match.pattern().program().group_name(match.last_group());
  *out = name ? Value::string(*name) : Value();
  return true;
}

bool get_lastindex(Context&, const Value& self, Value* out) {
  const uint32_t group = self_of(self).last_group();
  *out = group == 0 ? Value() : Value::integer(group);
  return true;
}

bool get_pos(Context&, const Value& self, Value* out) {
  *out = Value::integer(self_of(self).searched().begin);
  return true;
}

bool get_re(Context&, const Value& self, Value* out) {
  *out = self_of(self).pattern_value();
  return true;
}

bool get_regs(Context&, const Value& self, Value* out) {
  const MatchObject& match = self_of(self);
  TupleObj* tuple = TupleObj::make(match.group_count() + 1);
  for (uint32_t i = 0; i < tuple->size; ++i) tuple->items[i] = span_value(match.span(i));
  *out = Value::adopt(tuple);
  return true;
}

bool get_string(Context&, const Value& self, Value* out) {
  *out = self_of(self).string();
  return true;
}

constexpr AttributeDef kAttributes[] = {
    {"endpos", get_endpos, kInt},
    {"lastgroup", get_lastgroup, kind_set(Kind::kStr) | kNone},
    {"lastindex", get_lastindex, kInt | kNone},
    {"pos", get_pos, kInt},
    {"re", get_re, kind_set(Kind::kObject)},
    {"regs", get_regs, kind_set(Kind::kTuple)},
    {"string", get_string, kText},
};

constexpr TypeDef kMatchType = {"Match", kMethods, kAttributes};

}  // namespace

Subject::Subject(const Value& string) {
  if (string.kind() == Kind::kBytes || string.is_ascii()) {
    narrow_ = regex::Text::of_bytes(string.str());
  } else {
    wide_ = std::make_shared<const regex::Text>(regex::Text::of_str(string.str(), false));
  }
}

Value slice_value(const Value& string, const regex::Text& text, const regex::Span& span) {
  if (span.begin == 0 && span.end == text.size()) return string;
  std::string buffer;
  const std::string_view part = text.slice(span.begin, span.end, &buffer);
  return string.is_str() ? Value::string(part) : Value::bytes(part);
}

MatchObject::MatchObject(Value pattern, Value string, const Subject& subject, const regex::Matcher& matcher,
                         regex::Span searched)
    : NativeObject(Kind::kObject),
      pattern_(std::move(pattern)),
      string_(std::move(string)),
      wide_(subject.wide()),
      searched_(searched),
      last_group_(matcher.last_group()),
      spans_(this->pattern().program().group_count + 1) {
  for (uint32_t group = 0; group < spans_.size(); ++group) spans_[group] = matcher.group(group);
}

Value MatchObject::group(uint32_t group, const Value& absent) const {
  const regex::Span& span = spans_[group];
  if (span.begin == regex::kNone) return absent;
  if (wide_) return slice_value(string_, *wide_, span);
  return slice_value(string_, regex::Text::of_bytes(string_.str()), span);
}

bool MatchObject::repr(Context& cx, std::string* out) const {
  std::string matched;
  if (!append_repr(cx, group(0, Value()), &matched)) return false;
  matched.resize(unicode::byte_offset(matched, 50));
  *out += "<re.Match object; span=(" + std::to_string(spans_[0].begin) + ", " +
          std::to_string(spans_[0].end) + "), match=" + matched + ">";
  return true;
}

bool MatchObject::get_attribute(Context& cx, std::string_view name, Value* out) const {
  const Value self = Value::share(const_cast<MatchObject*>(this));
  if (const MethodDef* method = find_method(kMatchType, name)) {
    *out = bound_method(self, *method);
    return true;
  }
  if (const AttributeDef* attribute = find_attribute(kMatchType, name)) return attribute->fn(cx, self, out);
  return fail_with(cx, Exc::kAttributeError, {"'re.Match' object has no attribute '", name, "'"});
}

bool MatchObject::get_item(Context& cx, const Value& key, Value* out) const {
  uint32_t number = 0;
  if (!find_group(cx, *this, key, &number)) return false;
  *out = group(number, Value());
  return true;
}

const MatchObject* as_match(const Value& value) {
  if (value.kind() != Kind::kObject) return nullptr;
  return dynamic_cast<const MatchObject*>(value.as<NativeObject>());
}

bool make_match(Context& cx, const Value& pattern, const Value& string, const Subject& subject,
                const regex::Matcher& matcher, regex::Span searched, Value* out) {
  if (matcher.has_wrong_span()) return fail_with_wrong_span(cx);
  *out = Value::adopt(new MatchObject(pattern, string, subject, matcher, searched));
  return true;
}

// CPython's SystemError, which has no kind of its own here.
bool fail_with_wrong_span(Context& cx) {
  return cx.fail(Exc::kRuntimeError,
                 "The span of capturing group is wrong, please report a bug for the re module.");
}

Value match_type() {
  static const Value type =
      make_type({.name = "Match",
                 .qualified_name = "re.Match",
                 .is_instance = [](const Value& value) { return as_match(value) != nullptr; },
                 .instances = &kMatchType});
  return type;
}

}  // namespace headrace::pylib
