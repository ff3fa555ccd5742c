// NativeType: a type as a value (`int`, `datetime`), to be called, compared, asked for attributes and given
// to isinstance. Immortal and immutable, made once each.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "data/object.h"
#include "pylib/api.h"

namespace headrace::pylib {

class NativeType;

// An attribute of the type itself that is not a function: datetime.min.
struct ClassAttribute {
  const char* name;
  Value (*make)();
};

// What a type is. All pointers are to things that live as long as the process.
struct TypeSpec {
  const char* name;            // Python's __name__: "datetime"
  const char* qualified_name;  // as repr prints it: "datetime.datetime"
  // Whether v is an instance, subclasses included (bool of int, datetime of date, Map of dict). Null: when
  // its type_name() is `name`.
  bool (*is_instance)(const Value& v);
  FunctionFn construct = nullptr;  // null: the type cannot be called
  // Instances' methods, reached unbound: str.upper(x). May be null.
  const TypeDef* instances = nullptr;
  std::span<const FunctionDef> functions = {};  // class and static methods: dict.fromkeys, datetime.strptime
  std::span<const ClassAttribute> attributes = {};
  const NativeType* base = nullptr;  // null: object
};

class NativeType final : public NativeObject {
 public:
  explicit NativeType(const TypeSpec& spec);

  const TypeSpec& spec() const { return spec_; }
  bool is_instance(const Value& v) const {
    return spec_.is_instance ? spec_.is_instance(v) : headrace::type_name(v) == spec_.name;
  }
  bool is_subclass_of(const NativeType& other) const;
  // A function or attribute of the type or its bases; instances' methods are none.
  bool find_member(std::string_view name, Value* out) const;

  std::string_view type_name() const override { return "type"; }
  bool repr(Context& cx, std::string* out) const override;
  bool get_attribute(Context& cx, std::string_view name, Value* out) const override;
  bool call(Context& cx, const Args& args, Value* out) override;
  bool get_item(Context& cx, const Value& key, Value* out) const override;

 private:
  TypeSpec spec_;
};

inline const NativeType& as_type(const Value& v) { return *v.as<NativeType>(); }

// For the body of a function that makes one type:
//   Value range_type() { static const Value type = make_type({...}); return type; }
Value make_type(const TypeSpec& spec);

// The class or static method of that name, or null.
const FunctionDef* find_function(std::span<const FunctionDef> functions, std::string_view name);

// --- the types, each defined beside its methods ---
Value bool_type();
Value int_type();
Value float_type();
Value str_type();
Value bytes_type();
Value date_type();
Value time_type();
Value datetime_type();
Value timedelta_type();
Value timezone_type();
Value tuple_type();
Value list_type();
Value dict_type();
Value set_type();
Value frozenset_type();
Value range_type();
Value slice_type();
Value object_type();
Value type_type();

// Blurr's own, seen by type(v) only.
Value field_list_type();
Value field_map_type();
Value field_set_type();
Value record_type();
Value record_list_type();

// Python's type(v).
Value type_of_value(const Value& v);

}  // namespace headrace::pylib
