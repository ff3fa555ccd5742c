// Steps of the interpreter that are more than a line: records, containers in the making, formatting.
#pragma once

#include "data/context.h"
#include "data/object.h"
#include "expr/bytecode.h"
#include "expr/machine.h"
#include "pylib/collections/record.h"

namespace headrace::expr {

// A dict or list that came out of an event behaves as a record: a copy, as Blurr makes one.
inline bool wrap_record(Context& cx, const Value& v, Value* out) {
  if (v.kind() == Kind::kDict || v.kind() == Kind::kList) [[unlikely]]
    return pylib::wrap_record(cx, v, out);
  *out = v;
  return true;
}
// A part of an event: of a dict what stands under a key, None where it is missing; of others as Python has
// it.
bool record_attribute(Context& cx, const Value& v, const Value& name, Value* out);
bool record_item(Context& cx, const Value& v, const Value& key, Value* out);

// pylib's, where *out may be the operand.
bool get_attribute(Context& cx, const Value& v, const AttributeSite& site, Value* out);
bool get_item(Context& cx, const Value& v, const Value& key, Value* out);
bool get_slice(Context& cx, const Value& v, const Value* bounds, Value* out);
bool get_iterator(Context& cx, const Value& iterable, Value* out);
// Whether it has a method or attribute of that name.
bool check_method(Context& cx, const Value& v, const AttributeSite& site);
bool load_member(Context& cx, const MemberTable& table, const Value& name, const Inputs& inputs, Value* out);

bool build_tuple(Context& cx, const Value* items, size_t count, Value* out);
bool build_list(Context& cx, const Value* items, size_t count, Value* out);
bool build_set(Context& cx, const Value* items, size_t count, Value* out);
// Empty, with room for so many.
void build_dict(size_t count, Value* out);
bool list_to_tuple(Context& cx, const Value& list, Value* out);
void new_cell(Value* out);

bool make_room(Context& cx, Values* items);
inline bool list_append(Context& cx, ListObj* list, const Value& item) {
  Values& items = list->items;
  if (items.size() == items.capacity() && !make_room(cx, &items)) return false;
  items.push_back(item);
  return true;
}
bool list_extend(Context& cx, ListObj* list, const Value& iterable);
bool dict_put(Context& cx, DictObj* dict, const Value& key, const Value& value);
bool set_add(Context& cx, SetObj* set, const Value& item);
bool set_update(Context& cx, SetObj* set, const Value& items);
// dict.update of a mapping; `for_call` refuses repeated keywords, as f(**a, **b) does.
bool dict_update(Context& cx, DictObj* dict, const Value& from, bool for_call);

// A field of an f-string: conversion, then format().
bool format_field(Context& cx, const Value& v, char conversion, std::string_view spec, Value* out);
// The texts one after the other.
bool build_string(Context& cx, const Value* parts, size_t count, Value* out);

}  // namespace headrace::expr
