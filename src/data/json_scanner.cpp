#include "data/json_scanner.h"

#include "base/unicode.h"
#include "data/number_text.h"
#include "data/object.h"

namespace headrace {
namespace {

bool is_digit(char c) { return static_cast<unsigned char>(c - '0') < 10; }

int hex_value(char c) {
  if (is_digit(c)) return c - '0';
  c = static_cast<char>(c | 0x20);
  return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

int32_t hex4(const char* p, const char* stop) {
  if (stop - p < 4) return -1;
  int32_t unit = 0;
  for (int i = 0; i < 4; ++i) {
    const int h = hex_value(p[i]);
    if (h < 0) return -1;
    unit = unit << 4 | h;
  }
  return unit;
}

// mantissa * 10^exponent where one rounding suffices, because both factors are exact doubles.
bool exact_product(uint64_t mantissa, int64_t exponent, double* out) {
  static constexpr double kPowers[] = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,  1e8,  1e9,  1e10, 1e11,
                                       1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};
  if (mantissa > uint64_t{1} << 53 || exponent < -22 || exponent > 22) return false;
  const auto m = static_cast<double>(mantissa);
  *out = exponent < 0 ? m / kPowers[-exponent] : m * kPowers[exponent];
  return true;
}

// Digits from *p on, appended to *mantissa, which may wrap beyond 19 of them.
void take_digits(const char** p, const char* end, uint64_t* mantissa) {
  for (; *p < end && is_digit(**p); ++*p) *mantissa = *mantissa * 10 + static_cast<uint64_t>(**p - '0');
}

}  // namespace

const char* JsonScanner::find_special(const char* p, bool* high) const {
#ifdef __SSE2__
  for (; end_ - p >= 16; p += 16) {
    const Special special = special_bytes(p);
    if (special.found) {
      const int at = __builtin_ctz(special.found);
      if (special.high & ((1u << at) - 1)) *high = true;
      return p + at;
    }
    if (special.high) *high = true;
  }
#endif
  for (; p < end_; ++p) {
    const auto c = static_cast<unsigned char>(*p);
    if (c == '"' || c == '\\' || c < 0x20) break;
    if (c >= 0x80) *high = true;
  }
  return p;
}

bool JsonScanner::raw_string(JsonString* out) {
  const char* const start = at_;
  out->escaped = false;
  bool high = false;
  for (const char* p = at_;;) {
    p = find_special(p, &high);
    if (p == end_) return fail("Unterminated string starting at", start - 1);
    if (*p == '"') {
      out->body = {start, static_cast<size_t>(p - start)};
      out->ascii = !high;
      at_ = p + 1;
      return true;
    }
    if (*p != '\\') return fail("Invalid control character at", p);
    out->escaped = true;
    if (end_ - p < 2) return fail("Unterminated string starting at", start - 1);
    p += 2;
  }
}

bool JsonScanner::string(Value* out) {
  JsonString s;
  const char* quote = at_ - 1;
  if (!raw_string(&s)) return false;
  if (!s.ascii && !unicode::is_valid(s.body, true)) return fail("invalid UTF-8", quote);
  if (!s.escaped) {
    *out = Value::string(s.body, s.ascii);
    return true;
  }
  std::string text;
  if (!unescape(s.body, &text)) return false;
  *out = Value::string(text);
  return true;
}

bool JsonScanner::unescape(std::string_view body, std::string* out) {
  out->clear();
  const char* p = body.data();
  const char* const stop = p + body.size();
  while (p < stop) {
    if (*p != '\\') {
      const char* run = p;
      while (p < stop && *p != '\\') ++p;
      out->append(run, p);
      continue;
    }
    const char* escape = p;
    const char c = p[1];
    p += 2;
    static constexpr std::string_view kFrom = "\"\\/bfnrt", kTo = "\"\\/\b\f\n\r\t";
    if (const size_t k = kFrom.find(c); k != kFrom.npos) {
      out->push_back(kTo[k]);
      continue;
    }
    if (c != 'u') return fail("Invalid \\escape", escape);
    int32_t unit = hex4(p, stop);
    if (unit < 0) return fail("Invalid \\uXXXX escape", escape + 1);
    p += 4;
    auto point = static_cast<char32_t>(unit);
    if (unit >= 0xd800 && unit < 0xdc00 && stop - p >= 6 && p[0] == '\\' && p[1] == 'u') {
      const int32_t low = hex4(p + 2, stop);
      if (low >= 0xdc00 && low < 0xe000) {
        point =
            0x10000 + ((static_cast<char32_t>(unit) - 0xd800) << 10) + (static_cast<char32_t>(low) - 0xdc00);
        p += 6;
      }
    }
    unicode::append(*out, point);
  }
  return true;
}

bool JsonScanner::value(Value* out, int depth) {
  if (at_ == end_) return fail("Expecting value");
  switch (*at_) {
    case '"': ++at_; return string(out);
    case '{': return object(out, depth);
    case '[': return array(out, depth);
    case 'n': return word("null", Value(), out);
    case 't': return word("true", Value::boolean(true), out);
    case 'f': return word("false", Value::boolean(false), out);
    case 'N': return word("NaN", Value::real(__builtin_nan("")), out);
    case 'I': return word("Infinity", Value::real(__builtin_inf()), out);
    case '-':
      if (end_ - at_ > 1 && at_[1] == 'I') return word("-Infinity", Value::real(-__builtin_inf()), out);
      return number(out);
    default: return is_digit(*at_) ? number(out) : fail("Expecting value");
  }
}

bool JsonScanner::skip_value() {
  int64_t depth = 0;
  do {
    skip_space();
    if (at_ == end_) return fail("Expecting value");
    const char c = *at_;
    if (c == '"') {
      ++at_;
      JsonString s;
      if (!raw_string(&s)) return false;
    } else if (c == '{' || c == '[') {
      ++at_, ++depth;
      continue;
    } else if (c == '}' || c == ']') {
      if (depth == 0) return fail("Expecting value");
      ++at_, --depth;
    } else if (c == ',' || c == ':') {
      if (depth == 0) return fail("Expecting value");
      ++at_;
    } else {
      skip_word();
    }
  } while (depth > 0);
  return true;
}

bool JsonScanner::word(std::string_view text, Value v, Value* out) {
  if (!take(text)) return fail("Expecting value");
  *out = std::move(v);
  return true;
}

bool JsonScanner::number(Value* out) {
  const char* const start = at_;
  const char* p = at_;
  const bool negative = *p == '-';
  if (negative) ++p;
  const char* const digits = p;
  if (p == end_ || !is_digit(*p)) return fail("Expecting value");
  uint64_t mantissa = 0;
  if (*p == '0')
    ++p;
  else
    take_digits(&p, end_, &mantissa);
  const char* const int_end = p;
  bool is_float = false;
  if (end_ - p > 1 && *p == '.' && is_digit(p[1])) {
    is_float = true;
    ++p;
    take_digits(&p, end_, &mantissa);
  }
  const char* const mantissa_end = p;
  if (p < end_ && (*p == 'e' || *p == 'E')) {
    const char* e = p + 1;
    if (e < end_ && (*e == '+' || *e == '-')) ++e;
    if (e < end_ && is_digit(*e)) {
      is_float = true;
      for (p = e; p < end_ && is_digit(*p);) ++p;
    }
  }
  at_ = p;
  if (is_float) {
    double d;
    // Without an exponent and with few digits one division gives the nearest double.
    if (p == mantissa_end && p - digits <= 19 && exact_product(mantissa, int_end + 1 - p, &d)) {
      if (negative) d = -d;
    } else if (!parse_float({start, static_cast<size_t>(p - start)}, &d)) {
      return fail("Expecting value", start);
    }
    *out = Value::real(d);
    return true;
  }
  if (int_end - digits <= 18) {
    *out = Value::integer(negative ? -static_cast<int64_t>(mantissa) : static_cast<int64_t>(mantissa));
    return true;
  }
  if (parse_int({start, static_cast<size_t>(p - start)}, 10, out) != IntText::kOk)
    return fail("Exceeds the limit (4300 digits) for integer string conversion", start);
  return true;
}

bool JsonScanner::array(Value* out, int depth) {
  if (depth >= kJsonDepthMax) return fail("maximum recursion depth exceeded");
  ++at_;
  auto* list = new ListObj();
  Value result = Value::adopt(list);
  skip_space();
  if (!take(']')) {
    list->items.reserve(8);
    for (;;) {
      if (!count_part()) return false;
      list->items.emplace_back();
      if (!value(&list->items.back(), depth + 1)) return false;
      skip_space();
      if (take(']')) break;
      if (!take(',')) return fail("Expecting ',' delimiter");
      skip_space();
    }
  }
  *out = std::move(result);
  return true;
}

bool JsonScanner::object(Value* out, int depth) {
  if (depth >= kJsonDepthMax) return fail("maximum recursion depth exceeded");
  ++at_;
  auto* dict = new DictObj();
  Value result = Value::adopt(dict);
  skip_space();
  if (!take('}')) {
    for (;;) {
      if (!count_part()) return false;
      Value key;
      if (!take('"')) return fail("Expecting property name enclosed in double quotes");
      if (!string(&key)) return false;
      skip_space();
      if (!take(':')) return fail("Expecting ':' delimiter");
      skip_space();
      Value item;
      if (!value(&item, depth + 1)) return false;
      bool inserted;
      dict->table.find_or_insert(key, &inserted)->value = std::move(item);
      skip_space();
      if (take('}')) break;
      if (!take(',')) return fail("Expecting ',' delimiter");
      skip_space();
    }
  }
  *out = std::move(result);
  return true;
}

}  // namespace headrace
