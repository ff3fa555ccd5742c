// The Python that this module is loaded into.
#pragma once

#include <nanobind/nanobind.h>

#include <string>

#include "base/status.h"
#include "connect/columnar/arrow_owned.h"

namespace headrace::module {

namespace nb = nanobind;

// Raises headrace._headrace.Failure, from which the package makes its own exceptions: kind, message, place
// and hint of the error.
[[noreturn]] void raise(const Error& error);

template <typename T>
T take(Result<T> result) {
  if (!result) raise(result.error());
  return *std::move(result);
}
inline void check(const Status& status) {
  if (!status) raise(status.error());
}

// The structure out of a capsule of the Arrow PyCapsule interface, which is empty then.
columnar::OwnedStream take_stream(nb::handle capsule);
// The stream in a capsule that releases it unless somebody takes it.
nb::object stream_capsule(columnar::OwnedStream stream);

void bind_host(nb::module_& m);

}  // namespace headrace::module
