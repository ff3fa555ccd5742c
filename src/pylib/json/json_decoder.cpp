#include "pylib/json/json_decoder.h"

#include <fmt/format.h>

#include <algorithm>
#include <string>

#include "base/unicode.h"
#include "data/json_parser.h"
#include "data/object.h"

namespace headrace::pylib {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// Structure is read here; scalars are cut out and given to a hook or to parse_json.
class Decoder {
 public:
  Decoder(Context& cx, std::string_view text, const JsonHooks& hooks) : cx_(cx), text_(text), hooks_(hooks) {}

  bool run(Value* out) {
    skip_space();
    if (!value(out)) return false;
    skip_space();
    return at_ == text_.size() || fail("Extra data", at_);
  }

 private:
  char peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }
  void skip_space() {
    while (at_ < text_.size() && std::string_view(" \t\n\r").find(text_[at_]) != std::string_view::npos)
      ++at_;
  }
  bool take(char c) {
    if (peek() != c) return false;
    ++at_;
    return true;
  }
  bool fail(std::string_view message, size_t offset) { return fail_json(cx_, text_, message, offset); }

  bool call(const Value& hook, const Value& argument, Value* out) {
    return cx_.call(hook, Args::of(&argument, 1), out);
  }

  bool value(Value* out) {
    if (++depth_ > kJsonDepthMax) return cx_.fail(Exc::kRecursionError, "maximum recursion depth exceeded");
    if (!cx_.charge(4)) return false;
    const bool good = value_at_depth(out);
    --depth_;
    return good;
  }

  bool value_at_depth(Value* out) {
    switch (peek()) {
      case '"': return string(out);
      case '{': return object(out);
      case '[': return array(out);
      default: break;
    }
    for (const std::string_view word : {"null", "true", "false"}) {
      if (text_.substr(at_).starts_with(word)) return plain(word.size(), out);
    }
    for (const std::string_view word : {"NaN", "Infinity", "-Infinity"}) {
      if (text_.substr(at_).starts_with(word)) return scalar(word.size(), hooks_.parse_constant, out);
    }
    return number(out);
  }

  // The next `size` bytes as parse_json has them.
  bool plain(size_t size, Value* out) {
    JsonError error;
    if (!parse_json(text_.substr(at_, size), out, &error)) {
      if (std::string_view(error.message).find("digits") != std::string_view::npos) {
        return cx_.fail(Exc::kValueError, error.message);
      }
      return fail(error.message, at_ + error.offset);
    }
    at_ += size;
    return true;
  }

  // The same, or what the hook makes of their text.
  bool scalar(size_t size, const Value* hook, Value* out) {
    if (!hook) return plain(size, out);
    const Value text = Value::string(text_.substr(at_, size));
    at_ += size;
    return call(*hook, text, out);
  }

  bool number(Value* out) {
    size_t end = at_ + (peek() == '-' ? 1 : 0);
    const auto digit_at = [&](size_t i) { return i < text_.size() && is_digit(text_[i]); };
    if (!digit_at(end)) return fail("Expecting value", at_);
    if (text_[end] == '0') {
      ++end;
    } else {
      while (digit_at(end)) ++end;
    }
    const size_t whole_end = end;
    if (end < text_.size() && text_[end] == '.' && digit_at(end + 1)) {
      for (++end; digit_at(end);) ++end;
    }
    if (end < text_.size() && (text_[end] == 'e' || text_[end] == 'E')) {
      size_t exponent = end + 1;
      if (exponent < text_.size() && (text_[exponent] == '+' || text_[exponent] == '-')) ++exponent;
      if (digit_at(exponent)) {
        for (end = exponent; digit_at(end);) ++end;
      }
    }
    return scalar(end - at_, end == whole_end ? hooks_.parse_int : hooks_.parse_float, out);
  }

  bool string(Value* out) {
    size_t end = at_ + 1;
    while (end < text_.size() && text_[end] != '"') end += text_[end] == '\\' ? 2 : 1;
    if (end >= text_.size()) return fail("Unterminated string starting at", at_);
    const std::string_view token = text_.substr(at_, end + 1 - at_);
    const auto is_control = [](char c) { return static_cast<unsigned char>(c) < 0x20; };
    if (hooks_.strict || std::none_of(token.begin(), token.end(), is_control))
      return plain(token.size(), out);
    std::string escaped;
    for (size_t i = 0; i < token.size(); ++i) {
      if (token[i] == '\\') {
        if (is_control(token[i + 1])) return fail("Invalid \\escape", at_ + i);
        escaped.append(token, i++, 2);
      } else if (is_control(token[i])) {
        escaped += fmt::format("\\u{:04x}", token[i]);
      } else {
        escaped.push_back(token[i]);
      }
    }
    JsonError error;
    if (!parse_json(escaped, out, &error)) return fail(error.message, at_);
    at_ = end + 1;
    return true;
  }

  bool array(Value* out) {
    ++at_;
    auto* list = new ListObj();
    *out = Value::adopt(list);
    skip_space();
    if (take(']')) return true;
    for (;;) {
      skip_space();
      Value item;
      if (!value(&item)) return false;
      list->items.push_back(std::move(item));
      skip_space();
      if (take(']')) return true;
      if (!take(',')) return fail("Expecting ',' delimiter", at_);
    }
  }

  bool object(Value* out) {
    ++at_;
    Values pairs;
    skip_space();
    if (!take('}') && !members(&pairs)) return false;
    if (hooks_.object_pairs_hook) return call(*hooks_.object_pairs_hook, make_list(std::move(pairs)), out);
    auto* dict = new DictObj();
    *out = Value::adopt(dict);
    for (const Value& pair : pairs) {
      bool inserted = false;
      dict->table.find_or_insert(pair.as<TupleObj>()->items[0], &inserted)->value =
          pair.as<TupleObj>()->items[1];
    }
    if (!hooks_.object_hook) return true;
    const Value plain_dict = *out;
    return call(*hooks_.object_hook, plain_dict, out);
  }

  bool members(Values* pairs) {
    for (;;) {
      skip_space();
      if (peek() != '"') return fail("Expecting property name enclosed in double quotes", at_);
      Value key, item;
      if (!string(&key)) return false;
      skip_space();
      if (!take(':')) return fail("Expecting ':' delimiter", at_);
      skip_space();
      if (!value(&item)) return false;
      pairs->push_back(make_tuple({std::move(key), std::move(item)}));
      skip_space();
      if (take('}')) return true;
      if (!take(',')) return fail("Expecting ',' delimiter", at_);
    }
  }

  Context& cx_;
  std::string_view text_;
  const JsonHooks& hooks_;
  size_t at_ = 0;
  int depth_ = 0;
};

}  // namespace

// Python counts characters: the place of a byte in the text.
bool fail_json(Context& cx, std::string_view text, std::string_view message, size_t offset) {
  const std::string_view before = text.substr(0, offset);
  const size_t line_start = before.rfind('\n') + 1;  // npos + 1 is 0
  const size_t line = static_cast<size_t>(std::count(before.begin(), before.end(), '\n')) + 1;
  return cx.fail_text(Exc::kJsonError, fmt::format("{}: line {} column {} (char {})", message, line,
                                                   unicode::count_code_points(before.substr(line_start)) + 1,
                                                   unicode::count_code_points(before)));
}

bool decode_json(Context& cx, std::string_view text, const JsonHooks& hooks, Value* out) {
  return Decoder(cx, text, hooks).run(out);
}

}  // namespace headrace::pylib
