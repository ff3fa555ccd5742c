// dict's methods, which the field's container (Blurr's Map) has too. For dict.cpp and field_map.cpp only.
#pragma once

#include "pylib/collections/containers.h"

namespace headrace::pylib::dict_detail {

bool clear(Context& cx, const Value& self, const Args& args, Value* out);
bool copy(Context& cx, const Value& self, const Args& args, Value* out);
bool fromkeys(Context& cx, const Value& self, const Args& args, Value* out);
bool get(Context& cx, const Value& self, const Args& args, Value* out);
bool items(Context& cx, const Value& self, const Args& args, Value* out);
bool keys(Context& cx, const Value& self, const Args& args, Value* out);
bool pop(Context& cx, const Value& self, const Args& args, Value* out);
bool popitem(Context& cx, const Value& self, const Args& args, Value* out);
bool setdefault(Context& cx, const Value& self, const Args& args, Value* out);
bool update(Context& cx, const Value& self, const Args& args, Value* out);
bool values(Context& cx, const Value& self, const Args& args, Value* out);

inline constexpr MethodDef kMethods[] = {
    {"clear", clear, kNoneKind, true},
    {"copy", copy, kDictKind},
    {"fromkeys", fromkeys, kDictKind},
    {"get", get},
    {"items", items, kObjectKind},
    {"keys", keys, kObjectKind},
    {"pop", pop, kAnyKind, true},
    {"popitem", popitem, kTupleKind, true},
    {"setdefault", setdefault, kAnyKind, true},
    {"update", update, kNoneKind, true},
    {"values", values, kObjectKind},
};

}  // namespace headrace::pylib::dict_detail
