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

// The sum of plain numbers from 0 on, left to right: of ints as long as it is an int64, from the first float
// on of doubles.
class NumberSum {
 public:
  // False for anything else, and where an int64 does not hold the sum.
  bool add(const Value& item) {
    if (is_float_) {
      if (item.is_float())
        real_ += item.as_float();
      else if (item.is_small_int())
        real_ += static_cast<double>(item.as_int());
      else
        return false;
      return true;
    }
    if (item.is_small_int()) return !__builtin_add_overflow(whole_, item.as_int(), &whole_);
    if (!item.is_float()) return false;
    is_float_ = true;
    real_ = static_cast<double>(whole_) + item.as_float();
    return true;
  }
  Value result() const { return is_float_ ? Value::real(real_) : Value::integer(whole_); }

 private:
  bool is_float_ = false;
  int64_t whole_ = 0;
  double real_ = 0;
};

// What min() and max() choose of ints of 64 bits alone, or of floats alone.
class NumberChoice {
 public:
  explicit NumberChoice(Compare op) : op_(op) {}
  // False for anything else.
  bool add(const Value& item) {
    if (!best_) {
      best_ = &item;
      return item.is_small_int() || item.is_float();
    }
    if (item.kind() != best_->kind() || item.is_heap()) return false;
    const Value& first = op_ == Compare::kGt ? item : *best_;
    const Value& second = op_ == Compare::kGt ? *best_ : item;
    if (item.is_float() ? first.as_float() > second.as_float() : first.as_int() > second.as_int())
      best_ = &item;
    return true;
  }
  const Value* best() const { return best_; }  // null: there was none

 private:
  const Compare op_;
  const Value* best_ = nullptr;
};

bool builtin_all(Context& cx, const Args& args, Value* out);
bool builtin_any(Context& cx, const Args& args, Value* out);
bool builtin_len(Context& cx, const Args& args, Value* out);
bool builtin_max(Context& cx, const Args& args, Value* out);
bool builtin_min(Context& cx, const Args& args, Value* out);
bool builtin_sum(Context& cx, const Args& args, Value* out);

}  // namespace headrace::pylib
