// split, rsplit, splitlines, partition, rpartition.

#include <algorithm>

#include "pylib/errors.h"
#include "pylib/text/ascii.h"
#include "pylib/text/find.h"
#include "pylib/text/str_methods.h"
#include "pylib/text/text_args.h"
#include "pylib/text/text_view.h"

namespace headrace::pylib {
namespace {

// The list that a split makes, within the size budget.
class Parts {
 public:
  Parts(Context& cx, const Value& self) : cx_(cx), self_(self) { items_.reserve(8); }

  bool add(std::string_view part) {
    bytes_ += sizeof(Value) + part.size();
    if (bytes_ > cx_.limits.bytes) return cx_.charge_bytes(bytes_);  // fails
    if (!cx_.charge(1)) return false;
    if (is_plain_)
      items_.push_back(Value::string(part, true));
    else
      items_.push_back(part_of(self_, part));
    return true;
  }
  void reverse() { std::reverse(items_.begin(), items_.end()); }
  bool finish(Value* out) {
    *out = make_list(std::move(items_));
    return true;
  }

 private:
  Context& cx_;
  const Value& self_;
  const bool is_plain_ = self_.is_str() && self_.is_ascii();
  uint64_t bytes_ = 0;
  Values items_;
};

// Where units are spaces, forwards and backwards. For bytes and ASCII text a byte is a unit.
class Spaces {
 public:
  explicit Spaces(const Value& v) : bytewise_(is_bytewise(v)), separators_(v.is_str()) {}

  // Past spaces (or past what is no space), from `at` towards `end`.
  const char* skip(const char* at, const char* end, bool spaces) const {
    while (at < end) {
      const char* next = at;
      if ((bytewise_ ? is_space(*next++) : unicode::is_space(unicode::decode_next(next))) != spaces) break;
      at = next;
    }
    return at;
  }
  const char* skip_back(const char* at, const char* begin, bool spaces) const {
    while (at > begin) {
      const char* previous = at;
      if ((bytewise_ ? is_space(*--previous) : unicode::is_space(unicode::decode_previous(previous))) !=
          spaces)
        break;
      at = previous;
    }
    return at;
  }

 private:
  // The separators 0x1C to 0x1F are spaces of a str only.
  bool is_space(char c) const { return is_byte_space(c) || (separators_ && c >= 0x1C && c <= 0x1F); }

