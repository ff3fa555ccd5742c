// Steps of the interpreter that are more than a line: records, containers in the making, formatting.
#pragma once

#include "data/context.h"
#include "data/object.h"
#include "expr/bytecode.h"
#include "expr/machine.h"

namespace headrace::expr {

// A dict or list that came out of an event behaves as a record: a copy, as Blurr makes one.
void wrap_container(const Value& v, Value* out);
inline void wrap_record(const Value& v, Value* out) {
  if (v.kind() == Kind::kDict || v.kind() == Kind::kList) [[unlikely]]
    wrap_container(v, out);
  else
    *out = v;
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
bool load_member(Context& cx, const MemberTable& table, const Value& name, const Inputs& inputs, Value* out);

void build_tuple(const Value* items, size_t count, Value* out);
void build_list(const Value* items, size_t count, Value* out);
bool build_set(Context& cx, const Value* items, size_t count, Value* out);
// Empty, with room for so many.
void build_dict(size_t count, Value* out);
void list_to_tuple(const Value& list, Value* out);
void new_cell(Value* out);

inline void list_append(ListObj* list, const Value& item) {
  if (list->items.capacity() == 0) list->items.reserve(8);
  list->items.push_back(item);
}
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
