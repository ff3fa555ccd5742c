// A Value as its two words, for what moves many whose kinds it knows.
#pragma once

#include <bit>
#include <cstdint>
#include <cstring>

#include "data/value.h"

namespace headrace {

struct ValueWords {
  uint64_t head;  // the kind, the representation and the first bytes of the payload
  uint64_t payload;

  bool operator==(const ValueWords&) const = default;
};
static_assert(sizeof(ValueWords) == sizeof(Value));

inline ValueWords words_of(const Value& v) {
  ValueWords words;
  std::memcpy(&words, &v, sizeof(words));
  return words;
}

inline ValueWords words_of_int(int64_t i) {
  return {static_cast<uint64_t>(Kind::kInt), static_cast<uint64_t>(i)};
}
inline ValueWords words_of_float(double d) {
  return {static_cast<uint64_t>(Kind::kFloat), std::bit_cast<uint64_t>(d)};
}

// What stands in *to is forgotten and gives no reference back, and neither does this take one.
inline void overwrite(Value* to, ValueWords words) {
  std::memcpy(static_cast<void*>(to), &words, sizeof(words));
}

}  // namespace headrace
