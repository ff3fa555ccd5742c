#include "connect/python/calls.h"

#include <utility>

namespace headrace::python {

Calls::~Calls() {
  if (!kept_) return;
  const Lock lock;
  kept_ = Ref();
}

void Calls::begin() {
  kept_ = Ref();
  stopping_ = false;
}

void Calls::keep(Ref exception) {
  if (!kept_) kept_ = std::move(exception);
  stop();
}

Raised Raised::take() {
  PyObject *type = nullptr, *value = nullptr, *traceback = nullptr;
  api().PyErr_Fetch(&type, &value, &traceback);
  api().PyErr_NormalizeException(&type, &value, &traceback);
  const Ref owned(traceback);
  if (value && traceback) api().PyException_SetTraceback(value, traceback);
  return {Ref(type), Ref(value)};
}

bool Raised::is_a(PyObject* cls) const {
  return type && api().PyErr_GivenExceptionMatches(type.get(), cls) != 0;
}

void drop_exception(Calls* calls) {
  if (!api().PyErr_Occurred()) return;
  Raised raised = Raised::take();
  if (calls && raised.ends_program()) calls->keep(std::move(raised.value));
}

}  // namespace headrace::python
