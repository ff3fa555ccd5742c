// Integers and byte strings as bytes, and reading them back within bounds: what every byte format of ours is
// made of. docs/state-format.md has it in prose.
//
// Fixed-width numbers are little-endian. A varint holds seven bits a byte, lowest first, the high bit on all
// but the last, in as few bytes as it takes; signed numbers are folded to 0, -1, 1, -2... first.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace headrace::wire {

void append_u32(uint32_t v, std::string* out);
void append_u64(uint64_t v, std::string* out);
void append_varint(uint64_t v, std::string* out);
void append_signed(int64_t v, std::string* out);
// The length as a varint, then the bytes.
void append_bytes(std::string_view bytes, std::string* out);

// Reads what the functions above wrote. What does not fit the input, or is not in its one form, fails; after
// that every read gives zero or nothing, so that a caller may check once at the end. Views last as long as
// the input.
class Reader {
 public:
  explicit Reader(std::string_view input) : rest_(input) {}

  uint8_t u8();
  uint32_t u32();
  uint64_t u64();
  uint64_t varint();
  int64_t signed_varint();
  std::string_view raw(uint64_t size);
  std::string_view bytes() { return raw(varint()); }
  // A count of things that follow and take at least `least` bytes each: bounded by what is left, so that
  // making room for them is safe.
  size_t count(size_t least);

  bool ok() const { return ok_; }
  bool fail() {
    ok_ = false;
    rest_ = {};
    return false;
  }
  size_t left() const { return rest_.size(); }

 private:
  std::string_view rest_;
  bool ok_ = true;
};

}  // namespace headrace::wire
