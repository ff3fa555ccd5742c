// str.encode, bytes.decode, and the arguments `encoding` and `errors` wherever they stand.

#include "pylib/text/codec_methods.h"

#include <optional>
#include <string>

#include "pylib/errors.h"
#include "pylib/text/codec.h"
#include "pylib/text/str_methods.h"
#include "pylib/text/text_args.h"

namespace headrace::pylib {

bool read_codec_arguments(Context& cx, std::string_view function, const Value* encoding, const Value* errors,
                          CodecArguments* out) {
  if (encoding) {
    if (!expect_str(cx, function, "'encoding'", *encoding)) return false;
    out->encoding = encoding->str();
  }
  if (errors) {
    if (!expect_str(cx, function, "'errors'", *errors)) return false;
    out->errors = errors->str();
  }
  if (out->encoding.find('\0') != std::string_view::npos ||
      out->errors.find('\0') != std::string_view::npos) {
    return cx.fail(Exc::kValueError, "embedded null character");
  }
  return true;
}

namespace {

// LookupError in Python; of its subclasses there is KeyError here.
[[gnu::cold]] bool unknown_encoding(Context& cx, std::string_view name) {
  return fail_with(cx, Exc::kKeyError, {"unknown encoding: ", name});
}

}  // namespace

bool encode_value(Context& cx, const Value& text, const CodecArguments& codec, Value* out) {
  const std::optional<Codec> found = find_codec(codec.encoding);
  if (!found) return unknown_encoding(cx, codec.encoding);
  std::string data;
  if (!encode_text(cx, text.str(), *found, codec.errors, &data)) return false;
  *out = Value::bytes(data);
  return true;
}

bool decode_value(Context& cx, const Value& data, const CodecArguments& codec, Value* out) {
  if (data.bytes_view().empty()) {  // whatever the encoding
    *out = Value::string("");
    return true;
  }
  const std::optional<Codec> found = find_codec(codec.encoding);
  if (!found) return unknown_encoding(cx, codec.encoding);
  std::string text;
  if (!decode_bytes(cx, data.bytes_view(), *found, codec.errors, &text)) return false;
  *out = Value::string(text);
  return true;
}

bool str_encode(Context& cx, const Value& self, const Args& args, Value* out) {
  static constexpr const char* kNames[] = {"encoding", "errors"};
  const Value* slots[2];
  CodecArguments codec;
  return bind(cx, {"str.encode", kNames}, args, slots) &&
         read_codec_arguments(cx, "encode", slots[0], slots[1], &codec) && encode_value(cx, self, codec, out);
}

bool bytes_decode(Context& cx, const Value& self, const Args& args, Value* out) {
  static constexpr const char* kNames[] = {"encoding", "errors"};
  const Value* slots[2];
  CodecArguments codec;
  return bind(cx, {"bytes.decode", kNames}, args, slots) &&
         read_codec_arguments(cx, "decode", slots[0], slots[1], &codec) && decode_value(cx, self, codec, out);
}

}  // namespace headrace::pylib
