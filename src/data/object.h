// The heap objects behind a Value: long strings, big integers, containers, and NativeObject for everything
// that has behaviour of its own (functions, types, iterators, dict views, matches).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "data/hash_table.h"
#include "data/value.h"

namespace headrace {

class Context;
struct Args;

// Strings over 14 bytes, and bytes.
struct StrObj : Obj {
  uint32_t size;                         // bytes
  bool ascii;                            // every byte below 0x80
  mutable uint32_t points = UINT32_MAX;  // code points, once counted
  mutable uint64_t hash = 0;             // 0: not yet computed
  char data[];

  std::string_view view() const { return {data, size}; }
  // The caller fills data[0, size).
  static StrObj* make(Kind kind, uint32_t size, bool ascii);

 private:
  StrObj(Kind kind, uint32_t n, bool is_ascii) : Obj(kind), size(n), ascii(is_ascii) {}
};

struct TupleObj : Obj {
  uint32_t size;
  Value items[0];  // `size` of them follow

  // All items None.
  static TupleObj* make(uint32_t size);

 private:
  explicit TupleObj(uint32_t n) : Obj(Kind::kTuple), size(n) {}
};

using Values = std::vector<Value, SmallAllocator<Value>>;

struct ListObj : Obj {
  Values items;

  explicit ListObj(Flavor flavor = Flavor::kPlain) : Obj(Kind::kList, flavor) {}
};

// Keeps insertion order, as Python's dict.
struct DictObj : Obj {
  HashTable<DictEntry> table;

  explicit DictObj(Flavor flavor = Flavor::kPlain) : Obj(Kind::kDict, flavor) {}
};

// Keeps insertion order (Python's set does not; see docs/blurr-differences.md). kFrozen: a frozenset.
struct SetObj : Obj {
  HashTable<SetEntry> table;

  explicit SetObj(Flavor flavor = Flavor::kPlain) : Obj(Kind::kSet, flavor) {}
};

// start, stop and step are ints of any size; step is not 0.
struct RangeObj : Obj {
  Value start, stop, step;

  RangeObj(Value a, Value b, Value c)
      : Obj(Kind::kRange), start(std::move(a)), stop(std::move(b)), step(std::move(c)) {}
};

enum class Next { kItem, kEnd, kError };

// An object with behaviour of its own. Each function returns false after cx.fail(...). The defaults raise
// Python's TypeError or AttributeError.
class NativeObject : public Obj {
 public:
  explicit NativeObject(Kind kind) : Obj(kind) {}
  virtual ~NativeObject() = default;

  // Python's type(x).__name__.
  virtual std::string_view type_name() const = 0;
  // For values that stand for types (kType): the name printed by repr, "<class 'int'>".
  virtual bool repr(Context& cx, std::string* out) const;
  virtual bool get_attribute(Context& cx, std::string_view name, Value* out) const;
  virtual bool call(Context& cx, const Args& args, Value* out);
  virtual bool callable() const { return kind == Kind::kFunction || kind == Kind::kType; }
  virtual bool iterate(Context& cx, Value* iterator);
  virtual Next next(Context& cx, Value* out);
  virtual bool length(Context& cx, int64_t* out) const;
  virtual bool get_item(Context& cx, const Value& key, Value* out) const;
  virtual bool contains(Context& cx, const Value& item, bool* out) const;
  virtual bool truthy(Context& cx, bool* out) const;  // default: length() != 0 where has_length(), else true
  virtual bool has_length() const { return false; }
  virtual bool hashable() const { return true; }
  virtual uint64_t hash() const { return reinterpret_cast<uintptr_t>(this) >> 4; }
  virtual bool equals(const Value& other) const;  // default: the same object

  // Objects of the embedded CPython (kPyObject) decide operators and builtins themselves wherever they are an
  // operand. `op`: pylib::BinaryOp, pylib::UnaryOp, pylib::Compare. The defaults are never reached.
  virtual bool operate(Context& cx, int op, const Value& left, const Value& right, Value* out) const;
  virtual bool operate_unary(Context& cx, int op, Value* out) const;
  virtual bool order(Context& cx, int op, const Value& left, const Value& right, bool* out) const;
  virtual bool call_builtin(Context& cx, std::string_view name, const Args& args, Value* out) const;
};

inline Value make_tuple(std::initializer_list<Value> items) {
  TupleObj* t = TupleObj::make(static_cast<uint32_t>(items.size()));
  size_t i = 0;
  for (const Value& v : items) t->items[i++] = v;
  return Value::adopt(t);
}

inline Value make_list(Values items) {
  auto* list = new ListObj();
  list->items = std::move(items);
  return Value::adopt(list);
}

// Python's == for any two values, without errors: kinds that do not compare are unequal. `depth` bounds
// recursion; structures nested deeper count as unequal. What containers cost is counted in comparison.h.
bool equal(const Value& a, const Value& b, int depth = 0);

// Consistent with equal(): 1, 1.0 and True hash alike. The value must be hashable.
uint64_t hash_value(const Value& v);
bool hashable(const Value& v);
// The part of v that is not hashable, as Python names it ("list"), or empty. Adds to *parts, where not null,
// the number of values that hash_value() walks.
std::string_view unhashable_type(const Value& v, uint64_t* parts = nullptr);

// A copy that shares no mutable container with the original. Strings and tuples of immutable things are
// shared. False when nested deeper than kMaxNesting, or where its containers would take more than a field's
// can: one that holds another twice, which holds a third twice... is small, and its copy has no end.
inline constexpr int kMaxNesting = 400;
inline constexpr uint64_t kCopiedBytesMax = 256ull << 20;  // as Limits::bytes
bool deep_copy(const Value& v, Value* out, int depth = 0, uint64_t bytes_max = kCopiedBytesMax);

// What a field's containers may hold, as JSON can print it (docs/blurr-differences.md, 11).
inline constexpr KindSet kStorableKinds =
    kind_set(Kind::kNone) | kind_set(Kind::kBool) | kind_set(Kind::kInt) | kind_set(Kind::kFloat) |
    kind_set(Kind::kStr) | kind_set(Kind::kDate) | kind_set(Kind::kTime) | kind_set(Kind::kDateTime) |
    kind_set(Kind::kTuple) | kind_set(Kind::kList) | kind_set(Kind::kDict) | kind_set(Kind::kSet);

// Makes v and all it holds readable from any thread for the rest of the process (constants of a compiled
// spec).
void make_immortal(const Value& v);

// Python's type(x).__name__, with field containers and records under their own names (Map, List, Set,
// Record).
std::string_view type_name(const Value& v);

}  // namespace headrace
