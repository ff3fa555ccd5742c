// strip, lstrip, rstrip, removeprefix, removesuffix.

#include <algorithm>
#include <array>
#include <vector>

#include "pylib/errors.h"
#include "pylib/text/ascii.h"
#include "pylib/text/str_methods.h"
#include "pylib/text/text_args.h"
#include "pylib/text/text_view.h"

namespace headrace::pylib {
namespace {

enum Sides { kLeft = 1, kRight = 2 };

// The units to strip: a bit each below 256, a sorted list beyond.
class UnitSet {
 public:
  explicit UnitSet(const Value& units) {
    const std::string_view text = units.str();
    const char* at = text.data();
    for (const char* const end = at + text.size(); at < end;) {
      const char32_t c = is_bytewise(units) ? static_cast<unsigned char>(*at++) : unicode::decode_next(at);
      if (c < low_.size()) {
        low_[c] = true;
      } else {
        high_.push_back(c);
      }
    }
    std::sort(high_.begin(), high_.end());
  }

  bool contains(char32_t c) const {
    return c < low_.size() ? low_[c] : std::binary_search(high_.begin(), high_.end(), c);
  }

 private:
  std::array<bool, 256> low_{};
  std::vector<char32_t> high_;
};

// `stripped(c)` for each unit from the chosen ends.
template <typename Stripped>
std::string_view strip_units(const Value& self, int sides, Stripped stripped) {
  const std::string_view text = self.str();
  const char* begin = text.data();
  const char* end = begin + text.size();
  if (is_bytewise(self)) {
    const auto at = [&](const char* p) {
      return stripped(static_cast<char32_t>(static_cast<unsigned char>(*p)));
    };
    while ((sides & kLeft) && begin < end && at(begin)) ++begin;
    while ((sides & kRight) && begin < end && at(end - 1)) --end;
  } else {
    for (const char* next = begin; (sides & kLeft) && begin < end && stripped(unicode::decode_next(next));) {
      begin = next;
    }
    for (const char* previous = end;
         (sides & kRight) && begin < end && stripped(unicode::decode_previous(previous));) {
      end = previous;
    }
  }
  return {begin, static_cast<size_t>(end - begin)};
}

bool strip_method(Context& cx, const char* name, int sides, const Value& self, const Args& args, Value* out) {
  if (args.keyword_count != 0) {
    return fail_with(cx, Exc::kTypeError, {type_name(self), ".", name, "() takes no keyword arguments"});
  }
  if (!expect_count(cx, name, args, 0, 1) || !charge_scan(cx, self.str().size())) return false;
  if (args.count == 0 || args[0].is_none()) {
    *out = part_of(self, self.is_str() ? strip_units(self, sides, unicode::is_space)
                                       : strip_units(self, sides, [](char32_t c) {
                                           return is_byte_space(static_cast<char>(c));
                                         }));
    return true;
  }
  if (self.is_str() && !args[0].is_str()) {
    return fail_with(cx, Exc::kTypeError, {name, " arg must be None or str"});
  }
  if (!expect_same_kind(cx, self, args[0])) return false;
  if (const std::string_view unit = args[0].str(); unit.size() == 1) {
    const auto c = static_cast<char32_t>(static_cast<unsigned char>(unit[0]));
    *out = part_of(self, strip_units(self, sides, [c](char32_t at) { return at == c; }));
    return true;
  }
  if (!charge_scan(cx, args[0].str().size())) return false;
  const UnitSet units(args[0]);
  *out = part_of(self, strip_units(self, sides, [&units](char32_t c) { return units.contains(c); }));
  return true;
}

// `name` is "str.removeprefix".
bool str_affix(Context& cx, const char* name, const Args& args) {
  return expect_count(cx, name, args, 1, 1) && expect_str(cx, name + sizeof "str", "", args[0]);
}
bool bytes_affix(Context& cx, const char* name, const Value& self, const Args& args) {
  return expect_count(cx, name, args, 1, 1) && expect_same_kind(cx, self, args[0]);
}

}  // namespace

bool text_strip(Context& cx, const Value& self, const Args& args, Value* out) {
  return strip_method(cx, "strip", kLeft | kRight, self, args, out);
}
bool text_lstrip(Context& cx, const Value& self, const Args& args, Value* out) {
  return strip_method(cx, "lstrip", kLeft, self, args, out);
}
bool text_rstrip(Context& cx, const Value& self, const Args& args, Value* out) {
  return strip_method(cx, "rstrip", kRight, self, args, out);
}

bool text_removeprefix(Context& cx, const Value& self, const Args& args, Value* out) {
  if (!(self.is_str() ? str_affix(cx, "str.removeprefix", args)
                      : bytes_affix(cx, "bytes.removeprefix", self, args))) {
    return false;
  }
  const std::string_view text = self.str(), prefix = args[0].str();
  *out = text.starts_with(prefix) ? part_of(self, text.substr(prefix.size())) : self;
  return true;
}

bool text_removesuffix(Context& cx, const Value& self, const Args& args, Value* out) {
  if (!(self.is_str() ? str_affix(cx, "str.removesuffix", args)
                      : bytes_affix(cx, "bytes.removesuffix", self, args))) {
    return false;
  }
  const std::string_view text = self.str(), suffix = args[0].str();
  *out = text.ends_with(suffix) ? part_of(self, text.substr(0, text.size() - suffix.size())) : self;
  return true;
}

}  // namespace headrace::pylib
