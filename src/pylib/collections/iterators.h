// Iterators over containers. Each holds what it walks, and tolerates that it changes: a list may grow or
// shrink under its iterator; a dict or set that changes size is a RuntimeError.
#pragma once

#include "data/context.h"
#include "data/object.h"
#include "pylib/collections/views.h"

namespace headrace::pylib {

// Base of all iterators: iter(it) is it.
class Iterator : public NativeObject {
 public:
  Iterator() : NativeObject(Kind::kIterator) {}
};

Value make_dict_iterator(const Value& dict, DictPart part, bool reversed);

// reversed(v) for sequences, dicts and their views.
bool make_reversed(Context& cx, const Value& v, Value* out);

bool builtin_reversed(Context& cx, const Args& args, Value* out);

}  // namespace headrace::pylib
