#include "module/host.h"

#include <nanobind/stl/string.h>

#include <utility>

namespace headrace::module {
namespace {

constexpr char kStreamName[] = "arrow_array_stream";

nb::object& failure() {
  static auto* type = new nb::object();  // lives as long as the process
  return *type;
}

const char* kind_name(ErrorKind kind) {
  switch (kind) {
    case ErrorKind::kInput: return "input";
    case ErrorKind::kUsage: return "usage";
    case ErrorKind::kOutside: return "outside";
    default: return "bug";
  }
}

void release_capsule(PyObject* capsule) noexcept {
  auto* const stream = static_cast<ArrowArrayStream*>(PyCapsule_GetPointer(capsule, kStreamName));
  if (!stream) return PyErr_Clear();
  if (stream->release) stream->release(stream);
  delete stream;
}

}  // namespace

void raise(const Error& error) {
  const nb::object raised = failure()(kind_name(error.kind), error.message, error.place, error.hint);
  PyErr_SetObject(failure().ptr(), raised.ptr());
  throw nb::python_error();
}

columnar::OwnedStream take_stream(nb::handle capsule) {
  auto* const stream = static_cast<ArrowArrayStream*>(PyCapsule_GetPointer(capsule.ptr(), kStreamName));
  if (!stream) throw nb::python_error();
  if (!stream->release) throw nb::value_error("this stream has been taken already");
  return columnar::OwnedStream(*stream);
}

nb::object stream_capsule(columnar::OwnedStream stream) {
  auto* const raw = new ArrowArrayStream(stream.take());
  PyObject* const capsule = PyCapsule_New(raw, kStreamName, release_capsule);
  if (capsule) return nb::steal(capsule);
  raw->release(raw);
  delete raw;
  throw nb::python_error();
}

void bind_host(nb::module_& m) {
  failure() = nb::steal(PyErr_NewException("headrace._headrace.Failure", PyExc_Exception, nullptr));
  m.attr("Failure") = failure();
}

}  // namespace headrace::module
