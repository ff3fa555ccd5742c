#include "expr/loop.h"

#include "pylib/collections/range.h"

namespace headrace::expr {
namespace {

// A size and a position in one word.
constexpr int kSizeShift = 32;

template <typename Table>
Value at_start(const Table& table) {
  return Value::integer(static_cast<int64_t>(table.size()) << kSizeShift);
}

template <typename Table>
bool fits(const Table& table) {
  return table.end() <= INT32_MAX;
}

bool make_iterator(Context& cx, const Value& iterable, Value* loop) {
  Value iterator;
  if (!pylib::make_iterator(cx, iterable, &iterator)) return false;
  loop[0] = std::move(iterator);
  return true;
}

// The next entry, null at the end or after an error.
template <typename Entry>
const Entry* next_entry(Context& cx, HashTable<Entry>& table, const char* changed, Value* position,
                        Next* next) {
  const int64_t state = position->as_int();
  if (static_cast<int64_t>(table.size()) != state >> kSizeShift) {
    cx.fail(Exc::kRuntimeError, changed);
    *next = Next::kError;
    return nullptr;
  }
  auto at = static_cast<size_t>(static_cast<uint32_t>(state));
  while (at < table.end() && table.entry(at).hash == 0) ++at;
  if (at >= table.end()) {
    *next = Next::kEnd;
    return nullptr;
  }
  *position = Value::integer((state >> kSizeShift << kSizeShift) | static_cast<int64_t>(at + 1));
  *next = Next::kItem;
  return &table.entry(at);
}

const DictEntry* next_of_dict(Context& cx, const Value& dict, Value* position, Next* next) {
  return next_entry(cx, dict.as<DictObj>()->table, "dictionary changed size during iteration", position,
                    next);
}

}  // namespace

bool stands_in_dict(const HashTable<DictEntry>& table, const Value& state) {
  return static_cast<int64_t>(table.size()) == state.as_int() >> kSizeShift;
}

size_t position_in_dict(const Value& state) { return static_cast<uint32_t>(state.as_int()); }

void move_in_dict(size_t position, Value* state) {
  *state = Value::integer((state->as_int() >> kSizeShift << kSizeShift) | static_cast<int64_t>(position));
}

bool begin_loop(Context& cx, const Value& iterable, Value* loop) {
  switch (iterable.kind()) {
    case Kind::kList:
    case Kind::kTuple: loop[1] = Value::integer(0); break;
    case Kind::kStr:
      if (!iterable.is_ascii()) return make_iterator(cx, iterable, loop);
      loop[1] = Value::integer(0);
      break;
    case Kind::kDict:
      if (!fits(iterable.as<DictObj>()->table)) return make_iterator(cx, iterable, loop);
      loop[1] = at_start(iterable.as<DictObj>()->table);
      break;
    case Kind::kSet:
      if (!fits(iterable.as<SetObj>()->table)) return make_iterator(cx, iterable, loop);
      loop[1] = at_start(iterable.as<SetObj>()->table);
      break;
    case Kind::kRange: {
      pylib::SmallRange range;
      if (!pylib::small_range(*iterable.as<RangeObj>(), &range) || range.step != 1)
        return make_iterator(cx, iterable, loop);
      loop[1] = Value::integer(range.start);
      loop[0] = Value::integer(range.start + range.size);
      return true;
    }
    case Kind::kObject: {
      const pylib::DictView* view = pylib::as_dict_view(iterable);
      if (!view || !fits(view->dict().as<DictObj>()->table)) return make_iterator(cx, iterable, loop);
      loop[1] = at_start(view->dict().as<DictObj>()->table);
      break;
    }
    default: return make_iterator(cx, iterable, loop);
  }
  loop[0] = iterable;
  return true;
}

Next next_in_items(Context& cx, Value* loop, Value* pair) {
  Next next;
  const DictEntry* entry = next_of_dict(cx, loop[0].as<pylib::DictView>()->dict(), &loop[1], &next);
  if (!entry) return next;
  pair[0] = entry->key;
  pair[1] = entry->value;
  return next;
}

Next next_in_other(Context& cx, Value* loop, Value* item) {
  Next next;
  switch (loop[0].kind()) {
    case Kind::kStr: {
      const std::string_view text = loop[0].str();
      const auto at = static_cast<size_t>(loop[1].as_int());
      if (at == text.size()) return Next::kEnd;
      *item = Value::string(text.substr(at, 1), true);
      loop[1] = Value::integer(static_cast<int64_t>(at + 1));
      return Next::kItem;
    }
    case Kind::kDict:
      if (const DictEntry* entry = next_of_dict(cx, loop[0], &loop[1], &next)) *item = entry->key;
      return next;
    case Kind::kSet: {
      const SetEntry* entry =
          next_entry(cx, loop[0].as<SetObj>()->table, "Set changed size during iteration", &loop[1], &next);
      if (entry) *item = entry->key;
      return next;
    }
    case Kind::kObject: {
      const auto* view = loop[0].as<pylib::DictView>();
      const DictEntry* entry = next_of_dict(cx, view->dict(), &loop[1], &next);
      if (!entry) return next;
      *item = view->part() == pylib::DictPart::kKeys     ? entry->key
              : view->part() == pylib::DictPart::kValues ? entry->value
                                                         : make_tuple({entry->key, entry->value});
      return next;
    }
    default: {
      Value result;
      next = pylib::next_item(cx, loop[0], &result);
      if (next == Next::kItem) *item = std::move(result);
      return next;
    }
  }
}

}  // namespace headrace::expr
