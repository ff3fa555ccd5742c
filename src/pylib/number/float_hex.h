// float.hex and float.fromhex.
#pragma once

#include "pylib/api.h"

namespace headrace::pylib {

bool float_hex(Context& cx, const Value& self, const Args& args, Value* out);
bool float_from_hex(Context& cx, const Args& args, Value* out);

}  // namespace headrace::pylib
