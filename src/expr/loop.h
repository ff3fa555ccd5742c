// How a `for` of an expression walks its iterable: two registers, without an iterator where the iterable is
// an everyday container. A list may grow or shrink meanwhile; a dict or set that changes size is an error.
#pragma once

#include "data/context.h"
#include "data/object.h"
#include "pylib/api.h"
#include "pylib/collections/views.h"

namespace headrace::expr {

// loop[0] is a list, tuple, text, dict, set or view, and loop[1] the position in it; of a dict, set or view
// its size stands above the position. A range of step 1 is where it ends and where it is. Anything else is an
// iterator, and loop[1] unused.
bool begin_loop(Context& cx, const Value& iterable, Value* loop);

// The next item of what is neither a list, a tuple nor a range.
Next next_in_other(Context& cx, Value* loop, Value* item);
// Where loop[0] is a view of a dict's items: the next key and value, into pair[0] and pair[1].
Next next_in_items(Context& cx, Value* loop, Value* pair);

// Where loop[0] is a dict or a view of one, of loop[1]: whether the dict still has the size that it had, the
// position of the next entry, and another one.
bool stands_in_dict(const HashTable<DictEntry>& table, const Value& state);
size_t position_in_dict(const Value& state);
void move_in_dict(size_t position, Value* state);

inline bool walks_items(const Value* loop) {
  return loop[0].kind() == Kind::kObject && loop[0].as<pylib::DictView>()->part() == pylib::DictPart::kItems;
}

[[gnu::always_inline]] inline Next next_in_loop(Context& cx, Value* loop, Value* item) {
  switch (loop[0].kind()) {
    case Kind::kList: {
      const auto& items = loop[0].as<ListObj>()->items;
      const auto at = static_cast<size_t>(loop[1].as_int());
      if (at >= items.size()) return Next::kEnd;
      *item = items[at];
      loop[1] = Value::integer(static_cast<int64_t>(at + 1));
      return Next::kItem;
    }
    case Kind::kTuple: {
      const auto* tuple = loop[0].as<TupleObj>();
      const auto at = static_cast<uint32_t>(loop[1].as_int());
      if (at >= tuple->size) return Next::kEnd;
      *item = tuple->items[at];
      loop[1] = Value::integer(int64_t{at} + 1);
      return Next::kItem;
    }
    case Kind::kInt: {
      const int64_t at = loop[1].as_int();
      if (at >= loop[0].as_int()) return Next::kEnd;
      *item = Value::integer(at);
      loop[1] = Value::integer(at + 1);
      return Next::kItem;
    }
    default: return next_in_other(cx, loop, item);
  }
}

}  // namespace headrace::expr
