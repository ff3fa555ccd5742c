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

// A str, whose reference is taken over, in UTF-8, what it cannot hold escaped; of an exception in its place,
// which is dropped, `otherwise`.
std::string utf8(PyObject* owned, const char* otherwise) {
  const nb::object text = nb::steal(owned);
  const nb::object bytes = nb::steal(
      text.is_valid() ? PyUnicode_AsEncodedString(text.ptr(), "utf-8", "backslashreplace") : nullptr);
  if (bytes.is_valid())
    return {PyBytes_AS_STRING(bytes.ptr()), static_cast<size_t>(PyBytes_GET_SIZE(bytes.ptr()))};
  if (PyErr_Occurred() && !PyErr_ExceptionMatches(PyExc_Exception)) throw nb::python_error();
  PyErr_Clear();
  return otherwise;
}

void release_capsule(PyObject* capsule) noexcept {
  auto* const stream = static_cast<ArrowArrayStream*>(PyCapsule_GetPointer(capsule, kStreamName));
  if (!stream) return PyErr_Clear();
  if (stream->release) stream->release(stream);
  delete stream;
}

}  // namespace

nb::object failure_of(const Error& error) {
  return failure()(kind_name(error.kind), text_of(error.message), text_of(error.place), text_of(error.hint));
}

void raise(const Error& error, nb::handle cause) {
  const nb::object raised = failure_of(error);
  if (cause.is_valid()) PyException_SetCause(raised.ptr(), nb::borrow(cause).release().ptr());
  PyErr_SetObject(failure().ptr(), raised.ptr());
  throw nb::python_error();
}

void raise_kept(python::Calls& calls) {
  const nb::object kept = nb::steal(reinterpret_cast<PyObject*>(calls.take().release()));
  if (!kept.is_valid()) return;
  PyErr_SetObject(reinterpret_cast<PyObject*>(Py_TYPE(kept.ptr())), kept.ptr());
  throw nb::python_error();
}

nb::object text_of(std::string_view bytes) {
  return nb::steal(PyUnicode_DecodeUTF8(bytes.data(), static_cast<Py_ssize_t>(bytes.size()), "replace"));
}

std::string repr_text(nb::handle object) { return utf8(PyObject_Repr(object.ptr()), "<repr() failed>"); }

std::string exception_text(nb::handle exception) {
  const std::string text = utf8(PyObject_Str(exception.ptr()), "<str() failed>");
  return type_text(exception) + (text.empty() ? "" : ": ") + text;
}

std::string type_text(nb::handle object) {
  return utf8(PyType_GetName(reinterpret_cast<PyTypeObject*>(object.type().ptr())), "object");
}

std::string file_name(nb::handle name) {
  PyObject* bytes = nullptr;
  if (PyUnicode_FSConverter(name.ptr(), &bytes) == 0) throw nb::python_error();
  const nb::object owned = nb::steal(bytes);
  return {PyBytes_AS_STRING(bytes), static_cast<size_t>(PyBytes_GET_SIZE(bytes))};
}

nb::list file_names(const std::vector<std::string>& names) {
  nb::list out;
  for (const std::string& name : names) {
    const nb::object text =
        nb::steal(PyUnicode_DecodeFSDefaultAndSize(name.data(), static_cast<Py_ssize_t>(name.size())));
    if (!text.is_valid()) throw nb::python_error();
    out.append(text);
  }
  return out;
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
