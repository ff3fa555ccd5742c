#include <charconv>
#include <cmath>
#include <string>

#include "connect/columnar/arrow_column_kinds.h"
#include "connect/columnar/cell_loop.h"
#include "data/bigint.h"
#include "data/number_text.h"

namespace headrace::columnar {
namespace {

class NullColumn final : public CellLoop<NullColumn, false> {
 public:
  static auto cells(const ArrowArray&, int64_t, int64_t) {
    return [](int64_t, Value*, std::string*) { return true; };
  }
};

class BoolColumn final : public CellLoop<BoolColumn> {
 public:
  static constexpr bool kTakesUsedCells = true;

  static auto cells(const ArrowArray& array, int64_t, int64_t) {
    return [bits = buffer<uint8_t>(array, 1)](int64_t at, Value* out, std::string*) {
      *out = Value::boolean(bits[at >> 3] >> (at & 7) & 1);
      return true;
    };
  }
};

template <typename T>
class IntColumn final : public CellLoop<IntColumn<T>> {
 public:
  static constexpr bool kTakesUsedCells = true;

  static auto cells(const ArrowArray& array, int64_t, int64_t) {
    return [values = buffer<T>(array, 1)](int64_t at, Value* out, std::string*) {
      *out = Value::integer(values[at]);
      return true;
    };
  }
};

class UInt64Column final : public CellLoop<UInt64Column> {
 public:
  static auto cells(const ArrowArray& array, int64_t, int64_t) {
    return [values = buffer<uint64_t>(array, 1)](int64_t at, Value* out, std::string*) {
      const uint64_t i = values[at];
      *out = i <= INT64_MAX ? Value::integer(static_cast<int64_t>(i)) : make_int(BigInt(i));
      return true;
    };
  }
};

template <typename T>
class FloatColumn final : public CellLoop<FloatColumn<T>> {
 public:
  static constexpr bool kTakesUsedCells = true;

  static auto cells(const ArrowArray& array, int64_t, int64_t) {
    return [values = buffer<T>(array, 1)](int64_t at, Value* out, std::string*) {
      *out = Value::real(values[at]);
      return true;
    };
  }
};

double half_to_double(uint16_t bits) {
  const int exponent = bits >> 10 & 0x1f;
  const int fraction = bits & 0x3ff;
  double magnitude;
  if (exponent == 0x1f) {
    magnitude = fraction ? std::nan("") : HUGE_VAL;
  } else if (exponent == 0) {
    magnitude = std::ldexp(fraction, -24);
  } else {
    magnitude = std::ldexp(fraction | 0x400, exponent - 25);
  }
  return bits & 0x8000 ? -magnitude : magnitude;
}

class HalfColumn final : public CellLoop<HalfColumn> {
 public:
  static auto cells(const ArrowArray& array, int64_t, int64_t) {
    return [values = buffer<uint16_t>(array, 1)](int64_t at, Value* out, std::string*) {
      *out = Value::real(half_to_double(values[at]));
      return true;
    };
  }
};

// Little-endian two's complement. Without digits after the point an integer, else the double that the same
// digits give in JSON.
class DecimalColumn final : public CellLoop<DecimalColumn> {
 public:
  DecimalColumn(int bytes, int scale) : bytes_(bytes), scale_(scale) {
    if (scale < 0) factor_ = boost::multiprecision::pow(BigInt(10), static_cast<unsigned>(-scale));
  }

  auto cells(const ArrowArray& array, int64_t, int64_t) const {
    return [this, data = buffer<uint8_t>(array, 1)](int64_t at, Value* out, std::string* why) {
      return value(unscaled(data + at * bytes_), out, why);
    };
  }

 private:
  Value unscaled(const uint8_t* data) const {
    const bool negative = data[bytes_ - 1] & 0x80;
    BigInt v = 0;
    for (int i = bytes_ - 1; i >= 0; --i) v = v << 8 | (negative ? data[i] ^ 0xff : data[i]);
    return make_int(negative ? BigInt(-v - 1) : v);
  }

  bool value(const Value& digits, Value* out, std::string* why) const {
    if (scale_ <= 0) {
      *out = scale_ == 0 ? digits : make_int(to_big(digits) * factor_);
      return true;
    }
    std::string text;
    double d = 0;
    if (!append_int(digits, &text) || !parse_float(text + "e-" + std::to_string(scale_), &d)) {
      *why = "a decimal that is no number";
      return false;
    }
    *out = Value::real(d);
    return true;
  }

  int bytes_;
  int scale_;
  BigInt factor_;  // of digits before the point, where the scale is negative
};

// "d:precision,scale" with ",bits" where they are not 128.
ColumnPtr decimal_column(std::string_view format) {
  int numbers[3] = {0, 0, 128};
  const char* at = format.data() + 2;
  const char* const end = format.data() + format.size();
  for (int& number : numbers) {
    const auto parsed = std::from_chars(at, end, number);
    if (parsed.ec != std::errc()) return nullptr;
    at = parsed.ptr;
    if (at == end) break;
    ++at;
  }
  const auto [precision, scale, bits] = numbers;
  if (bits != 32 && bits != 64 && bits != 128 && bits != 256) return nullptr;
  // No integer that no text could bring in.
  if (precision < 0 || int64_t{precision} - scale > int64_t{kIntDigitsMax}) return nullptr;
  return std::make_unique<DecimalColumn>(bits / 8, scale);
}

}  // namespace

ColumnPtr number_column(std::string_view format) {
  if (format.starts_with("d:")) return decimal_column(format);
  if (format.size() != 1) return nullptr;
  switch (format[0]) {
    case 'n': return std::make_unique<NullColumn>();
    case 'b': return std::make_unique<BoolColumn>();
    case 'c': return std::make_unique<IntColumn<int8_t>>();
    case 'C': return std::make_unique<IntColumn<uint8_t>>();
    case 's': return std::make_unique<IntColumn<int16_t>>();
    case 'S': return std::make_unique<IntColumn<uint16_t>>();
    case 'i': return std::make_unique<IntColumn<int32_t>>();
    case 'I': return std::make_unique<IntColumn<uint32_t>>();
    case 'l': return std::make_unique<IntColumn<int64_t>>();
    case 'L': return std::make_unique<UInt64Column>();
    case 'e': return std::make_unique<HalfColumn>();
    case 'f': return std::make_unique<FloatColumn<float>>();
    case 'g': return std::make_unique<FloatColumn<double>>();
    default: return nullptr;
  }
}

}  // namespace headrace::columnar
