#include "data/wire.h"

namespace headrace::wire {
namespace {

template <typename T>
void append_little_endian(T v, std::string* out) {
  char bytes[sizeof(T)];
  for (size_t i = 0; i < sizeof(T); ++i) bytes[i] = static_cast<char>(v >> (8 * i));
  out->append(bytes, sizeof bytes);
}

template <typename T>
T from_little_endian(std::string_view bytes) {
  T v = 0;
  for (size_t i = 0; i < bytes.size(); ++i)
    v |= static_cast<T>(static_cast<T>(static_cast<uint8_t>(bytes[i])) << (8 * i));
  return v;
}

}  // namespace

void append_u32(uint32_t v, std::string* out) { append_little_endian(v, out); }
void append_u64(uint64_t v, std::string* out) { append_little_endian(v, out); }

void append_varint(uint64_t v, std::string* out) {
  while (v >= 0x80) {
    out->push_back(static_cast<char>(v | 0x80));
    v >>= 7;
  }
  out->push_back(static_cast<char>(v));
}

void append_signed(int64_t v, std::string* out) {
  append_varint((static_cast<uint64_t>(v) << 1) ^ static_cast<uint64_t>(v >> 63), out);
}

void append_bytes(std::string_view bytes, std::string* out) {
  append_varint(bytes.size(), out);
  out->append(bytes);
}

std::string_view Reader::raw(uint64_t size) {
  if (size > rest_.size()) {
    fail();
    return {};
  }
  const std::string_view bytes = rest_.substr(0, size);
  rest_.remove_prefix(size);
  return bytes;
}

uint8_t Reader::u8() { return from_little_endian<uint8_t>(raw(1)); }
uint32_t Reader::u32() { return from_little_endian<uint32_t>(raw(4)); }
uint64_t Reader::u64() { return from_little_endian<uint64_t>(raw(8)); }

uint64_t Reader::varint() {
  uint64_t v = 0;
  for (int shift = 0; shift < 64; shift += 7) {
    const uint8_t byte = u8();
    const uint64_t bits = byte & 0x7f;
    const bool last = byte < 0x80;
    // A last byte of zero would be a longer form of a shorter number; the tenth byte holds one bit.
    if ((last && bits == 0 && shift > 0) || (shift == 63 && bits > 1)) break;
    v |= bits << shift;
    if (last) return ok_ ? v : 0;
  }
  fail();
  return 0;
}

int64_t Reader::signed_varint() {
  const uint64_t v = varint();
  return static_cast<int64_t>((v >> 1) ^ (~(v & 1) + 1));
}

size_t Reader::count(size_t least) {
  const uint64_t n = varint();
  if (n > rest_.size() / least) {
    fail();
    return 0;
  }
  return n;
}

}  // namespace headrace::wire
