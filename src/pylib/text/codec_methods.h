// What str.encode, bytes.decode and the constructors share.
#pragma once

#include <string_view>

#include "data/context.h"
#include "data/value.h"

namespace headrace::pylib {

struct CodecArguments {
  std::string_view encoding = "utf-8";
  std::string_view errors = "strict";
};
// Null where not given. The views borrow from the arguments.
bool read_codec_arguments(Context& cx, std::string_view function, const Value* encoding, const Value* errors,
                          CodecArguments* out);
bool encode_value(Context& cx, const Value& text, const CodecArguments& codec, Value* out);
bool decode_value(Context& cx, const Value& data, const CodecArguments& codec, Value* out);

}  // namespace headrace::pylib
