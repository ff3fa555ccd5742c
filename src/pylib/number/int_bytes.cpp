#include "pylib/number/int_bytes.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "pylib/errors.h"
#include "pylib/number/int_ops.h"

namespace headrace::pylib {
namespace {

constexpr const char* kToNames[] = {"length", "byteorder", "signed"};
constexpr Signature kToSignature{"to_bytes", kToNames, 0, 0, 2};
constexpr const char* kFromNames[] = {"bytes", "byteorder", "signed"};
constexpr Signature kFromSignature{"from_bytes", kFromNames, 1, 0, 2};

// "big" when left out.
bool read_order(Context& cx, const char* function, const Value* order, bool* little) {
  *little = false;
  if (!order) return true;
  if (!order->is_str()) {
    return fail_with(cx, Exc::kTypeError,
                     {function, "() argument 'byteorder' must be str, not ", type_name(*order)});
  }
  *little = order->str() == "little";
  return *little || order->str() == "big" ||
         cx.fail(Exc::kValueError, "byteorder must be either 'little' or 'big'");
}

bool read_signed(Context& cx, const Value* flag, bool* is_signed) {
  *is_signed = false;
  return !flag || truthy(cx, *flag, is_signed);
}

// Whether v has a place in so many bytes.
bool fits(const BigInt& v, uint64_t bytes, bool is_signed) {
  if (v.is_zero()) return true;
  const size_t bits = v.sign() < 0 ? bit_length(v + 1) : bit_length(v);
  // CPython lets -1 have no bytes at all.
  return bits + (is_signed && bytes > 0) <= bytes * 8;
}

// The items of an iterable of ints 0..255.
bool gather_bytes(Context& cx, const Value& v, std::string* out) {
  Values items;
  if (v.is_str() || is_int(v) || v.is_float() || v.is_none()) {
    return fail_with(cx, Exc::kTypeError, {"cannot convert '", type_name(v), "' object to bytes"});
  }
  if (!collect(cx, v, &items)) return false;
  for (const Value& item : items) {
    int64_t byte;
    if (!to_index(cx, item, &byte, true)) return false;
    if (byte < 0 || byte > 255) return cx.fail(Exc::kValueError, "bytes must be in range(0, 256)");
    out->push_back(static_cast<char>(byte));
  }
  return true;
}

}  // namespace

bool int_to_bytes(Context& cx, const Value& self, const Args& args, Value* out) {
  const Value* slots[3];
  int64_t length = 1;
  bool little, is_signed;
  if (!bind(cx, kToSignature, args, slots)) return false;
  if (slots[0] && !to_index(cx, *slots[0], &length)) return false;
  if (!read_signed(cx, slots[2], &is_signed) || !read_order(cx, "to_bytes", slots[1], &little)) return false;
  if (length < 0) return cx.fail(Exc::kValueError, "length argument must be non-negative");

  const BigOperand v(self);
  if (!is_signed && (*v).sign() < 0) {
    return cx.fail(Exc::kOverflowError, "can't convert negative int to unsigned");
  }
  const auto size = static_cast<size_t>(length);
  if (!cx.charge_bytes(size)) return false;
  if (!fits(*v, size, is_signed)) return cx.fail(Exc::kOverflowError, "int too big to convert");

  // Two's complement: a negative number is the complement of -v - 1.
  const bool negative = (*v).sign() < 0;
  std::string bytes;
  if (const BigInt magnitude = negative ? BigInt(-*v - 1) : *v; !magnitude.is_zero()) {
    export_bits(magnitude, std::back_inserter(bytes), 8, false);
  }
  bytes.resize(size, '\0');
  if (negative)
    std::transform(bytes.begin(), bytes.end(), bytes.begin(), [](char c) { return static_cast<char>(~c); });
  if (!little) std::reverse(bytes.begin(), bytes.end());
  *out = Value::bytes(bytes);
  return true;
}

bool int_from_bytes(Context& cx, const Args& args, Value* out) {
  const Value* slots[3];
  bool little, is_signed;
  if (!bind(cx, kFromSignature, args, slots)) return false;
  if (!read_signed(cx, slots[2], &is_signed) || !read_order(cx, "from_bytes", slots[1], &little))
    return false;
  std::string bytes;
  if (slots[0]->kind() == Kind::kBytes) {
    bytes = slots[0]->bytes_view();
  } else if (!gather_bytes(cx, *slots[0], &bytes)) {
    return false;
  }
  if (!little) std::reverse(bytes.begin(), bytes.end());
  BigInt v;
  const auto* data = reinterpret_cast<const unsigned char*>(bytes.data());
  if (!bytes.empty()) import_bits(v, data, data + bytes.size(), 8, false);
  if (is_signed && !bytes.empty() && (data[bytes.size() - 1] & 0x80)) v -= BigInt(1) << bytes.size() * 8;
  *out = make_int(std::move(v));
  return true;
}

}  // namespace headrace::pylib
