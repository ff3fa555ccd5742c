// The Python that this module is loaded into.
#pragma once

#include <nanobind/nanobind.h>

#include <string>
#include <string_view>
#include <vector>

#include "base/status.h"
#include "connect/columnar/arrow_owned.h"
#include "connect/python/calls.h"

namespace headrace::module {

namespace nb = nanobind;

// Raises headrace._headrace.Failure, from which the package makes its own exceptions: kind, message, place
// and hint of the error, and what Python code raised that is the cause of it, if there is any.
[[noreturn]] void raise(const Error& error, nb::handle cause = {});
// The same, not raised.
nb::object failure_of(const Error& error);

template <typename T>
T take(Result<T> result) {
  if (!result) raise(result.error());
  return *std::move(result);
}
inline void check(const Status& status) {
  if (!status) raise(status.error());
}

// Raises what Python code of a plan has raised to end the program, if anything was kept.
void raise_kept(python::Calls& calls);

// Whatever bytes it is, as a str.
nb::object text_of(std::string_view bytes);
// repr() of an object, "type: text" of an exception, the name of a type: whatever their own code makes of it.
std::string repr_text(nb::handle object);
std::string exception_text(nb::handle exception);
std::string type_text(nb::handle object);
// The name of a file, which is a str or bytes, as the system has it.
std::string file_name(nb::handle name);
// The same back, as Python has such names.
nb::list file_names(const std::vector<std::string>& names);

// The structure out of a capsule of the Arrow PyCapsule interface, which is empty then.
columnar::OwnedStream take_stream(nb::handle capsule);
// The stream in a capsule that releases it unless somebody takes it.
nb::object stream_capsule(columnar::OwnedStream stream);

void bind_host(nb::module_& m);

}  // namespace headrace::module
