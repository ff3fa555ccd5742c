#include "data/csv.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

#include "base/unicode.h"
#include "data/json_parser.h"
#include "data/number_text.h"
#include "data/text_slot.h"

namespace headrace {
namespace {

constexpr size_t kNone = std::string_view::npos;

// Behind the quote that closes the cell which was opened before `at`. kNone where the text ends before.
size_t closing_quote(std::string_view text, size_t at, bool* doubled) {
  for (;;) {
    const size_t quote = text.find('"', at);
    if (quote == kNone) return kNone;
    if (quote + 1 == text.size() || text[quote + 1] != '"') return quote;
    *doubled = true;
    at = quote + 2;
  }
}

// Of the `size` bytes from `at` on, at most 64, a bit for each: commas, and those beyond 0x7f. Bytes up to
// `readable` may be looked at.
struct RowBits {
  uint64_t commas, high;
};

RowBits row_bits(const char* at, size_t size, [[maybe_unused]] const char* readable) {
  RowBits bits = {0, 0};
#ifdef __SSE2__
  char padded[64];
  if (readable - at < 64) {
    std::memcpy(padded, at, size);
    at = padded;
  }
  const __m128i commas = _mm_set1_epi8(',');
  for (int i = 3; i >= 0; --i) {
    const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(at + 16 * i));
    bits.commas = bits.commas << 16 | static_cast<unsigned>(_mm_movemask_epi8(_mm_cmpeq_epi8(bytes, commas)));
    bits.high = bits.high << 16 | static_cast<unsigned>(_mm_movemask_epi8(bytes));
  }
#else
  for (size_t i = 0; i < size; ++i) {
    bits.commas |= uint64_t{at[i] == ','} << i;
    bits.high |= uint64_t{static_cast<unsigned char>(at[i]) >= 0x80} << i;
  }
#endif
  const uint64_t own = size == 64 ? ~uint64_t{0} : (uint64_t{1} << size) - 1;
  return {bits.commas & own, bits.high & own};
}

// Where a cell without quotes ends: at a comma, a line feed, or with the text.
size_t cell_end(std::string_view text, size_t at) {
#ifdef __SSE2__
  constexpr size_t kStep = sizeof(__m128i);
  const __m128i commas = _mm_set1_epi8(','), line_feeds = _mm_set1_epi8('\n');
  for (; at + kStep <= text.size(); at += kStep) {
    const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(text.data() + at));
    const auto ends = static_cast<unsigned>(
        _mm_movemask_epi8(_mm_or_si128(_mm_cmpeq_epi8(bytes, commas), _mm_cmpeq_epi8(bytes, line_feeds))));
    if (ends != 0) return at + static_cast<size_t>(std::countr_zero(ends));
  }
#endif
  while (at < text.size() && text[at] != ',' && text[at] != '\n') ++at;
  return at;
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

size_t skip_digits(std::string_view text, size_t at) {
  while (at < text.size() && is_digit(text[at])) ++at;
  return at;
}

bool is_boolean(std::string_view cell, bool* value) {
  constexpr std::array<std::string_view, 3> kTrue = {"true", "True", "TRUE"},
                                            kFalse = {"false", "False", "FALSE"};
  if (cell.size() < kTrue[0].size() || cell.size() > kFalse[0].size()) return false;
  for (size_t i = 0; i < kTrue.size(); ++i) {
    if (cell == kTrue[i]) return *value = true, true;
    if (cell == kFalse[i]) return *value = false, true;
  }
  return false;
}

// A number in JSON's notation of up to fifteen digits without an exponent: its digits are an exact double,
// and so is the power of ten that they are divided by.
struct PlainNumber {
  int64_t digits = 0;
  int decimals = -1;  // behind the point; -1: there is none
  bool negative = false;
};

constexpr double kPowersOfTen[] = {1e0, 1e1, 1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                   1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15};

bool read_plain_number(std::string_view cell, PlainNumber* out) {
  constexpr ptrdiff_t kDigitsMax = 15;
  const char *at = cell.data(), *const end = at + cell.size();
  out->negative = at < end && *at == '-';
  at += out->negative;
  if (end - at > kDigitsMax + 1) return false;
  const char* const first = at;
  for (; at < end && is_digit(*at); ++at) out->digits = 10 * out->digits + (*at - '0');
  if (at == first || (*first == '0' && at - first > 1) || at - first > kDigitsMax) return false;
  if (at == end) return true;
  if (*at != '.') return false;
  const char* const fraction = ++at;
  for (; at < end && is_digit(*at); ++at) out->digits = 10 * out->digits + (*at - '0');
  out->decimals = static_cast<int>(at - fraction);
  return at == end && at != fraction;
}

bool is_float_word(std::string_view cell) {
  if (cell.starts_with('-')) cell.remove_prefix(1);
  if (cell.empty() || is_digit(cell[0])) return false;
  return cell == "NaN" || cell == "nan" || cell == "Infinity" || cell == "inf";
}

}  // namespace

