// Arguments against the signature of a function that CPython's library writes in Python, with the TypeErrors
// that such functions give; bind() of api.h is for those written in C.
#pragma once

#include "pylib/api.h"

namespace headrace::pylib {

// As bind(), for signatures without positional-only and keyword-only parameters.
bool bind_python(Context& cx, const Signature& signature, const Args& args, const Value** slots);

}  // namespace headrace::pylib
