// bytes.hex and bytes.fromhex.

#include <algorithm>
#include <cstdlib>
#include <string>

#include "pylib/errors.h"
#include "pylib/text/ascii.h"
#include "pylib/text/str_methods.h"
#include "pylib/text/text_args.h"
#include "pylib/text/text_view.h"

namespace headrace::pylib {
namespace {

// The one ASCII character that stands between groups.
bool read_separator(Context& cx, const Value& v, char* out) {
  if (!v.is_str() && v.kind() != Kind::kBytes) {
    return cx.fail(Exc::kTypeError, "sep must be str or bytes.");
  }
  if (unit_count(v) != 1) return cx.fail(Exc::kValueError, "sep must be length 1.");
  *out = v.str()[0];
  if (is_ascii_byte(*out)) return true;
  return cx.fail(Exc::kValueError, "sep must be ASCII.");
}

bool not_hexadecimal(Context& cx, size_t position) {
  return fail_with(cx, Exc::kValueError,
                   {"non-hexadecimal number found in fromhex() arg at position ", std::to_string(position)});
}

}  // namespace

bool bytes_hex(Context& cx, const Value& self, const Args& args, Value* out) {
  static constexpr const char* kNames[] = {"sep", "bytes_per_sep"};
  const Value* slots[2];
  if (!bind(cx, {"bytes.hex", kNames}, args, slots)) return false;
  int32_t per_group = 1;
  char separator = 0;
  if (slots[1] && !c_int_arg(cx, *slots[1], &per_group)) return false;
  if (slots[0] && !read_separator(cx, *slots[0], &separator)) return false;
  const std::string_view data = self.bytes_view();
  // Groups are counted from the right, from the left where per_group is negative; 0 is one group.
  const uint64_t group = slots[0] ? static_cast<uint64_t>(std::abs(int64_t{per_group})) : 0;
  const size_t separators = group == 0 || data.empty() ? 0 : (data.size() - 1) / group;
  const size_t first = per_group < 0 || group == 0 ? group : (data.size() - 1) % group + 1;
  const uint64_t size = 2 * static_cast<uint64_t>(data.size()) + separators;
  if (!cx.charge_bytes(size)) return false;
  *out = fill_text(Kind::kStr, size, /*ascii=*/true, [&](char* to) {
    for (size_t i = 0; i < data.size(); ++i) {
      if (group != 0 && i >= first && (i - first) % group == 0) *to++ = separator;
      const auto byte = static_cast<unsigned char>(data[i]);
      *to++ = "0123456789abcdef"[byte >> 4];
      *to++ = "0123456789abcdef"[byte & 15];
    }
  });
  return true;
}

bool bytes_fromhex(Context& cx, const Args& args, Value* out) {
  if (!expect_count(cx, "bytes.fromhex", args, 1, 1) || !expect_str(cx, "fromhex", "", args[0])) return false;
  const std::string_view text = args[0].str();
  if (!cx.charge_bytes(text.size())) return false;
  if (!args[0].is_ascii()) {
    const auto beyond = std::find_if_not(text.begin(), text.end(), is_ascii_byte);
    return not_hexadecimal(cx, static_cast<size_t>(beyond - text.begin()));
  }
  std::string data;
  for (size_t i = 0; i < text.size();) {
    if (is_byte_space(text[i])) {
      ++i;
      continue;
    }
    const int high = hex_value(text[i]);
    const int low = high >= 0 && i + 1 < text.size() ? hex_value(text[i + 1]) : -1;
    if (low < 0) return not_hexadecimal(cx, high < 0 ? i : i + 1);
    data.push_back(static_cast<char>(high * 16 + low));
    i += 2;
  }
  *out = Value::bytes(data);
  return true;
}

bool bytes_fromhex_method(Context& cx, const Value&, const Args& args, Value* out) {
  return bytes_fromhex(cx, args, out);
}

}  // namespace headrace::pylib
