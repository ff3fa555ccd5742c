#include "pylib/collections/field.h"

#include "pylib/collections/containers.h"
#include "pylib/collections/dict.h"

namespace headrace::pylib {
namespace {

class StorableItems final : public NativeObject {
 public:
  explicit StorableItems(Value iterator) : NativeObject(Kind::kIterator), iterator_(std::move(iterator)) {}
  std::string_view type_name() const override { return "iterator"; }
  Next next(Context& cx, Value* out) override {
    const Next given = next_item(cx, iterator_, out);
    return given == Next::kItem && !require_storable(cx, *out) ? Next::kError : given;
  }

 private:
  Value iterator_;
};

}  // namespace

bool fail_to_hold(Context& cx, const Value& item) {
  return cx.fail(Exc::kTypeError, "a field cannot hold a {}", Value::string(type_name(item)));
}

bool require_storable(Context& cx, const Value& item, int depth) {
  if ((kStorableKinds & kind_set(item.kind())) == 0) return fail_to_hold(cx, item);
  // What a field holds already has been looked at as it came.
  if (!item.is_heap() || flavor_of(item) == Flavor::kField) return true;
  if (depth > kMaxNesting) return cx.fail(Exc::kRecursionError, "nested too deeply to be stored");
  if (item.is_container() && !cx.charge(1)) return false;
  const auto holds = [&cx, depth](const Value& key) { return require_storable(cx, key, depth + 1); };
  switch (item.kind()) {
    case Kind::kTuple: {
      const auto* tuple = item.as<TupleObj>();
      if (!charge_walk(cx, tuple->size)) return false;
      for (uint32_t i = 0; i < tuple->size; ++i) {
        if (!require_storable(cx, tuple->items[i], depth + 1)) return false;
      }
      return true;
    }
    case Kind::kList:
      if (!charge_walk(cx, list_items(item).size())) return false;
      for (const Value& inner : list_items(item)) {
        if (!require_storable(cx, inner, depth + 1)) return false;
      }
      return true;
    case Kind::kDict:
      return charge_walk(cx, dict_table(item).size()) &&
             each_entry(dict_table(item), [&](const DictEntry& e) {
               return require_storable_key(cx, e.key) && holds(e.value);
             });
    case Kind::kSet:
      return charge_walk(cx, set_table(item).size()) &&
             each_entry(set_table(item), [&](const SetEntry& e) { return holds(e.key); });
    default: return true;
  }
}

bool require_storable_key(Context& cx, const Value& key) {
  return key.kind() < Kind::kFunction || fail_to_hold(cx, key);
}

bool require_storable_items(Context& cx, Value* iterable) {
  switch (iterable->kind()) {
    case Kind::kTuple:
    case Kind::kList:
    case Kind::kDict:
    case Kind::kSet: return require_storable(cx, *iterable);
    case Kind::kIterator:
    case Kind::kObject: {
      Value iterator;
      if (!make_iterator(cx, *iterable, &iterator)) return false;
      *iterable = Value::adopt(new StorableItems(std::move(iterator)));
      return true;
    }
    default: return true;
  }
}

bool field_result(Context& cx, const Value& self, Value* result) {
  if (result->is_none()) {
    *result = self;
    return true;
  }
  if (result->kind() != self.kind()) return true;
  const Flavor flavor = result->obj()->flavor;
  if (flavor == Flavor::kField || flavor == Flavor::kFrozen) return true;
  switch (result->kind()) {
    case Kind::kList: {
      if (!charge_items(cx, list_items(*result).size())) return false;
      auto* copy = new ListObj(Flavor::kField);
      copy->items = list_items(*result);
      *result = Value::adopt(copy);
      return true;
    }
    case Kind::kDict:
      if (!charge_items(cx, dict_table(*result).size(), sizeof(DictEntry))) return false;
      *result = copy_dict(*result, Flavor::kField);
      return true;
    default: {
      if (!charge_items(cx, set_table(*result).size(), sizeof(SetEntry))) return false;
      auto* copy = new SetObj(Flavor::kField);
      copy->table = set_table(*result);
      *result = Value::adopt(copy);
      return true;
    }
  }
}

}  // namespace headrace::pylib
