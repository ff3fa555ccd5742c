// str() and bytes().

#include "pylib/errors.h"
#include "pylib/text/codec_methods.h"
#include "pylib/text/repr.h"
#include "pylib/text/str_methods.h"
#include "pylib/text/text.h"
#include "pylib/text/text_args.h"

namespace headrace::pylib {
namespace {

// bytes([1, 2, 3])
bool bytes_from_items(Context& cx, const Value& iterable, Value* out) {
  Value iterator;
  if (!make_iterator(cx, iterable, &iterator)) {
    if (cx.error().type != Exc::kTypeError) return false;
    return fail_with(cx, Exc::kTypeError, {"cannot convert '", type_name(iterable), "' object to bytes"});
  }
  std::string data;
  for (;;) {
    Value item;
    const Next next = next_item(cx, iterator, &item);
    if (next == Next::kError) return false;
    if (next == Next::kEnd) break;
    int64_t byte;
    if (!to_index(cx, item, &byte, /*clamp=*/true)) return false;
    if (byte < 0 || byte > 255) return cx.fail(Exc::kValueError, "bytes must be in range(0, 256)");
    data.push_back(static_cast<char>(byte));
    if (!cx.charge(1)) return false;
    if (data.size() > cx.limits.bytes) return cx.charge_bytes(data.size());  // fails
  }
  *out = Value::bytes(data);
  return true;
}

// bytes(3)
bool zero_bytes(Context& cx, const Value& count, Value* out) {
  if (count.is_big_int()) return cx.fail(Exc::kOverflowError, "cannot fit 'int' into an index-sized integer");
  if (count.as_int() < 0) return cx.fail(Exc::kValueError, "negative count");
  if (!cx.charge_bytes(static_cast<uint64_t>(count.as_int()))) return false;
  *out = Value::bytes(std::string(static_cast<size_t>(count.as_int()), '\0'));
  return true;
}

}  // namespace

bool construct_str(Context& cx, const Args& args, Value* out) {
  static constexpr const char* kNames[] = {"object", "encoding", "errors"};
  const Value* slots[3];
  CodecArguments codec;
  if (!bind(cx, {"str", kNames}, args, slots)) return false;
  if (!read_codec_arguments(cx, "str", slots[1], slots[2], &codec)) return false;
  if (!slots[0]) {
    *out = Value::string("");
    return true;
  }
  const Value& v = *slots[0];
  if (!slots[1] && !slots[2]) return str_value(cx, v, out);
  if (v.is_str()) return cx.fail(Exc::kTypeError, "decoding str is not supported");
  if (v.kind() != Kind::kBytes) {
    return fail_with(cx, Exc::kTypeError,
                     {"decoding to str: need a bytes-like object, ", type_name(v), " found"});
  }
  return decode_value(cx, v, codec, out);
}

bool construct_bytes(Context& cx, const Args& args, Value* out) {
  static constexpr const char* kNames[] = {"source", "encoding", "errors"};
  const Value* slots[3];
  CodecArguments codec;
  if (!bind(cx, {"bytes", kNames}, args, slots)) return false;
  if (!read_codec_arguments(cx, "bytes", slots[1], slots[2], &codec)) return false;
  const Value* source = slots[0];
  const bool is_text = source && source->is_str();
  if (slots[1]) {
    if (!is_text) return cx.fail(Exc::kTypeError, "encoding without a string argument");
    return encode_value(cx, *source, codec, out);
  }
  if (is_text) return cx.fail(Exc::kTypeError, "string argument without an encoding");
  if (slots[2]) return cx.fail(Exc::kTypeError, "errors without a string argument");
  if (!source) {
    *out = Value::bytes("");
    return true;
  }
  if (source->kind() == Kind::kBytes) {
    *out = *source;
    return true;
  }
  if (source->kind() == Kind::kInt || source->is_bool()) return zero_bytes(cx, *source, out);
  return bytes_from_items(cx, *source, out);
}

}  // namespace headrace::pylib
