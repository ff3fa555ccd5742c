// Python's operators on values. Each dispatches on the operands' kinds; a combination that Python does not
// allow is a TypeError with Python's message. Contract as in api.h.
#pragma once

#include "pylib/api.h"

namespace headrace::pylib {

enum class BinaryOp : uint8_t {
  kAdd,
  kSub,
  kMul,
  kDiv,
  kFloorDiv,
  kMod,
  kPow,
  kMatMul,
  kLShift,
  kRShift,
  kAnd,
  kOr,
  kXor,
};
enum class UnaryOp : uint8_t { kNeg, kPos, kInvert, kNot };

bool binary(Context& cx, BinaryOp op, const Value& a, const Value& b, Value* out);
bool unary(Context& cx, UnaryOp op, const Value& v, Value* out);

// container[key]; strings, bytes, tuples, lists, ranges, dicts, records, matches; slice objects as key.
bool get_item(Context& cx, const Value& container, const Value& key, Value* out);
// container[start:stop:step]; None where left out.
bool get_slice(Context& cx, const Value& container, const Value& start, const Value& stop, const Value& step,
               Value* out);
// item in container
bool contains(Context& cx, const Value& container, const Value& item, bool* out);

// --- parts of binary() and compare(), one per family of kinds; *handled false means: not these operands ---

bool number_binary(Context& cx, BinaryOp op, const Value& a, const Value& b, Value* out, bool* handled);
bool container_binary(Context& cx, BinaryOp op, const Value& a, const Value& b, Value* out, bool* handled);
bool datetime_binary(Context& cx, BinaryOp op, const Value& a, const Value& b, Value* out, bool* handled);
// format % values, of a str or a bytes.
bool percent_format(Context& cx, const Value& format, const Value& values, Value* out);

// Ordering (kLt..kGe) of sets (subset), and of dates, times, datetimes and timedeltas.
bool set_compare(Context& cx, Compare op, const Value& a, const Value& b, bool* out, bool* handled);
bool datetime_compare(Context& cx, Compare op, const Value& a, const Value& b, bool* out, bool* handled);

}  // namespace headrace::pylib
