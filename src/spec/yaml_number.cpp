#include "spec/yaml_number.h"

#include <cmath>
#include <limits>
#include <vector>

#include "data/bigint.h"
#include "data/number_text.h"

namespace headrace {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// A text that is matched from the left.
struct Cursor {
  std::string_view rest;

  bool at(char c) const { return !rest.empty() && rest.front() == c; }
  bool take(char c) {
    if (!at(c)) return false;
    rest.remove_prefix(1);
    return true;
  }
  bool take_sign() { return take('-') || take('+'); }
  bool take(std::string_view word) {
    if (!rest.starts_with(word)) return false;
    rest.remove_prefix(word.size());
    return true;
  }
  // As many as there are of a set; how many.
  size_t take_all(std::string_view set) {
    const size_t n = std::min(rest.find_first_not_of(set), rest.size());
    rest.remove_prefix(n);
    return n;
  }
  // [0-9][0-9_]*
  bool take_number() { return !rest.empty() && is_digit(rest.front()) && take_all("0123456789_"); }
  // (:[0-5]?[0-9])+
  bool take_sixtieths() {
    bool any = false;
    while (at(':')) {
      const size_t digits = std::min(rest.find_first_not_of("0123456789", 1), rest.size()) - 1;
      if (digits < 1 || digits > 2 || (digits == 2 && rest[1] > '5')) return false;
      rest.remove_prefix(1 + digits);
      any = true;
    }
    return any;
  }
  // ([eE][-+][0-9]+)?
  void take_exponent() {
    Cursor ahead = *this;
    if ((ahead.take('e') || ahead.take('E')) && ahead.take_sign() && ahead.take_all("0123456789"))
      *this = ahead;
  }
  bool done() const { return rest.empty(); }
};

std::string without_underscores(std::string_view text) {
  std::string out;
  for (char c : text) {
    if (c != '_') out += c;
  }
  return out;
}

// Base 60: `1:30` is 90.
bool parse_sixtieths(std::string_view text, Value* out) {
  BigInt value = 0;
  while (true) {
    const size_t colon = std::min(text.find(':'), text.size());
    Value part;
    if (parse_int(text.substr(0, colon), 10, &part) != IntText::kOk) return false;
    value = value * 60 + to_big(part);
    if (colon == text.size()) break;
    text.remove_prefix(colon + 1);
  }
  *out = make_int(std::move(value));
  return true;
}

bool parse_sixtieths(std::string_view text, double* out) {
  std::vector<double> parts;
  while (true) {
    const size_t colon = std::min(text.find(':'), text.size());
    if (!parse_float(text.substr(0, colon), &parts.emplace_back())) return false;
    if (colon == text.size()) break;
    text.remove_prefix(colon + 1);
  }
  double base = 1;
  *out = 0;
  for (size_t i = parts.size(); i-- > 0; base *= 60) *out += parts[i] * base;
  return std::isfinite(base);
}

bool parse_magnitude(std::string_view text, Value* out) {
  if (text.find(':') != text.npos) return text.size() <= kIntDigitsMax && parse_sixtieths(text, out);
  int base = 10;
  if (text.starts_with("0b") || text.starts_with("0x")) {
    base = text[1] == 'b' ? 2 : 16;
    text.remove_prefix(2);
  } else if (text.size() > 1 && text.front() == '0') {
    base = 8;
  }
  return parse_int(text, base, out) == IntText::kOk;
}

}  // namespace

bool matches_int(std::string_view text) {
  Cursor c{text};
  c.take_sign();
  if (c.at('0')) {
    c.take('0');
    if (c.done()) return true;
    if (c.take('b')) return c.take_all("01_") && c.done();
    if (c.take('x')) return c.take_all("0123456789abcdefABCDEF_") && c.done();
    return c.take_all("01234567_") && c.done();
  }
  if (!c.take_number()) return false;
  return c.done() || (c.take_sixtieths() && c.done());
}

bool matches_float(std::string_view text) {
  Cursor c{text};
  const bool sign = c.take_sign();
  if (c.take_number()) {
    const bool sixtieths = c.at(':');
    if (sixtieths && !c.take_sixtieths()) return false;
    if (!c.take('.')) return false;
    c.take_all("0123456789_");
    if (!sixtieths) c.take_exponent();
    return c.done();
  }
  if (!c.take('.')) return false;
  if (c.take("inf") || c.take("Inf") || c.take("INF")) return c.done();
  if (sign) return false;
  if (c.take("nan") || c.take("NaN") || c.take("NAN")) return c.done();
  if (!c.take_number()) return false;
  c.take_exponent();
  return c.done();
}

bool construct_int(std::string_view text, Value* out, std::string* problem) {
  const std::string digits = without_underscores(text);
  Cursor c{digits};
  const bool negative = c.at('-');
  c.take_sign();
  if (!parse_magnitude(c.rest, out)) {
    *problem = c.rest.size() > kIntDigitsMax ? "an integer of more than 4300 digits" : "not an integer";
    return false;
  }
  if (negative) *out = make_int(-to_big(*out));
  return true;
}

bool construct_float(std::string_view text, Value* out, std::string* problem) {
  std::string digits = without_underscores(text);
  for (char& ch : digits) ch = ch >= 'A' && ch <= 'Z' ? static_cast<char>(ch + 32) : ch;
  Cursor c{digits};
  const bool negative = c.at('-');
  c.take_sign();
  double value = 0;
  if (c.rest == ".inf") {
    value = std::numeric_limits<double>::infinity();
  } else if (c.rest == ".nan") {
    *out = Value::real(std::numeric_limits<double>::quiet_NaN());
    return true;
  } else if (c.rest.find(':') != c.rest.npos ? !parse_sixtieths(c.rest, &value)
                                             : !parse_float(c.rest, &value)) {
    *problem = "not a float";
    return false;
  }
  *out = Value::real(negative ? -value : value);
  return true;
}

}  // namespace headrace
