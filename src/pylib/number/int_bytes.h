// int.to_bytes and int.from_bytes.
#pragma once

#include "pylib/api.h"

namespace headrace::pylib {

bool int_to_bytes(Context& cx, const Value& self, const Args& args, Value* out);
bool int_from_bytes(Context& cx, const Args& args, Value* out);

}  // namespace headrace::pylib
