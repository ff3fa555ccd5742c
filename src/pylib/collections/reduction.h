// The builtins that make one value of many.
#pragma once

#include "data/context.h"
#include "data/value.h"
#include "pylib/operators.h"

namespace headrace::pylib {

// sum()'s step, total + item; the additions that nearly every sum is made of without a detour. Doubles add
// left to right.
inline bool add_to(Context& cx, Value* total, const Value& item) {
  int64_t sum;
  if (total->is_float()) {
    if (item.is_float()) {
      *total = Value::real(total->as_float() + item.as_float());
      return true;
    }
    if (item.is_small_int()) {
      *total = Value::real(total->as_float() + static_cast<double>(item.as_int()));
      return true;
    }
  } else if (total->is_small_int() && item.is_small_int() &&
             !__builtin_add_overflow(total->as_int(), item.as_int(), &sum)) {
    *total = Value::integer(sum);
    return true;
  }
  Value result;
  if (!binary(cx, BinaryOp::kAdd, *total, item, &result)) return false;
  *total = std::move(result);
  return true;
}

bool builtin_all(Context& cx, const Args& args, Value* out);
bool builtin_any(Context& cx, const Args& args, Value* out);
bool builtin_len(Context& cx, const Args& args, Value* out);
bool builtin_max(Context& cx, const Args& args, Value* out);
bool builtin_min(Context& cx, const Args& args, Value* out);
bool builtin_sum(Context& cx, const Args& args, Value* out);

}  // namespace headrace::pylib