std::string_view CsvCell::with_single_quotes(std::string* buffer) const {
  buffer->clear();
  for (size_t at = 0; at < text.size();) {
    const size_t quote = std::min(text.find('"', at), text.size() - 1);
    buffer->append(text, at, quote + 1 - at);
    at = quote + (text[quote] == '"' ? 2 : 1);
  }
  return *buffer;
}

CsvScan scan_csv_row(std::string_view text, bool last, std::vector<CsvCell>* cells, size_t* size) {
  cells->clear();
  for (size_t at = 0;;) {
    CsvCell cell;
    size_t end;
    if (at < text.size() && text[at] == '"') {
      end = closing_quote(text, at + 1, &cell.doubled);
      if (end == kNone || (end + 1 == text.size() && !last)) return CsvScan::kMore;
      cell.text = text.substr(at + 1, end - at - 1);
      ++end;
    } else {
      end = cell_end(text, at);
      if (end == text.size() && !last) return CsvScan::kMore;
      cell.text = text.substr(at, end - at);
      if (cell.text.ends_with('\r') && (end == text.size() || text[end] == '\n')) cell.text.remove_suffix(1);
    }
    cells->push_back(cell);
    if (end < text.size() && text[end] == ',') {
      at = end + 1;
      continue;
    }
    if (text.substr(end).starts_with('\r')) ++end;
    if (end == text.size() && !last) return CsvScan::kMore;
    if (end == text.size() || text[end] == '\n') {
      *size = std::min(end + 1, text.size());
      return CsvScan::kRow;
    }
    const size_t line_end = text.find('\n', end);
    if (line_end == kNone && !last) return CsvScan::kMore;
    *size = line_end == kNone ? text.size() : line_end + 1;
    return CsvScan::kMalformed;
  }
}

bool split_plain_csv_row(std::string_view row, const char* readable, std::vector<CsvCell>* cells) {
  if (row.ends_with('\n')) row.remove_suffix(1);
  if (row.ends_with('\r')) row.remove_suffix(1);
  cells->clear();
  size_t cell = 0;
  uint64_t high = 0;
  for (size_t at = 0; at < row.size(); at += 64) {
    RowBits bits = row_bits(row.data() + at, std::min<size_t>(64, row.size() - at), readable);
    high |= bits.high;
    for (; bits.commas != 0; bits.commas &= bits.commas - 1) {
      const size_t comma = at + static_cast<size_t>(std::countr_zero(bits.commas));
      cells->emplace_back(row.substr(cell, comma - cell));
      cell = comma + 1;
    }
  }
  cells->emplace_back(row.substr(cell));
  return high == 0;
}

const char* csv_type_name(CsvType type) {
  switch (type) {
    case CsvType::kInteger: return "integer";
    case CsvType::kFloat: return "float";
    case CsvType::kBoolean: return "boolean";
    case CsvType::kString: return "string";
    case CsvType::kJson: return "json";
  }
  return "";
}