  bool bytewise_;
  bool separators_;
};

std::string_view between(const char* begin, const char* end) {
  return {begin, static_cast<size_t>(end - begin)};
}

// The words of the text; after `max` of them the rest is one part, trailing spaces and all.
bool split_words(const Value& self, size_t max, Parts* parts) {
  const Spaces spaces(self);
  const std::string_view text = self.str();
  const char* at = text.data();
  const char* const end = at + text.size();
  for (at = spaces.skip(at, end, true); at < end; at = spaces.skip(at, end, true)) {
    if (max-- == 0) return parts->add(between(at, end));
    const char* const begin = at;
    at = spaces.skip(at, end, false);
    if (!parts->add(between(begin, at))) return false;
  }
  return true;
}

bool rsplit_words(const Value& self, size_t max, Parts* parts) {
  const Spaces spaces(self);
  const std::string_view text = self.str();
  const char* const begin = text.data();
  const char* at = begin + text.size();
  for (at = spaces.skip_back(at, begin, true); at > begin; at = spaces.skip_back(at, begin, true)) {
    if (max-- == 0) return parts->add(between(begin, at));
    const char* const end = at;
    at = spaces.skip_back(at, begin, false);
    if (!parts->add(between(at, end))) return false;
  }
  return true;
}

bool split_at(const Value& self, std::string_view separator, size_t max, Parts* parts) {
  const std::string_view text = self.str();
  size_t begin = 0;
  if (separator.size() == 1) {  // parts are short: looking for their ends costs less than asking the library
    for (size_t at = 0; at < text.size() && max > 0; ++at) {
      if (text[at] != separator[0]) continue;
      if (!parts->add(text.substr(begin, at - begin))) return false;
      begin = at + 1;
      --max;
    }
    return parts->add(text.substr(begin));
  }
  for (; max > 0; --max) {
    const size_t at = find_first(text, separator, begin);
    if (at == kNotFound) break;
    if (!parts->add(text.substr(begin, at - begin))) return false;
    begin = at + separator.size();
  }
  return parts->add(text.substr(begin));
}

bool rsplit_at(const Value& self, std::string_view separator, size_t max, Parts* parts) {
  std::string_view text = self.str();
  for (; max > 0; --max) {
    const size_t at = find_last(text, separator);
    if (at == kNotFound) break;
    if (!parts->add(text.substr(at + separator.size()))) return false;
    text = text.substr(0, at);
  }
  return parts->add(text);
}

enum class Side { kFirst, kLast };

bool split_method(Context& cx, const char* name, Side side, const Value& self, const Args& args, Value* out) {
  static constexpr const char* kNames[] = {"sep", "maxsplit"};
  const Value* slots[2];
  if (!bind(cx, {name, kNames}, args, slots)) return false;
  int64_t max_split = -1;
  const Value* separator = slots[0] && !slots[0]->is_none() ? slots[0] : nullptr;
  if (slots[1] && !size_arg(cx, *slots[1], &max_split)) return false;
  if (separator && self.is_str() && !separator->is_str()) {
    return fail_with(cx, Exc::kTypeError, {"must be str or None, not ", type_name(*separator)});
  }
  if (separator && !expect_same_kind(cx, self, *separator)) return false;
  if (separator && separator->str().empty()) return cx.fail(Exc::kValueError, "empty separator");

  const size_t max = max_split < 0 ? SIZE_MAX : static_cast<size_t>(max_split);
  Parts parts(cx, self);
  if (!charge_scan(cx, self.str().size())) return false;
  if (side == Side::kFirst) {
    if (!(separator ? split_at(self, separator->str(), max, &parts) : split_words(self, max, &parts)))
      return false;
  } else {
    if (!(separator ? rsplit_at(self, separator->str(), max, &parts) : rsplit_words(self, max, &parts)))
      return false;
    parts.reverse();
  }
  return parts.finish(out);
}

// The offset of the next line break at or after `at`; text.size() if there is none.
size_t find_line_break(const Value& self, size_t at) {
  const std::string_view text = self.str();
  if (!self.is_str()) return std::min(text.find_first_of("\r\n", at), text.size());
  const char* p = text.data() + at;
  for (const char* const end = text.data() + text.size(); p < end;) {
    const char* next = p;
    if (unicode::is_line_break(unicode::decode_next(next))) break;
    p = next;
  }
  return static_cast<size_t>(p - text.data());
}

bool partition_method(Context& cx, const char* name, Side side, const Value& self, const Args& args,
                      Value* out) {
  if (!expect_count(cx, name, args, 1, 1) || !expect_same_kind(cx, self, args[0])) return false;
  const std::string_view text = self.str(), separator = args[0].str();
  if (separator.empty()) return cx.fail(Exc::kValueError, "empty separator");
  if (!charge_scan(cx, text.size())) return false;
  const size_t at = side == Side::kFirst ? find_first(text, separator) : find_last(text, separator);
  const Value empty = make_text(self.kind(), "");
  if (at == kNotFound) {
    *out = side == Side::kFirst ? make_tuple({self, empty, empty}) : make_tuple({empty, empty, self});
  } else {
    *out = make_tuple({make_text(self.kind(), text.substr(0, at)), args[0],
                       make_text(self.kind(), text.substr(at + separator.size()))});
  }
  return true;
}

}  // namespace

bool text_split(Context& cx, const Value& self, const Args& args, Value* out) {
  return split_method(cx, self.is_str() ? "str.split" : "bytes.split", Side::kFirst, self, args, out);
}
bool text_rsplit(Context& cx, const Value& self, const Args& args, Value* out) {
  return split_method(cx, self.is_str() ? "str.rsplit" : "bytes.rsplit", Side::kLast, self, args, out);
}

bool text_partition(Context& cx, const Value& self, const Args& args, Value* out) {
  return partition_method(cx, self.is_str() ? "str.partition" : "bytes.partition", Side::kFirst, self, args,
                          out);
}
bool text_rpartition(Context& cx, const Value& self, const Args& args, Value* out) {
  return partition_method(cx, self.is_str() ? "str.rpartition" : "bytes.rpartition", Side::kLast, self, args,
                          out);
}

bool text_splitlines(Context& cx, const Value& self, const Args& args, Value* out) {
  static constexpr const char* kNames[] = {"keepends"};
  const Value* slots[1];
  if (!bind(cx, {self.is_str() ? "str.splitlines" : "bytes.splitlines", kNames}, args, slots)) return false;
  int32_t keep_ends = 0;
  if (slots[0] && !c_int_arg(cx, *slots[0], &keep_ends)) return false;
  if (!charge_scan(cx, self.str().size())) return false;

  const std::string_view text = self.str();
  Parts parts(cx, self);
  for (size_t begin = 0; begin < text.size();) {
    const size_t line_end = find_line_break(self, begin);
    size_t next = line_end;
    if (text.substr(line_end, 2) == "\r\n") {
      next += 2;
    } else if (line_end < text.size()) {
      next += unit_size(is_bytewise(self), text.data() + line_end);
    }
    if (!parts.add(text.substr(begin, (keep_ends ? next : line_end) - begin))) return false;
    begin = next;
  }
  return parts.finish(out);
}

}  // namespace headrace::pylib
