#include "pylib/collections/views.h"

#include "data/comparison.h"
#include "pylib/collections/containers.h"
#include "pylib/collections/iterators.h"
#include "pylib/collections/set_algebra.h"
#include "pylib/errors.h"

namespace headrace::pylib {
namespace {

Value part_of_entry(const DictEntry& e, DictPart part) {
  switch (part) {
    case DictPart::kKeys: return e.key;
    case DictPart::kValues: return e.value;
    case DictPart::kItems: break;
  }
  return make_tuple({e.key, e.value});
}

// The (key, value) pair that a view of items may hold, or null.
const TupleObj* as_pair(const Value& item) {
  if (item.kind() != Kind::kTuple) return nullptr;
  const auto* tuple = item.as<TupleObj>();
  return tuple->size == 2 ? tuple : nullptr;
}

bool isdisjoint(Context& cx, const Value& self, const Args& args, Value* out) {
  if (!expect_count(
          cx,
          self.as<DictView>()->part() == DictPart::kKeys ? "dict_keys.isdisjoint" : "dict_items.isdisjoint",
          args, 1, 1)) {
    return false;
  }
  bool disjoint;
  if (!is_disjoint(cx, self, args[0], &disjoint)) return false;
  *out = Value::boolean(disjoint);
  return true;
}

constexpr MethodDef kIsDisjoint = {"isdisjoint", isdisjoint, kBoolKind};

}  // namespace

std::string_view DictView::type_name() const {
  switch (part_) {
    case DictPart::kKeys: return "dict_keys";
    case DictPart::kValues: return "dict_values";
    case DictPart::kItems: break;
  }
  return "dict_items";
}

bool DictView::repr(Context& cx, std::string* out) const {
  out->append(type_name()).append("([");
  const char* separator = "";
  const bool whole = each_entry(dict_table(dict_), [&](const DictEntry& e) {
    out->append(separator);
    separator = ", ";
    if (!cx.charge(1) || (out->size() > cx.limits.bytes && !cx.charge_bytes(out->size()))) return false;
    return append_repr(cx, part_of_entry(e, part_), out);
  });
  out->append("])");
  return whole;
}

bool DictView::get_attribute(Context& cx, std::string_view name, Value* out) const {
  if (!is_set() || name != kIsDisjoint.name) return NativeObject::get_attribute(cx, name, out);
  *out = bound_method(Value::share(const_cast<DictView*>(this)), kIsDisjoint);
  return true;
}

bool DictView::iterate(Context&, Value* iterator) {
  *iterator = make_dict_iterator(dict_, part_, false);
  return true;
}

bool DictView::length(Context&, int64_t* out) const {
  *out = static_cast<int64_t>(dict_table(dict_).size());
  return true;
}

bool DictView::contains(Context& cx, const Value& item, bool* out) const {
  const auto& table = dict_table(dict_);
  if (part_ == DictPart::kValues) {
    if (!charge_walk(cx, table.size())) return false;
    Comparison comparison(cx, item);
    const bool found = !each_entry(table, [&](const DictEntry& e) { return !equal(e.value, item); });
    if (!comparison.pay()) return false;
    *out = found;
    return true;
  }
  const TupleObj* pair = as_pair(item);
  if (part_ == DictPart::kItems && !pair) {
    *out = false;
    return true;
  }
  if (!require_hashable(cx, pair && part_ == DictPart::kItems ? pair->items[0] : item)) return false;
  Comparison comparison(cx, item);
  const bool found = view_has(*this, item);
  if (!comparison.pay()) return false;
  *out = found;
  return true;
}

bool DictView::equals(const Value& other) const {
  if (!is_set()) return NativeObject::equals(other);
  return is_set_like(other) && set_like_size(other) == dict_table(dict_).size() &&
         is_subset_of(Value::share(const_cast<DictView*>(this)), other);
}

bool view_has(const DictView& view, const Value& item) {
  const auto& table = dict_table(view.dict());
  if (view.part() == DictPart::kKeys) return hashable(item) && table.contains(item);
  const TupleObj* pair = as_pair(item);
  if (!pair || !hashable(pair->items[0])) return false;
  const DictEntry* e = table.find(pair->items[0]);
  return e && equal_nested(e->value, pair->items[1]);
}

Value make_dict_view(const Value& dict, DictPart part) { return Value::adopt(new DictView(dict, part)); }

const DictView* as_dict_view(const Value& v) {
  return v.kind() == Kind::kObject ? dynamic_cast<const DictView*>(v.as<NativeObject>()) : nullptr;
}

const DictView* as_set_view(const Value& v) {
  const DictView* view = as_dict_view(v);
  return view && view->is_set() ? view : nullptr;
}

}  // namespace headrace::pylib
