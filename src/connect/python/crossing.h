// Values to Python objects and back, for the length of one call.
//
// What is mutable crosses as a copy; what the Python side changed in it is written back afterwards, and an
// argument that comes back as the result is the same container again. All under the interpreter's lock.
#pragma once

#include <initializer_list>
#include <string>
#include <unordered_map>
#include <vector>

#include "connect/python/python_api.h"
#include "data/context.h"
#include "data/object.h"
#include "data/value.h"

namespace headrace::python {

class Crossing {
 public:
  explicit Crossing(Context& cx) : cx_(cx) {}

  // False with the error in the context.
  bool to_python(const Value& v, Ref* out, int depth = 0);
  bool to_value(PyObject* object, Value* out, int depth = 0);
  // Takes what Python changed in lists, dicts and sets over into the values they were made from.
  bool write_back();
  // The pending Python exception becomes the context's error; false for the caller to pass on.
  bool fail_python();

 private:
  struct Crossed {
    Value value;
    Ref object;
    std::vector<PyObject*> items;  // as they were, to see what changed
  };

  bool sequence_to_python(const Value& v, const Value* items, size_t n, Ref* out, int depth);
  bool dict_to_python(const Value& v, Ref* out, int depth);
  bool set_to_python(const Value& v, Ref* out, int depth);
  bool calendar_to_python(const Value& v, Ref* out);
  bool function_to_python(const Value& v, Ref* out);
  bool zone_to_python(const Value& v, Ref* out);
  bool int_to_value(PyObject* object, Value* out);
  bool container_to_value(PyObject* object, Value* out, int depth, bool* done);
  bool calendar_to_value(PyObject* object, Value* out, bool* done);
  bool zone_to_value(PyObject* zone, PyObject* when, struct ZoneParts* out);
  std::vector<PyObject*> items_of(PyObject* object, Kind kind) const;
  bool refill(Crossed& crossed);
  void remember(const Value& v, PyObject* object);

  Context& cx_;
  std::vector<Crossed> crossed_;
  std::unordered_map<const Obj*, size_t> by_value_;
  std::unordered_map<PyObject*, size_t> by_object_;
};

inline constexpr int kCrossingDepthMax = 200;

// Calls a Python function with arguments whose references it takes over. Empty after an exception.
Ref call_with(PyObject* function, std::initializer_list<PyObject*> owned_arguments);

// A class or function of the prelude, or a class of the datetime module; borrowed, lives as long as the
// process.
PyObject* prelude(const char* name);
PyObject* datetime_class(const char* name);

// The text of str(object) or repr(object); empty after an exception, which is cleared.
std::string text_of(PyObject* object);

}  // namespace headrace::python
