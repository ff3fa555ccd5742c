// Error messages put together at run time.
#pragma once

#include <initializer_list>
#include <string_view>

#include "data/context.h"

namespace headrace::pylib {

// cx.fail with the parts as one message.
[[gnu::cold]] bool fail_with(Context& cx, Exc type, std::initializer_list<std::string_view> parts);

}  // namespace headrace::pylib
