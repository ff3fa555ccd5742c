#include "pylib/collections/record.h"

#include "pylib/collections/containers.h"
#include "pylib/collections/dict.h"

namespace headrace::pylib {

bool wrap_record(Context& cx, const Value& v, Value* out) {
  if (v.kind() == Kind::kDict) {
    if (!charge_items(cx, dict_table(v).size(), sizeof(DictEntry))) return false;
    *out = copy_dict(v, Flavor::kRecord);
  } else if (v.kind() == Kind::kList && !list_items(v).empty()) {
    if (!charge_items(cx, list_items(v).size())) return false;
    auto* copy = new ListObj(Flavor::kRecord);
    copy->items = list_items(v);
    *out = Value::adopt(copy);
  } else {
    *out = v;
  }
  return true;
}

bool record_item(Context& cx, const Value& record, const Value& key, Value* out) {
  if (!require_hashable(cx, key)) return false;
  const DictEntry* e = dict_table(record).find(key);
  if (e) return wrap_record(cx, e->value, out);
  *out = Value();
  return true;
}

bool record_attribute(Context& cx, const Value& record, std::string_view name, Value* out) {
  const Value* found = record_find(record, name);
  if (found) return wrap_record(cx, *found, out);
  *out = Value();
  return true;
}

const Value* record_find(const Value& record, std::string_view key) {
  const DictEntry* e = dict_table(record).find(Value::string(key));
  return e ? &e->value : nullptr;
}

}  // namespace headrace::pylib
