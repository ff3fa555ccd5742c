// center, ljust, rjust, zfill, expandtabs.

#include <cstring>

#include "pylib/errors.h"
#include "pylib/text/ascii.h"
#include "pylib/text/str_methods.h"
#include "pylib/text/text_args.h"
#include "pylib/text/text_view.h"

namespace headrace::pylib {
namespace {

// The encoded fill character.
bool read_fill(Context& cx, const char* name, const Value& self, const Value& v, std::string_view* out) {
  *out = v.str();
  if (self.is_str()) {
    if (!v.is_str()) {
      return fail_with(cx, Exc::kTypeError,
                       {"The fill character must be a unicode character, not ", type_name(v)});
    }
    if (unit_count(v) == 1) return true;
    return cx.fail(Exc::kTypeError, "The fill character must be exactly one character long");
  }
  if (v.kind() == Kind::kBytes && v.str().size() == 1) return true;
  return fail_with(cx, Exc::kTypeError,
                   {name, "() argument 2 must be a byte string of length 1, not ", argument_type(v)});
}

void append_times(std::string_view unit, size_t times, char** to) {
  if (unit.size() == 1) {
    std::memset(*to, unit[0], times);
    *to += times;
    return;
  }
  for (; times > 0; --times, *to += unit.size()) std::memcpy(*to, unit.data(), unit.size());
}

// self between that many fill characters.
bool pad(Context& cx, const Value& self, size_t left, size_t right, std::string_view fill, Value* out) {
  if (left + right == 0) {
    *out = self;
    return true;
  }
  const std::string_view text = self.str();
  uint64_t size;
  if (__builtin_mul_overflow(static_cast<uint64_t>(left) + right, fill.size(), &size) ||
      __builtin_add_overflow(size, text.size(), &size)) {
    size = UINT64_MAX;
  }
  if (!cx.charge_bytes(size)) return false;
  *out = fill_text(self.kind(), size, self.is_ascii() && is_ascii_byte(fill[0]), [&](char* to) {
    append_times(fill, left, &to);
    std::memcpy(to, text.data(), text.size());
    to += text.size();
    append_times(fill, right, &to);
  });
  return true;
}

// What to add, from the arguments width and fill.
struct Padding {
  int64_t width = 0;
  size_t missing = 0;
  std::string_view fill = " ";
};

bool read_padding(Context& cx, const char* name, const Value& self, const Args& args, Padding* out) {
  if (args.keyword_count != 0) {
    return fail_with(cx, Exc::kTypeError, {type_name(self), ".", name, "() takes no keyword arguments"});
  }
  if (!expect_count(cx, name, args, 1, 2) || !size_arg(cx, args[0], &out->width)) return false;
  if (args.count > 1 && !read_fill(cx, name, self, args[1], &out->fill)) return false;
  const auto length = static_cast<int64_t>(unit_count(self));
  if (out->width > length) out->missing = static_cast<size_t>(out->width - length);
  return true;
}

}  // namespace

bool text_ljust(Context& cx, const Value& self, const Args& args, Value* out) {
  Padding padding;
  return read_padding(cx, "ljust", self, args, &padding) &&
         pad(cx, self, 0, padding.missing, padding.fill, out);
}

bool text_rjust(Context& cx, const Value& self, const Args& args, Value* out) {
  Padding padding;
  return read_padding(cx, "rjust", self, args, &padding) &&
         pad(cx, self, padding.missing, 0, padding.fill, out);
}

bool text_center(Context& cx, const Value& self, const Args& args, Value* out) {
  Padding padding;
  if (!read_padding(cx, "center", self, args, &padding)) return false;
  // Python's choice of the side that gets the odd one.
  const size_t left = padding.missing / 2 + (padding.missing & static_cast<size_t>(padding.width) & 1);
  return pad(cx, self, left, padding.missing - left, padding.fill, out);
}

bool text_zfill(Context& cx, const Value& self, const Args& args, Value* out) {
  if (!expect_count(cx, self.is_str() ? "str.zfill" : "bytes.zfill", args, 1, 1)) return false;
  int64_t width;
  if (!size_arg(cx, args[0], &width)) return false;
  const auto length = static_cast<int64_t>(unit_count(self));
  if (width <= length) {
    *out = self;
    return true;
  }
  const std::string_view text = self.str();
  const size_t sign = !text.empty() && (text[0] == '+' || text[0] == '-') ? 1 : 0;
  const auto zeros = static_cast<size_t>(width - length);
  if (!cx.charge_bytes(text.size() + zeros)) return false;
  *out = fill_text(self.kind(), text.size() + zeros, self.is_ascii(), [&](char* to) {
    std::memcpy(to, text.data(), sign);
    std::memset(to + sign, '0', zeros);
    std::memcpy(to + sign + zeros, text.data() + sign, text.size() - sign);
  });
  return true;
}

bool text_expandtabs(Context& cx, const Value& self, const Args& args, Value* out) {
  static constexpr const char* kNames[] = {"tabsize"};
  const Value* slots[1];
  if (!bind(cx, {self.is_str() ? "str.expandtabs" : "bytes.expandtabs", kNames}, args, slots)) return false;
  int32_t tab_size = 8;
  if (slots[0] && !c_int_arg(cx, *slots[0], &tab_size)) return false;

  // Two rounds: one that measures, one that writes.
  const std::string_view text = self.str();
  const bool bytewise = is_bytewise(self);
  const auto each_piece = [&](auto put_spaces, auto put_byte) {
    int64_t column = 0;
    for (const char c : text) {
      if (c == '\t') {
        const int64_t spaces = tab_size > 0 ? tab_size - column % tab_size : 0;
        column += spaces;
        put_spaces(static_cast<size_t>(spaces));
        continue;
      }
      put_byte(c);
      if (bytewise || !unicode::is_continuation(c)) ++column;
      if (c == '\n' || c == '\r') column = 0;
    }
  };
  uint64_t size = 0;
  each_piece([&size](size_t n) { size += n; }, [&size](char) { ++size; });
  if (!charge_scan(cx, text.size()) || !cx.charge_bytes(size)) return false;
  *out = fill_text(self.kind(), size, self.is_ascii(), [&](char* to) {
    each_piece(
        [&to](size_t n) {
          std::memset(to, ' ', n);
          to += n;
        },
        [&to](char c) { *to++ = c; });
  });
  return true;
}

}  // namespace headrace::pylib
