// Values to Python objects and back, for the length of one call.
//
// What is mutable crosses as a copy; what the Python side changed in it is written back afterwards, and an
// argument that comes back as the result is the same container again. All under the interpreter's lock.
#pragma once

#include <initializer_list>
#include <string>
#include <unordered_map>
#include <vector>

#include "connect/python/calls.h"
#include "connect/python/python_api.h"
#include "data/context.h"
#include "data/object.h"
#include "data/value.h"

namespace headrace::python {

class Crossing {
 public:
  // What comes from Python: what a function was given or gives, where only Python's own types have a native
  // form; or an event, whose containers, texts and numbers are just that, whatever class of them they are.
  enum class Of { kCall, kEvent };

  // `calls` is what the objects that come from Python belong to; it outlives them, and may be null.
  explicit Crossing(Context& cx, Calls* calls = nullptr, Of of = Of::kCall);
  ~Crossing();
  Crossing(const Crossing&) = delete;
  Crossing& operator=(const Crossing&) = delete;

  // False with the error in the context.
  bool to_python(const Value& v, Ref* out, int depth = 0);
  bool to_value(PyObject* object, Value* out, int depth = 0);
  // Takes what Python changed in lists, dicts and sets over into the values they were made from.
  bool write_back();
  // The pending Python exception becomes the context's error; false for the caller to pass on. One that ends
  // the program is kept by `calls` and stops the evaluation as an exceeded budget does.
  bool fail_python();
  // For where a native function that Python has called exceeded a budget, which is an exception on its way.
  bool fail_over_budget();

  // Whether this thread is within a crossing of that context, so that it may be used.
  static bool is_under_way(const Context* cx);

 private:
  using Items = std::vector<Ref>;
  struct Crossed {
    Value value;
    Ref object;
    Items items;  // as they were, to see what changed; held, so that nothing new comes to lie where they are
  };

  bool fail(Raised raised);
  bool sequence_to_python(const Value& v, const Value* items, size_t n, Ref* out, int depth);
  bool dict_to_python(const Value& v, Ref* out, int depth);
  bool set_to_python(const Value& v, Ref* out, int depth);
  bool calendar_to_python(const Value& v, Ref* out);
  bool function_to_python(const Value& v, Ref* out);
  bool zone_to_python(const Value& v, Ref* out);
  bool int_to_value(PyObject* object, Value* out);
  bool text_to_value(PyObject* object, Value* out);
  bool bytes_to_value(PyObject* object, Value* out);
  bool container_to_value(PyObject* object, Value* out, int depth, bool* done);
  bool subclass_to_value(PyObject* object, Value* out, int depth, bool* done);
  bool tuple_to_value(PyObject* object, Value* out, int depth);
  bool list_to_value(PyObject* object, Flavor flavor, Value* out, int depth);
  bool key_to_value(PyObject* object, Value* out, int depth);
  bool dict_to_value(PyObject* object, Flavor flavor, Value* out, int depth);
  bool set_to_value(PyObject* object, Flavor flavor, Value* out, int depth);
  bool calendar_to_value(PyObject* object, Value* out, bool* done);
  bool zone_to_value(PyObject* zone, PyObject* when, struct ZoneParts* out);
  // A list's items, a dict's keys and values in turn, a set's items.
  static Items items_of(PyObject* object, Kind kind);
  static bool changed(const Crossed& crossed);
  bool refill(Crossed& crossed);
  void remember(const Value& v, PyObject* object);

  Context& cx_;
  Calls* const calls_;
  const bool of_event_;
  const Crossing* const outer_;  // of this thread
  std::vector<Crossed> crossed_;
  std::unordered_map<const Obj*, size_t> by_value_;
  std::unordered_map<PyObject*, size_t> by_object_;
};

inline constexpr int kCrossingDepthMax = 200;

// Calls a Python function with arguments whose references it takes over. Empty after an exception.
Ref call_with(PyObject* function, std::initializer_list<PyObject*> owned_arguments);

// A class or function of the prelude, or a class of the datetime module; borrowed, lives as long as the
// process. After prepare_crossing().
PyObject* prelude(const char* name);
PyObject* datetime_class(const char* name);

// The text of str(object); empty after an exception, which is cleared.
std::string text_of(PyObject* object);
Ref python_str(std::string_view text);

}  // namespace headrace::python
