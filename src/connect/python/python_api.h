// The functions of CPython's C API that the bridge uses, looked up in libpython at run time: the program
// starts and runs without Python until a spec asks for it.
#pragma once

#include <cstddef>

#include "base/status.h"

namespace headrace::python {

// The head of every Python object (Include/object.h of CPython 3.11).
struct PyObject {
  ptrdiff_t refcount;
  PyObject* type;
};

// clang-format off
// name, result, parameters
#define HEADRACE_PYTHON_FUNCTIONS(X)                                           \
  X(Py_InitializeEx, void, int)                                                \
  X(Py_IsInitialized, int)                                                     \
  X(Py_GetVersion, const char*)                                                \
  X(Py_IncRef, void, PyObject*)                                                \
  X(Py_DecRef, void, PyObject*)                                                \
  X(PyEval_SaveThread, void*)                                                  \
  X(PyGILState_Ensure, int)                                                    \
  X(PyGILState_Release, void, int)                                             \
  X(PyImport_ImportModule, PyObject*, const char*)                             \
  X(PyImport_AddModule, PyObject*, const char*)                                \
  X(PyModule_GetDict, PyObject*, PyObject*)                                    \
  X(PyRun_String, PyObject*, const char*, int, PyObject*, PyObject*)           \
  X(PyErr_Occurred, PyObject*)                                                 \
  X(PyErr_Clear, void)                                                         \
  X(PyErr_Fetch, void, PyObject**, PyObject**, PyObject**)                     \
  X(PyErr_NormalizeException, void, PyObject**, PyObject**, PyObject**)        \
  X(PyErr_GivenExceptionMatches, int, PyObject*, PyObject*)                    \
  X(PyErr_SetString, void, PyObject*, const char*)                             \
  X(PyException_SetTraceback, int, PyObject*, PyObject*)                       \
  X(PyObject_GetAttrString, PyObject*, PyObject*, const char*)                 \
  X(PyObject_GetAttr, PyObject*, PyObject*, PyObject*)                         \
  X(PyObject_Call, PyObject*, PyObject*, PyObject*, PyObject*)                 \
  X(PyObject_Str, PyObject*, PyObject*)                                        \
  X(PyObject_Repr, PyObject*, PyObject*)                                       \
  X(PyObject_IsTrue, int, PyObject*)                                           \
  X(PyObject_Size, ptrdiff_t, PyObject*)                                       \
  X(PyObject_GetItem, PyObject*, PyObject*, PyObject*)                         \
  X(PyObject_GetIter, PyObject*, PyObject*)                                    \
  X(PyIter_Next, PyObject*, PyObject*)                                         \
  X(PyObject_RichCompare, PyObject*, PyObject*, PyObject*, int)                \
  X(PyObject_Hash, ptrdiff_t, PyObject*)                                       \
  X(PySequence_Contains, int, PyObject*, PyObject*)                            \
  X(PyCallable_Check, int, PyObject*)                                          \
  X(PyType_IsSubtype, int, PyObject*, PyObject*)                               \
  X(PyLong_FromLongLong, PyObject*, long long)                                 \
  X(PyLong_FromString, PyObject*, const char*, char**, int)                    \
  X(PyLong_AsLongLongAndOverflow, long long, PyObject*, int*)                  \
  X(PyNumber_ToBase, PyObject*, PyObject*, int)                                \
  X(PyFloat_FromDouble, PyObject*, double)                                     \
  X(PyFloat_AsDouble, double, PyObject*)                                       \
  X(PyUnicode_DecodeUTF8, PyObject*, const char*, ptrdiff_t, const char*)      \
  X(PyUnicode_AsEncodedString, PyObject*, PyObject*, const char*, const char*) \
  X(PyBytes_FromStringAndSize, PyObject*, const char*, ptrdiff_t)              \
  X(PyBytes_AsStringAndSize, int, PyObject*, char**, ptrdiff_t*)               \
  X(PyTuple_New, PyObject*, ptrdiff_t)                                         \
  X(PyTuple_SetItem, int, PyObject*, ptrdiff_t, PyObject*)                     \
  X(PyTuple_GetItem, PyObject*, PyObject*, ptrdiff_t)                          \
  X(PyTuple_Size, ptrdiff_t, PyObject*)                                        \
  X(PyList_New, PyObject*, ptrdiff_t)                                          \
  X(PyList_Append, int, PyObject*, PyObject*)                                  \
  X(PyList_GetItem, PyObject*, PyObject*, ptrdiff_t)                           \
  X(PyList_Size, ptrdiff_t, PyObject*)                                         \
  X(PyDict_New, PyObject*)                                                     \
  X(PyDict_SetItem, int, PyObject*, PyObject*, PyObject*)                      \
  X(PyDict_SetItemString, int, PyObject*, const char*, PyObject*)              \
  X(PyDict_GetItemString, PyObject*, PyObject*, const char*)                   \
  X(PyDict_Next, int, PyObject*, ptrdiff_t*, PyObject**, PyObject**)           \
  X(PyDict_Size, ptrdiff_t, PyObject*)                                         \
  X(PyDict_Update, int, PyObject*, PyObject*)                                  \
  X(PySet_New, PyObject*, PyObject*)                                           \
  X(PyFrozenSet_New, PyObject*, PyObject*)                                     \
  X(PySet_Add, int, PyObject*, PyObject*)                                      \
  X(PySet_Size, ptrdiff_t, PyObject*)                                          \
  X(PyNumber_Add, PyObject*, PyObject*, PyObject*)                             \
  X(PyNumber_Subtract, PyObject*, PyObject*, PyObject*)                        \
  X(PyNumber_Multiply, PyObject*, PyObject*, PyObject*)                        \
  X(PyNumber_TrueDivide, PyObject*, PyObject*, PyObject*)                      \
  X(PyNumber_FloorDivide, PyObject*, PyObject*, PyObject*)                     \
  X(PyNumber_Remainder, PyObject*, PyObject*, PyObject*)                       \
  X(PyNumber_Power, PyObject*, PyObject*, PyObject*, PyObject*)                \
  X(PyNumber_MatrixMultiply, PyObject*, PyObject*, PyObject*)                  \
  X(PyNumber_Lshift, PyObject*, PyObject*, PyObject*)                          \
  X(PyNumber_Rshift, PyObject*, PyObject*, PyObject*)                          \
  X(PyNumber_And, PyObject*, PyObject*, PyObject*)                             \
  X(PyNumber_Or, PyObject*, PyObject*, PyObject*)                              \
  X(PyNumber_Xor, PyObject*, PyObject*, PyObject*)                             \
  X(PyNumber_Negative, PyObject*, PyObject*)                                   \
  X(PyNumber_Positive, PyObject*, PyObject*)                                   \
  X(PyNumber_Invert, PyObject*, PyObject*)                                     \
  X(PyCapsule_New, PyObject*, void*, const char*, void (*)(PyObject*))         \
  X(PyCapsule_GetPointer, void*, PyObject*, const char*)                       \
  X(PyCMethod_New, PyObject*, void*, PyObject*, PyObject*, PyObject*)

// Objects that libpython exports as data, and exception classes (pointers to objects).
#define HEADRACE_PYTHON_OBJECTS(X)                                                                \
  X(_Py_NoneStruct)                                                                               \
  X(_Py_TrueStruct)                                                                               \
  X(_Py_FalseStruct)                                                                              \
  X(PyLong_Type) X(PyFloat_Type) X(PyUnicode_Type) X(PyBytes_Type) X(PyTuple_Type) X(PyList_Type) \
      X(PyDict_Type) X(PySet_Type) X(PyFrozenSet_Type) X(PyBool_Type) X(PyRange_Type)
#define HEADRACE_PYTHON_EXCEPTIONS(X)                                                                   \
  X(Exception)                                                                                          \
  X(TypeError)                                                                                          \
  X(ValueError)                                                                                         \
  X(KeyError)                                                                                           \
  X(IndexError) X(AttributeError) X(NameError) X(ZeroDivisionError) X(OverflowError) X(ArithmeticError) \
      X(UnicodeError) X(StopIteration) X(RuntimeError) X(RecursionError) X(MemoryError) X(ImportError)

// clang-format on

// NOLINTBEGIN(readability-identifier-naming): the names are those of the C API.
struct Api {
#define HEADRACE_X(name, result, ...) result (*name)(__VA_ARGS__) = nullptr;
  HEADRACE_PYTHON_FUNCTIONS(HEADRACE_X)
#undef HEADRACE_X
#define HEADRACE_X(name) PyObject* name = nullptr;
  HEADRACE_PYTHON_OBJECTS(HEADRACE_X)
#undef HEADRACE_X
// The exceptions are pointers that CPython sets when it starts.
#define HEADRACE_X(name) PyObject** PyExc_##name = nullptr;
  HEADRACE_PYTHON_EXCEPTIONS(HEADRACE_X)
#undef HEADRACE_X
};
// NOLINTEND(readability-identifier-naming)

// Loads libpython (HEADRACE_PYTHON names another) and starts the interpreter, once a process. The error says
// what to install.
Result<const Api*> start();
// After start().
const Api& api();
// Whether the interpreter is the one that has loaded this code, as an extension module of its own.
bool is_hosted();

// Holds the interpreter's lock.
class Lock {
 public:
  Lock() : state_(api().PyGILState_Ensure()) {}
  ~Lock() { api().PyGILState_Release(state_); }
  Lock(const Lock&) = delete;

 private:
  int state_;
};

// Owns one reference. Used under the Lock.
class Ref {
 public:
  Ref() = default;
  explicit Ref(PyObject* owned) : object_(owned) {}
  static Ref share(PyObject* borrowed) {
    if (borrowed) api().Py_IncRef(borrowed);
    return Ref(borrowed);
  }
  Ref(Ref&& other) noexcept : object_(other.release()) {}
  Ref& operator=(Ref&& other) noexcept {
    if (object_) api().Py_DecRef(object_);
    object_ = other.release();
    return *this;
  }
  ~Ref() {
    if (object_) api().Py_DecRef(object_);
  }
  PyObject* get() const { return object_; }
  PyObject* release() {
    PyObject* o = object_;
    object_ = nullptr;
    return o;
  }
  explicit operator bool() const { return object_ != nullptr; }

 private:
  PyObject* object_ = nullptr;
};

}  // namespace headrace::python
