// The loop over a column's elements, made for each kind of column: nulls by words of the bitmap, no call that
// is not inlined.
//
// A kind K derives from CellLoop<K> and has
//
//   auto cells(const ArrowArray& array, int64_t at, int64_t count);
//
// which gives a function object for the elements at buffer positions at to at + count - 1. It holds what the
// loop needs by value, so that it stays in registers: stores to Values might otherwise be stores to the
// arrays' structures. Called as (int64_t at, Value* out, std::string* why) for those that are not null, it
// fills a None, or gives false with the reason in *why. With a member kTakesUsedCells, *out may be what an
// element of a batch before was.
#pragma once

#include <algorithm>
#include <bit>
#include <cstdint>
#include <cstring>
#include <string>
#include <utility>
#include <vector>

#include "connect/columnar/arrow_column.h"

namespace headrace::columnar {

template <typename T>
const T* buffer(const ArrowArray& array, int64_t i) {
  return static_cast<const T*>(array.buffers[i]);
}

// `n` bits, at most 64, from bit `at` on; looks at no byte without one of them.
inline uint64_t bits_at(const uint8_t* bits, int64_t at, int64_t n) {
  const int shift = static_cast<int>(at & 7);
  const auto bytes = static_cast<size_t>(shift + n + 7) / 8;
  bits += at >> 3;
  uint64_t word = 0;
  std::memcpy(&word, bits, std::min<size_t>(bytes, 8));
  word >>= shift;
  if (bytes > 8) word |= uint64_t{bits[8]} << (64 - shift);
  return n == 64 ? word : word & ((uint64_t{1} << n) - 1);
}

// kHasValidity: whether the first buffer tells which elements are null.
template <typename Kind, bool kHasValidity = true>
class CellLoop : public ArrowColumn {
 public:
  bool get(const ArrowArray& array, int64_t i, Value* out, std::string* why) final {
    const int64_t at = array.offset + i;
    const uint8_t* bits = validity(array);
    if (bits && !(bits[at >> 3] >> (at & 7) & 1)) return true;
    return static_cast<Kind*>(this)->cells(array, at, 1)(at, out, why);
  }

  void fill(const ArrowArray& array, int64_t begin, int64_t count, Cells out,
            std::vector<CellError>* errors) final {
    if (count == 0) return;  // an array of nothing may have no buffers
    const int64_t first = array.offset + begin;
    const auto cells = static_cast<Kind*>(this)->cells(array, first, count);
    std::string why;
    const auto one = [&](int64_t i) {
      if constexpr (!requires { Kind::kTakesUsedCells; }) out[i] = Value();
      if (cells(first + i, &out[i], &why)) return;
      out[i] = Value();
      errors->push_back({i, std::exchange(why, {})});
    };
    const uint8_t* bits = validity(array);
    if (!bits) {
      for (int64_t i = 0; i < count; ++i) one(i);
      return;
    }
    for (int64_t done = 0; done < count; done += 64) {
      const int64_t n = std::min<int64_t>(64, count - done);
      uint64_t valid = bits_at(bits, first + done, n);
      if (std::popcount(valid) == n) {
        for (int64_t i = done; i < done + n; ++i) one(i);
      } else {
        for (int64_t i = done; i < done + n; ++i, valid >>= 1) {
          if (valid & 1)
            one(i);
          else
            out[i] = Value();
        }
      }
    }
  }

 private:
  static const uint8_t* validity(const ArrowArray& array) {
    if constexpr (kHasValidity) return buffer<uint8_t>(array, 0);
    return nullptr;
  }
};

}  // namespace headrace::columnar
