// The tables of methods and attributes behind type_of(), each defined beside its type. All live as long as
// the process.
#pragma once

#include <span>

#include "pylib/api.h"

namespace headrace::pylib {

// number/ (bool has int's)
std::span<const MethodDef> int_methods();
std::span<const AttributeDef> int_attributes();
std::span<const MethodDef> float_methods();
std::span<const AttributeDef> float_attributes();

// text/
std::span<const MethodDef> str_methods();
std::span<const MethodDef> bytes_methods();

// datetime/
std::span<const MethodDef> date_methods();
std::span<const AttributeDef> date_attributes();
std::span<const MethodDef> time_methods();
std::span<const AttributeDef> time_attributes();
std::span<const MethodDef> datetime_methods();
std::span<const AttributeDef> datetime_attributes();
std::span<const MethodDef> timedelta_methods();
std::span<const AttributeDef> timedelta_attributes();
std::span<const MethodDef> timezone_methods();
std::span<const AttributeDef> timezone_attributes();
std::span<const AttributeDef> named_tuple_attributes();  // of a tuple that is a struct_time or its like

// collections/. The field_ tables are those of Blurr's Map, List and Set; a record has dict's.
std::span<const MethodDef> tuple_methods();
std::span<const MethodDef> list_methods();
std::span<const MethodDef> field_list_methods();
std::span<const MethodDef> dict_methods();
std::span<const MethodDef> field_map_methods();
std::span<const MethodDef> set_methods();
std::span<const MethodDef> field_set_methods();
std::span<const MethodDef> frozenset_methods();
std::span<const MethodDef> range_methods();
std::span<const AttributeDef> range_attributes();

}  // namespace headrace::pylib
