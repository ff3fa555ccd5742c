// headrace._headrace.PushEngine: engine/push_engine.h for Python.
#pragma once

#include <nanobind/nanobind.h>

#include "module/host.h"

namespace headrace::module {

void bind_push_engine(nb::module_& m);

}  // namespace headrace::module
