// Set operations on sets and on the views of dicts that are sets to the operators ("set-like"), in insertion
// order: a | b is a, then what b adds; a & b and a - b keep a's order; a ^ b is a - b, then b - a. Which of
// two equal elements (1, True, 1.0) stays is what CPython decides.
#pragma once

#include "data/context.h"
#include "data/object.h"
#include "pylib/collections/containers.h"
#include "pylib/operators.h"

namespace headrace::pylib {

using SetTable = HashTable<SetEntry>;

// s.update(other), s.difference_update(other)...: `other` is any iterable, also the set itself. What was done
// before the iterable failed stays.
bool set_add_all(Context& cx, SetTable& set, const Value& other);
bool set_remove_all(Context& cx, SetTable& set, const Value& other);
bool set_toggle_all(Context& cx, SetTable& set, const Value& other);
// Replaces `set` at the end.
bool set_keep_common(Context& cx, SetTable& set, const Value& other);

bool is_set_like(const Value& v);
size_t set_like_size(const Value& v);
// a <= b; both are set-like.
bool is_subset_of(const Value& a, const Value& b);
// a.isdisjoint(other): a is set-like, other any iterable.
bool is_disjoint(Context& cx, const Value& a, const Value& other, bool* out);

// | & - ^ where an operand is set-like; part of container_binary.
bool set_binary(Context& cx, BinaryOp op, const Value& a, const Value& b, Value* out, bool* handled);

}  // namespace headrace::pylib