std::optional<CsvType> csv_type_of(std::string_view name) {
  for (const CsvType type :
       {CsvType::kInteger, CsvType::kFloat, CsvType::kBoolean, CsvType::kString, CsvType::kJson}) {
    if (csv_type_name(type) == name) return type;
  }
  return std::nullopt;
}

CsvType infer_csv_type(std::string_view cell) {
  bool value;
  if (!cell.empty() && !is_digit(cell[0]) && is_boolean(cell, &value)) return CsvType::kBoolean;
  if (is_float_word(cell)) return CsvType::kFloat;
  size_t at = cell.starts_with('-') ? 1 : 0;
  const size_t digits = at;
  at = skip_digits(cell, at);
  if (at == digits || (cell[digits] == '0' && at > digits + 1)) return CsvType::kString;
  if (at == cell.size()) return at - digits > kIntDigitsMax ? CsvType::kString : CsvType::kInteger;
  if (cell[at] == '.') {
    const size_t fraction = at + 1;
    at = skip_digits(cell, fraction);
    if (at == fraction) return CsvType::kString;
  }
  if (at < cell.size() && (cell[at] == 'e' || cell[at] == 'E')) {
    ++at;
    if (at < cell.size() && (cell[at] == '+' || cell[at] == '-')) ++at;
    const size_t exponent = at;
    at = skip_digits(cell, at);
    if (at == exponent) return CsvType::kString;
  }
  return at == cell.size() ? CsvType::kFloat : CsvType::kString;
}

CsvType join_csv_types(CsvType a, CsvType b) {
  if (a == b) return a;
  const bool numbers = a <= CsvType::kFloat && b <= CsvType::kFloat;
  return numbers ? CsvType::kFloat : CsvType::kString;
}

bool csv_value_quickly(CsvType type, std::string_view cell, bool ascii, Value* out) {
  if (type == CsvType::kString) {
    if (ascii) set_text(out, cell, true);
    return ascii;
  }
  if (type == CsvType::kBoolean) {
    bool value;
    if (!is_boolean(cell, &value)) return false;
    *out = Value::boolean(value);
    return true;
  }
  PlainNumber number;
  if (type == CsvType::kJson || !read_plain_number(cell, &number)) return false;
  if (type == CsvType::kInteger) {
    if (number.decimals >= 0) return false;
    *out = Value::integer(number.negative ? -number.digits : number.digits);
    return true;
  }
  const double d = number.decimals > 0 ? static_cast<double>(number.digits) / kPowersOfTen[number.decimals]
                                       : static_cast<double>(number.digits);
  *out = Value::real(number.negative ? -d : d);
  return true;
}

bool csv_value(CsvType type, std::string_view cell, bool ascii, Value* out, const char** why) {
  ascii = ascii || unicode::is_ascii(cell);
  if (!ascii && !unicode::is_valid(cell, true)) return *why = "invalid UTF-8", false;
  switch (type) {
    case CsvType::kInteger: {
      const IntText result = parse_int(cell, 10, out);
      *why = result == IntText::kTooManyDigits ? "an integer of more than 4300 digits" : "not an integer";
      return result == IntText::kOk;
    }
    case CsvType::kFloat: {
      double d;
      if (!parse_float(cell, &d)) return *why = "not a float", false;
      *out = Value::real(d);
      return true;
    }
    case CsvType::kBoolean: {
      bool value;
      if (!is_boolean(cell, &value)) return *why = "not a boolean", false;
      *out = Value::boolean(value);
      return true;
    }
    case CsvType::kString: set_text(out, cell, ascii); return true;
    case CsvType::kJson: {
      JsonError error;
      if (parse_json(cell, out, &error)) return true;
      *why = error.message;
      return false;
    }
  }
  return false;
}

void append_csv_cell(std::string_view text, std::string* out) {
  if (text.find_first_of(",\"\r\n") == kNone) {
    out->append(text);
    return;
  }
  out->push_back('"');
  for (const char c : text) {
    if (c == '"') out->push_back('"');
    out->push_back(c);
  }
  out->push_back('"');
}

}  // namespace headrace
