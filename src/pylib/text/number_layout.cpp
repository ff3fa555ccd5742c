#include "pylib/text/number_layout.h"

#include <algorithm>

#include "base/unicode.h"

namespace headrace::pylib {
namespace {

// The digits with separators, and with zeros in front up to `width_min` characters: "0,001,234". The zeros
// may take one character more than that, as no separator comes first.
std::string grouped(std::string_view digits, int64_t width_min, int group_size, char separator) {
  std::string reversed;
  auto left = static_cast<int64_t>(digits.size());
  for (;;) {
    const int64_t size = std::min<int64_t>(group_size, std::max<int64_t>({left, width_min, 1}));
    for (int64_t i = 0; i < size; ++i, --left) {
      reversed.push_back(left > 0 ? digits[static_cast<size_t>(left - 1)] : '0');
    }
    left = std::max<int64_t>(left, 0);
    width_min -= size;
    if (left == 0 && width_min <= 0) break;
    reversed.push_back(separator);
    --width_min;
  }
  std::reverse(reversed.begin(), reversed.end());
  return reversed;
}

std::string_view sign_text(const FormatSpec& spec, bool negative) {
  if (negative) return "-";
  return spec.sign == '+' ? "+" : spec.sign == ' ' ? " " : "";
}

}  // namespace

bool charge_fill(Context& cx, char32_t c, uint64_t times, uint64_t bytes) {
  const auto size = static_cast<uint64_t>(unicode::encoded_size(c));
  return cx.charge_bytes(bytes + std::min(times, UINT64_MAX / 8) * size);
}

void append_fill(char32_t c, size_t times, std::string* out) {
  if (c < 0x80) {
    out->append(times, static_cast<char>(c));
    return;
  }
  char encoded[4];
  const auto size = static_cast<size_t>(unicode::encode(c, encoded));
  for (; times > 0; --times) out->append(encoded, size);
}

bool append_number(Context& cx, const FormatSpec& spec, const NumberText& number, int group_size,
                   std::string* out) {
  const std::string_view sign = sign_text(spec, number.negative);
  const auto fixed = static_cast<int64_t>(sign.size() + number.prefix.size() + number.rest_units);
  const auto width = static_cast<uint64_t>(std::max<int64_t>(spec.width, 0));
  if (!charge_fill(cx, spec.fill, width, number.digits.size() * 2 + number.rest.size())) return false;
  std::string_view digits = number.digits;
  std::string made;
  size_t zeros = 0;
  if (!digits.empty()) {
    const int64_t width_min = spec.fill == '0' && spec.align == '=' ? spec.width - fixed : 0;
    if (group_size != 0) {
      made = grouped(digits, width_min, group_size, spec.grouping);
      digits = made;
    } else {
      zeros = static_cast<size_t>(std::max<int64_t>(width_min - static_cast<int64_t>(digits.size()), 0));
    }
  }
  const int64_t missing =
      std::max<int64_t>(spec.width - fixed - static_cast<int64_t>(zeros + digits.size()), 0);
  const auto padding = static_cast<size_t>(missing);
  const size_t left = spec.align == '>' ? padding : spec.align == '^' ? padding / 2 : 0;
  const size_t inside = spec.align == '=' ? padding : 0;
  append_fill(spec.fill, left, out);
  out->append(sign).append(number.prefix);
  append_fill(spec.fill, inside, out);
  out->append(zeros, '0').append(digits).append(number.rest);
  append_fill(spec.fill, padding - left - inside, out);
  return true;
}

}  // namespace headrace::pylib
