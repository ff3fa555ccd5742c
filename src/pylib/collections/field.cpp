#include "pylib/collections/field.h"

#include "pylib/collections/containers.h"
#include "pylib/collections/dict.h"

namespace headrace::pylib {

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
