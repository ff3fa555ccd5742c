#include "spec/yaml_scalar.h"

#include <array>
#include <optional>

#include "data/datetime.h"
#include "spec/yaml_number.h"

namespace headrace {
namespace {

struct BoolWord {
  std::string_view lower;
  bool value;
};
constexpr BoolWord kBoolWords[] = {{"yes", true},    {"no", false}, {"true", true},
                                   {"false", false}, {"on", true},  {"off", false}};

std::string lowered(std::string_view text) {
  std::string out(text);
  for (char& c : out) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  return out;
}

// The value of a word of YAML 1.1, in any mixture of case.
std::optional<bool> bool_word(std::string_view text) {
  if (text.size() > 5) return std::nullopt;
  const std::string lower = lowered(text);
  for (const BoolWord& word : kBoolWords) {
    if (lower == word.lower) return word.value;
  }
  return std::nullopt;
}

// Lower, Title or UPPER: the only mixtures of case that resolve.
bool has_plain_case(std::string_view text) {
  const auto is_upper = [](char c) { return c >= 'A' && c <= 'Z'; };
  bool rest_upper = true, rest_lower = true;
  for (char c : text.substr(1)) (is_upper(c) ? rest_lower : rest_upper) = false;
  return rest_lower || (rest_upper && is_upper(text.front()));
}

struct Timestamp {
  int year = 0, month = 0, day = 0;
  bool has_time = false;
  int hour = 0, minute = 0, second = 0, microsecond = 0;
  bool has_zone = false;
  int offset_s = 0;
};

class TimestampReader {
 public:
  explicit TimestampReader(std::string_view text) : rest_(text) {}

  bool read(Timestamp* t) {
    if (!number(4, 4, &t->year) || !take('-') || !number(1, 2, &t->month) || !take('-') ||
        !number(1, 2, &t->day)) {
      return false;
    }
    if (rest_.empty()) return true;
    t->has_time = true;
    if (!take('T') && !take('t') && !blanks()) return false;
    if (!number(1, 2, &t->hour) || !take(':') || !number(2, 2, &t->minute) || !take(':') ||
        !number(2, 2, &t->second)) {
      return false;
    }
    if (take('.')) fraction(&t->microsecond);
    return zone(t) && rest_.empty();
  }

 private:
  bool take(char c) {
    if (rest_.empty() || rest_.front() != c) return false;
    rest_.remove_prefix(1);
    return true;
  }
  bool blanks() {
    bool any = false;
    while (take(' ') || take('\t')) any = true;
    return any;
  }
  bool digit(int* value) {
    if (rest_.empty() || rest_.front() < '0' || rest_.front() > '9') return false;
    *value = *value * 10 + (rest_.front() - '0');
    rest_.remove_prefix(1);
    return true;
  }
  bool number(int least, int most, int* value) {
    int n = 0;
    while (n < most && digit(value)) ++n;
    return n >= least;
  }
  void fraction(int* microsecond) {
    int digits = 0;
    while (digits < 6 && digit(microsecond)) ++digits;
    for (; digits < 6; ++digits) *microsecond *= 10;
    for (int beyond = 0; digit(&beyond);) beyond = 0;
  }
  bool zone(Timestamp* t) {
    if (rest_.empty()) return true;
    blanks();
    t->has_zone = true;
    if (take('Z')) return true;
    const bool negative = take('-');
    if (!negative && !take('+')) return false;
    int hours = 0, minutes = 0;
    if (!number(1, 2, &hours)) return false;
    if (take(':') && !number(2, 2, &minutes)) return false;
    t->offset_s = (negative ? -1 : 1) * (hours * 3600 + minutes * 60);
    return true;
  }

