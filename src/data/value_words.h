// A Value as its two words, for what moves many whose kinds it knows.
#pragma once

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

// What stands in *to is forgotten and gives no reference back, and neither does this take one.
inline void overwrite(Value* to, ValueWords words) {
  std::memcpy(static_cast<void*>(to), &words, sizeof(words));
}

}  // namespace headrace
