#include "data/object.h"

#include <bit>
#include <cmath>
#include <new>

#include "base/hash.h"
#include "data/bigint.h"
#include "data/comparison.h"
#include "data/context.h"
#include "data/datetime.h"

namespace headrace {
namespace {

// Freeing a deeply nested structure must not exhaust the stack: past this depth objects wait in a list that
// the outermost destroy() empties.
constexpr int kDestroyDepthMax = 64;
constinit thread_local int destroy_depth = 0;
constinit thread_local std::vector<Obj*>* destroy_later = nullptr;  // null when there are none

void free_text(StrObj* text) {
  const size_t bytes = sizeof(StrObj) + text->size;
  text->~StrObj();
  free_small(text, bytes);
}

void destroy_now(Obj* obj) {
  switch (obj->kind) {
    case Kind::kStr:
    case Kind::kBytes: free_text(static_cast<StrObj*>(obj)); return;
    case Kind::kInt: delete static_cast<BigIntObj*>(obj); return;
    case Kind::kTuple: {
      auto* tuple = static_cast<TupleObj*>(obj);
      const size_t bytes = sizeof(TupleObj) + tuple->size * sizeof(Value);
      for (uint32_t i = 0; i < tuple->size; ++i) tuple->items[i].~Value();
      tuple->~TupleObj();
      free_small(tuple, bytes);
      return;
    }
    case Kind::kList: delete static_cast<ListObj*>(obj); return;
    case Kind::kDict: delete static_cast<DictObj*>(obj); return;
    case Kind::kSet: delete static_cast<SetObj*>(obj); return;
    case Kind::kRange: delete static_cast<RangeObj*>(obj); return;
    default: delete static_cast<NativeObject*>(obj); return;
  }
}

// What waits, and what comes to wait meanwhile.
void destroy_waiting() {
  while (!destroy_later->empty()) {
    Obj* next = destroy_later->back();
    destroy_later->pop_back();
    ++destroy_depth;
    destroy_now(next);
    --destroy_depth;
  }
  delete std::exchange(destroy_later, nullptr);
}

template <typename Items>
bool items_equal(const Items& a, size_t n, const Items& b, int depth) {
  if (!Comparison::may_walk(n + 1)) return false;
  for (size_t i = 0; i < n; ++i) {
    if (!equal(a[i], b[i], depth)) return false;
  }
  return true;
}

bool dict_equal(const DictObj& a, const DictObj& b, int depth) {
  if (a.table.size() != b.table.size() || !Comparison::may_walk(a.table.size() + 1)) return false;
  for (size_t i = 0; i < a.table.end(); ++i) {
    const DictEntry& e = a.table.entry(i);
    if (e.hash == 0) continue;
    const DictEntry* other = b.table.find(e.key);
    if (!other || !equal(e.value, other->value, depth)) return false;
  }
  return true;
}

bool set_equal(const SetObj& a, const SetObj& b) {
  if (a.table.size() != b.table.size() || !Comparison::may_walk(a.table.size() + 1)) return false;
  for (size_t i = 0; i < a.table.end(); ++i) {
    const SetEntry& e = a.table.entry(i);
    if (e.hash != 0 && !b.table.contains(e.key)) return false;
  }
  return true;
}

bool is_number(Kind k) { return k == Kind::kBool || k == Kind::kInt || k == Kind::kFloat; }

bool number_equal(const Value& a, const Value& b) {
  if (a.is_float() || b.is_float()) {
    const Value& f = a.is_float() ? a : b;
    const Value& other = a.is_float() ? b : a;
    if (other.is_float()) return a.as_float() == b.as_float();
    if (std::isnan(f.as_float())) return false;
    if (other.is_big_int()) return compare_big_double(big_value(other), f.as_float()) == 0;
    // Exact: a double that equals a converted int64 also converts back to it, but for 2**63.
    const double d = f.as_float();
    return d >= -0x1p63 && d < 0x1p63 && d == std::trunc(d) && static_cast<int64_t>(d) == other.as_int();
  }
  if (a.is_big_int() || b.is_big_int()) {
    return a.is_big_int() && b.is_big_int() && big_value(a) == big_value(b);
  }
  return a.as_int() == b.as_int();
}

// len(range), of any size.
Value range_length(const RangeObj& r) {
  if (!r.start.is_heap() && !r.stop.is_heap() && !r.step.is_heap()) {
    const __int128 start = r.start.as_int(), stop = r.stop.as_int(), step = r.step.as_int();
    __int128 n = 0;
    if (step > 0 && start < stop) n = (stop - start - 1) / step + 1;
    if (step < 0 && start > stop) n = (start - stop - 1) / -step + 1;
    if (n <= INT64_MAX) return Value::integer(static_cast<int64_t>(n));
  }
  const BigInt start = to_big(r.start), stop = to_big(r.stop), step = to_big(r.step);
  if (step > 0 ? start >= stop : start <= stop) return Value::integer(0);
  return make_int((step > 0 ? BigInt(stop - start - 1) / step : BigInt(start - stop - 1) / -step) + 1);
}

// Ranges are equal when the ints they give are.
bool range_equal(const RangeObj& a, const RangeObj& b) {
  const Value n = range_length(a);
  if (!number_equal(n, range_length(b))) return false;
  if (!n.is_heap() && n.as_int() == 0) return true;
  return number_equal(a.start, b.start) &&
         ((!n.is_heap() && n.as_int() == 1) || number_equal(a.step, b.step));
}

uint64_t hash_double(double d) {
  if (d >= -0x1p63 && d < 0x1p63 && d == std::trunc(d))
    return hash_mix(static_cast<uint64_t>(static_cast<int64_t>(d)));
  if (std::isnan(d)) return 0x7ff8;
  return hash_mix(std::bit_cast<uint64_t>(d));
}

uint64_t hash_str(const Value& v) {
  if (!v.is_heap()) return hash_bytes(v.str());
  const auto* s = v.as<StrObj>();
  if (s->hash == 0) {
    const uint64_t h = hash_bytes(s->view());
    if (s->refs < 0) return h;  // shared by threads: leave it alone
    s->hash = h;
  }
  return s->hash;
}

// A float that equals an int hashes as it does.
uint64_t hash_big(const BigInt& v) {
  const double nearest = big_to_double(v);
  if (std::isfinite(nearest) && compare_big_double(v, nearest) == 0) return hash_double(nearest);
  const auto& backend = v.backend();
  const std::string_view limbs(reinterpret_cast<const char*>(backend.limbs()),
                               backend.size() * sizeof(*backend.limbs()));
  return hash_bytes(limbs) ^ static_cast<uint64_t>(backend.sign());
}

uint64_t hash_items(const Value* items, size_t n) {
  uint64_t h = 0x345678 + n;
  for (size_t i = 0; i < n; ++i) h = hash_fold(h ^ hash_value(items[i]), 0x9e3779b97f4a7c15ull) + i;
  return hash_mix(h);
}

}  // namespace

void destroy(Obj* obj) {
  if (obj->kind == Kind::kStr) return free_text(static_cast<StrObj*>(obj));  // most often, and holds nothing
  if (destroy_depth >= kDestroyDepthMax) {
    if (!destroy_later) destroy_later = new std::vector<Obj*>();
    destroy_later->push_back(obj);
    return;
  }
  ++destroy_depth;
  destroy_now(obj);
  --destroy_depth;
  if (destroy_depth == 0 && destroy_later) [[unlikely]]
    destroy_waiting();
}

bool equal(const Value& a, const Value& b, int depth) {
  if (depth > kMaxNesting) return Comparison::too_deep();
  const Kind k = a.kind();
  if (k != b.kind()) {
    if (is_number(k) && is_number(b.kind())) return number_equal(a, b);
    if (k >= Kind::kFunction && a.is_heap()) return a.as<NativeObject>()->equals(b);
    if (b.kind() >= Kind::kFunction && b.is_heap()) return b.as<NativeObject>()->equals(a);
    return false;
  }
  switch (k) {
    case Kind::kNone: return true;
    case Kind::kBool:
    case Kind::kInt:
    case Kind::kFloat: return number_equal(a, b);
    case Kind::kStr:
    case Kind::kBytes: return a.str() == b.str();
    case Kind::kDate:
    case Kind::kTime:
    case Kind::kDateTime:
    case Kind::kTimeDelta:
    case Kind::kTimeZone: return datetime_equal(a, b);
    case Kind::kTuple: {
      const auto *x = a.as<TupleObj>(), *y = b.as<TupleObj>();
      return x->size == y->size && items_equal(x->items, x->size, y->items, depth + 1);
    }
    case Kind::kList: {
      const auto &x = a.as<ListObj>()->items, &y = b.as<ListObj>()->items;
      return x.size() == y.size() && items_equal(x, x.size(), y, depth + 1);
    }
    case Kind::kDict: return dict_equal(*a.as<DictObj>(), *b.as<DictObj>(), depth + 1);
    case Kind::kSet: return set_equal(*a.as<SetObj>(), *b.as<SetObj>());
    case Kind::kRange: return range_equal(*a.as<RangeObj>(), *b.as<RangeObj>());
    default: return a.as<NativeObject>()->equals(b);
  }
}

uint64_t hash_value(const Value& v) {
  switch (v.kind()) {
    case Kind::kNone: return 0xfca86420;
    case Kind::kBool: return hash_mix(static_cast<uint64_t>(v.as_int()));
    case Kind::kInt:
      return v.is_heap() ? hash_big(big_value(v)) : hash_mix(static_cast<uint64_t>(v.as_int()));
    case Kind::kFloat: return hash_double(v.as_float());
    case Kind::kStr: return hash_str(v);
    case Kind::kBytes: return hash_str(v) ^ 0x62;
    case Kind::kDate:
    case Kind::kTime:
    case Kind::kDateTime:
    case Kind::kTimeDelta:
    case Kind::kTimeZone: return datetime_hash(v);
    case Kind::kTuple: return hash_items(v.as<TupleObj>()->items, v.as<TupleObj>()->size);
    case Kind::kSet: {  // frozenset: order does not matter
      uint64_t h = 1927868237;
      const auto& table = v.as<SetObj>()->table;
      for (size_t i = 0; i < table.end(); ++i) {
        if (table.entry(i).hash != 0) h ^= hash_mix(table.entry(i).hash);
      }
      return hash_mix(h + table.size());
    }
    case Kind::kRange: {
      const auto* r = v.as<RangeObj>();
      const Value n = range_length(*r);
      return hash_value(n) ^ (n.is_heap() || n.as_int() > 0 ? hash_value(r->start) : 0);
    }
    case Kind::kList:
    case Kind::kDict: break;
    default: return v.as<NativeObject>()->hash();
  }
  HEADRACE_CHECK(!"hash of an unhashable value");
  return 0;
}

namespace {

// Tuples too deep or too large to be walked count as unhashable, so that hash_value() need not look at its
// depth: a tuple that holds another twice, which holds another twice... is small, and takes forever.
constexpr uint64_t kMaxHashedParts = 1 << 22;

std::string_view unhashable_part(const Value& v, int depth, uint64_t* parts) {
  ++*parts;
  switch (v.kind()) {
    case Kind::kList:
    case Kind::kDict: return type_name(v);
    case Kind::kSet: return v.obj()->flavor == Flavor::kFrozen ? std::string_view() : type_name(v);
    case Kind::kTuple: {
      if (depth > kMaxNesting) return type_name(v);
      const auto* t = v.as<TupleObj>();
      for (uint32_t i = 0; i < t->size; ++i) {
        const std::string_view bad = unhashable_part(t->items[i], depth + 1, parts);
        if (!bad.empty()) return bad;
        if (*parts > kMaxHashedParts) return type_name(v);
      }
      return {};
    }
    // dateutil's have __eq__ without __hash__.
    case Kind::kTimeZone: return time_zone(v).zone == Zone::kFixed ? std::string_view() : type_name(v);
    case Kind::kFunction:
    case Kind::kType:
    case Kind::kModule:
    case Kind::kIterator:
    case Kind::kObject:
    case Kind::kPyObject: return v.as<NativeObject>()->hashable() ? std::string_view() : type_name(v);
    default: return {};
  }
}

}  // namespace

std::string_view unhashable_type(const Value& v, uint64_t* parts) {
  uint64_t own_parts = 0;
  return unhashable_part(v, 0, parts ? parts : &own_parts);
}

bool hashable(const Value& v) { return unhashable_type(v).empty(); }

namespace {

// Whether a copy may have a container of so many items more.
bool may_copy(size_t items, size_t item_bytes, uint64_t* bytes_left) {
  constexpr uint64_t kHeadBytes = 64;
  const uint64_t bytes = kHeadBytes + uint64_t{items} * item_bytes;
  if (bytes > *bytes_left) return false;
  *bytes_left -= bytes;
  return true;
}

bool copy_parts(const Value& v, Value* out, int depth, uint64_t* bytes_left) {
  if (depth > kMaxNesting) return false;
  switch (v.kind()) {
    case Kind::kTuple: {
      const auto* from = v.as<TupleObj>();
      if (!may_copy(from->size, sizeof(Value), bytes_left)) return false;
      TupleObj* to = TupleObj::make(from->size);
      to->flags = from->flags;  // a named tuple stays one
      *out = Value::adopt(to);
      for (uint32_t i = 0; i < from->size; ++i) {
        if (!copy_parts(from->items[i], &to->items[i], depth + 1, bytes_left)) return false;
      }
      return true;
    }
    case Kind::kList: {
      const Values& from = v.as<ListObj>()->items;
      if (!may_copy(from.size(), sizeof(Value), bytes_left)) return false;
      auto* to = new ListObj(v.obj()->flavor);
      *out = Value::adopt(to);
      to->items.resize(from.size());
      for (size_t i = 0; i < to->items.size(); ++i) {
        if (!copy_parts(from[i], &to->items[i], depth + 1, bytes_left)) return false;
      }
      return true;
    }
    case Kind::kDict: {
      const auto& from = v.as<DictObj>()->table;
      if (!may_copy(from.size(), sizeof(DictEntry), bytes_left)) return false;
      auto* to = new DictObj(v.obj()->flavor);
      *out = Value::adopt(to);
      to->table.reserve(from.size());
      for (size_t i = 0; i < from.end(); ++i) {
        if (from.entry(i).hash == 0) continue;
        bool inserted;
        DictEntry* e = to->table.find_or_insert(from.entry(i).key, &inserted);
        if (!copy_parts(from.entry(i).value, &e->value, depth + 1, bytes_left)) return false;
      }
      return true;
    }
    case Kind::kSet: {  // members are hashable, so they hold nothing mutable
      const auto& from = v.as<SetObj>()->table;
      if (!may_copy(from.size(), sizeof(SetEntry), bytes_left)) return false;
      auto* to = new SetObj(v.obj()->flavor);
      to->table = from;
      *out = Value::adopt(to);
      return true;
    }
    default: *out = v; return true;
  }
}

}  // namespace

bool deep_copy(const Value& v, Value* out, int depth, uint64_t bytes_max) {
  return copy_parts(v, out, depth, &bytes_max);
}

void make_immortal(const Value& v) {
  if (!v.is_heap() || v.obj()->refs < 0) return;
  v.obj()->refs = INT32_MIN;
  switch (v.kind()) {
    case Kind::kStr:
    case Kind::kBytes: v.as<StrObj>()->hash = hash_bytes(v.str()); return;
    case Kind::kTuple:
      for (uint32_t i = 0; i < v.as<TupleObj>()->size; ++i) make_immortal(v.as<TupleObj>()->items[i]);
      return;
    case Kind::kList:
      for (const Value& item : v.as<ListObj>()->items) make_immortal(item);
      return;
    case Kind::kDict:
      for (size_t i = 0; i < v.as<DictObj>()->table.end(); ++i) {
        make_immortal(v.as<DictObj>()->table.entry(i).key);
        make_immortal(v.as<DictObj>()->table.entry(i).value);
      }
      return;
    case Kind::kSet:
      for (size_t i = 0; i < v.as<SetObj>()->table.end(); ++i)
        make_immortal(v.as<SetObj>()->table.entry(i).key);
      return;
    case Kind::kRange:
      make_immortal(v.as<RangeObj>()->start);
      make_immortal(v.as<RangeObj>()->stop);
      make_immortal(v.as<RangeObj>()->step);
      return;
    default: return;
  }
}

std::string_view type_name(const Value& v) {
  const Flavor flavor = v.is_heap() ? v.obj()->flavor : Flavor::kPlain;
  switch (v.kind()) {
    case Kind::kNone: return "NoneType";
    case Kind::kBool: return "bool";
    case Kind::kInt: return "int";
    case Kind::kFloat: return "float";
    case Kind::kStr: return "str";
    case Kind::kBytes: return "bytes";
    case Kind::kDate: return "date";
    case Kind::kTime: return "time";
    case Kind::kDateTime: return "datetime";
    case Kind::kTimeDelta: return "timedelta";
    case Kind::kTimeZone: {
      switch (time_zone(v).zone) {
        case Zone::kTzUtc: return "tzutc";
        case Zone::kTzOffset: return "tzoffset";
        case Zone::kTzLocal: return "tzlocal";
        default: return "timezone";
      }
    }
    case Kind::kTuple: return "tuple";
    case Kind::kList:
      return flavor == Flavor::kField ? "List" : flavor == Flavor::kRecord ? "RecordList" : "list";
    case Kind::kDict: return flavor == Flavor::kField ? "Map" : flavor == Flavor::kRecord ? "Record" : "dict";
    case Kind::kSet:
      return flavor == Flavor::kField ? "Set" : flavor == Flavor::kFrozen ? "frozenset" : "set";
    case Kind::kRange: return "range";
    default: return v.as<NativeObject>()->type_name();
  }
}

// --- NativeObject's defaults: what Python says of an object without the behaviour ---

bool NativeObject::repr(Context&, std::string* out) const {
  out->append("<").append(type_name()).append(" object>");
  return true;
}

bool NativeObject::get_attribute(Context& cx, std::string_view name, Value*) const {
  return cx.fail_text(Exc::kAttributeError, "'" + std::string(type_name()) + "' object has no attribute '" +
                                                std::string(name) + "'");
}

bool NativeObject::call(Context& cx, const Args&, Value*) {
  return cx.fail_text(Exc::kTypeError, "'" + std::string(type_name()) + "' object is not callable");
}

bool NativeObject::iterate(Context& cx, Value* iterator) {
  if (kind == Kind::kIterator) {
    *iterator = Value::share(this);
    return true;
  }
  return cx.fail_text(Exc::kTypeError, "'" + std::string(type_name()) + "' object is not iterable");
}

Next NativeObject::next(Context& cx, Value*) {
  cx.fail_text(Exc::kTypeError, "'" + std::string(type_name()) + "' object is not an iterator");
  return Next::kError;
}

bool NativeObject::length(Context& cx, int64_t*) const {
  return cx.fail_text(Exc::kTypeError, "object of type '" + std::string(type_name()) + "' has no len()");
}

bool NativeObject::get_item(Context& cx, const Value&, Value*) const {
  return cx.fail_text(Exc::kTypeError, "'" + std::string(type_name()) + "' object is not subscriptable");
}

bool NativeObject::contains(Context& cx, const Value& item, bool* out) const {
  Value iterator;
  if (!const_cast<NativeObject*>(this)->iterate(cx, &iterator)) {
    return cx.fail_text(Exc::kTypeError,
                        "argument of type '" + std::string(type_name()) + "' is not iterable");
  }
  for (;;) {
    Value candidate;
    switch (iterator.as<NativeObject>()->next(cx, &candidate)) {
      case Next::kError: return false;
      case Next::kEnd: *out = false; return true;
      case Next::kItem: break;
    }
    Comparison comparison(cx, item);
    const bool found = equal(candidate, item);
    if (!cx.charge(1) || !comparison.pay()) return false;
    if (found) {
      *out = true;
      return true;
    }
  }
}

bool NativeObject::truthy(Context& cx, bool* out) const {
  if (!has_length()) {
    *out = true;
    return true;
  }
  int64_t n;
  if (!length(cx, &n)) return false;
  *out = n != 0;
  return true;
}

bool NativeObject::equals(const Value& other) const { return other.is_heap() && other.obj() == this; }

bool NativeObject::operate(Context& cx, int, const Value&, const Value&, Value*) const {
  return cx.fail(Exc::kTypeError, "unsupported operand");
}
bool NativeObject::operate_unary(Context& cx, int, Value*) const {
  return cx.fail(Exc::kTypeError, "unsupported operand");
}
bool NativeObject::order(Context& cx, int, const Value&, const Value&, bool*) const {
  return cx.fail(Exc::kTypeError, "unsupported operand");
}
bool NativeObject::call_builtin(Context& cx, std::string_view, const Args&, Value*) const {
  return cx.fail(Exc::kTypeError, "unsupported operand");
}

}  // namespace headrace