  std::string_view rest_;
};

bool matches_timestamp(std::string_view text) {
  Timestamp t;
  if (text.size() < 8 || !TimestampReader(text).read(&t)) return false;
  return t.has_time || text.size() == 10;  // a date alone has all its digits
}

std::string_view timestamp_problem(const Timestamp& t) {
  if (t.year < 1) return "year 0 is out of range";
  if (t.month < 1 || t.month > 12) return "month must be in 1..12";
  if (t.day < 1 || t.day > days_in_month(t.year, t.month)) return "day is out of range for month";
  if (t.hour > 23) return "hour must be in 0..23";
  if (t.minute > 59) return "minute must be in 0..59";
  if (t.second > 59) return "second must be in 0..59";
  if (t.offset_s <= -86400 || t.offset_s >= 86400) return "the offset must be less than 24 hours";
  return {};
}

bool construct_timestamp(std::string_view text, Value* out, std::string* problem) {
  Timestamp t;
  if (!TimestampReader(text).read(&t)) {
    *problem = "not a date or time";
    return false;
  }
  *problem = timestamp_problem(t);
  if (!problem->empty()) return false;
  const int64_t days = days_from_civil(t.year, t.month, t.day);
  if (!t.has_time) {
    *out = Value::date(days);
    return true;
  }
  const int64_t seconds = (t.hour * 60 + t.minute) * 60 + t.second;
  *out = Value::datetime(days * kDayUs + seconds * 1'000'000 + t.microsecond,
                         t.has_zone ? Zone::kFixed : Zone::kNaive, t.offset_s);
  return true;
}

int base64_value(char c) {
  constexpr std::string_view kAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  const size_t at = kAlphabet.find(c);
  return at == kAlphabet.npos ? -1 : static_cast<int>(at);
}

// binascii.a2b_base64: what is no digit is skipped, and padding that completes a group of four ends the data.
bool construct_binary(std::string_view text, Value* out, std::string* problem) {
  std::string bytes;
  uint32_t bits = 0;
  int digits = 0, pads = 0;  // of the group at hand
  for (char c : text) {
    if (static_cast<uint8_t>(c) >= 0x80) {
      *problem = "base64 data must be ASCII";
      return false;
    }
    if (c == '=' && digits >= 2 && digits + ++pads >= 4) {
      *out = Value::bytes(bytes);
      return true;
    }
    const int value = base64_value(c);
    if (value < 0) continue;
    pads = 0;
    bits = bits << 6 | static_cast<uint32_t>(value);
    if (digits > 0) bytes += static_cast<char>(bits >> (6 - 2 * digits));
    digits = (digits + 1) % 4;
  }
  if (digits != 0) {
    *problem = "incorrect padding of base64 data";
    return false;
  }
  *out = Value::bytes(bytes);
  return true;
}

}  // namespace

ScalarTag resolve_plain(std::string_view text) {
  if (text.empty()) return ScalarTag::kNull;
  if (text.front() >= '0' && text.front() <= '9') {
    if (matches_timestamp(text)) return ScalarTag::kTimestamp;
    if (matches_float(text)) return ScalarTag::kFloat;
    return matches_int(text) ? ScalarTag::kInt : ScalarTag::kString;
  }
  switch (text.front()) {
    case '-':
    case '+':
    case '.':
      if (matches_float(text)) return ScalarTag::kFloat;
      return matches_int(text) ? ScalarTag::kInt : ScalarTag::kString;
    case '~': return text.size() == 1 ? ScalarTag::kNull : ScalarTag::kString;
    case '<': return text == "<<" ? ScalarTag::kMerge : ScalarTag::kString;
    case '=': return text.size() == 1 ? ScalarTag::kValue : ScalarTag::kString;
    case 'y':
    case 'Y':
    case 't':
    case 'T':
    case 'f':
    case 'F':
    case 'o':
    case 'O':
    case 'n':
    case 'N':
      if (text.size() > 5 || !has_plain_case(text)) return ScalarTag::kString;
      if (bool_word(text)) return ScalarTag::kBool;
      return lowered(text) == "null" ? ScalarTag::kNull : ScalarTag::kString;
    default: return ScalarTag::kString;
  }
}

bool construct_scalar(ScalarTag tag, std::string_view text, Value* out, std::string* problem) {
  switch (tag) {
    case ScalarTag::kNull: *out = Value(); return true;
    case ScalarTag::kString: *out = Value::string(text); return true;
    case ScalarTag::kInt: return construct_int(text, out, problem);
    case ScalarTag::kFloat: return construct_float(text, out, problem);
    case ScalarTag::kTimestamp: return construct_timestamp(text, out, problem);
    case ScalarTag::kBinary: return construct_binary(text, out, problem);
    case ScalarTag::kBool:
      if (const auto value = bool_word(text)) {
        *out = Value::boolean(*value);
        return true;
      }
      *problem = "not a boolean";
      return false;
    case ScalarTag::kMerge:
    case ScalarTag::kValue: break;
  }
  *problem = "not a value";
  return false;
}

}  // namespace headrace
