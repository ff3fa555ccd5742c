#include "engine/field_value.h"

#include <algorithm>

#include "data/datetime.h"
#include "data/object.h"
#include "pylib/collections/field.h"
#include "pylib/type.h"

namespace headrace {
namespace {

bool is_instance(FieldType type, const Value& v) {
  switch (type) {
    case FieldType::kInteger: return v.kind() == Kind::kInt || v.is_bool();
    case FieldType::kBoolean: return v.is_bool();
    case FieldType::kString: return v.is_str();
    case FieldType::kFloat: return v.is_float();
    case FieldType::kDatetime: return v.kind() == Kind::kDateTime;
    case FieldType::kMap: return v.kind() == Kind::kDict && v.obj()->flavor == Flavor::kField;
    case FieldType::kList: return v.kind() == Kind::kList && v.obj()->flavor == Flavor::kField;
    case FieldType::kSet: return v.kind() == Kind::kSet && v.obj()->flavor == Flavor::kField;
  }
  return false;
}

const Value& python_type(FieldType type) {
  static const Value types[] = {pylib::int_type(),   pylib::bool_type(),     pylib::str_type(),
                                pylib::float_type(), pylib::datetime_type(), pylib::dict_type(),
                                pylib::list_type(),  pylib::set_type()};
  return types[static_cast<size_t>(type)];
}

bool cast(Context& cx, FieldType type, const Value& v, Value* out) {
  if (type == FieldType::kDatetime) return cx.fail(Exc::kTypeError, "a datetime field takes datetimes only");
  if (!cx.call(python_type(type), Args::of(&v, 1), out)) return false;
  if (type == FieldType::kMap || type == FieldType::kList || type == FieldType::kSet) {
    // list(x) may hand back nothing but a new object; it becomes the field's own kind of container.
    if (out->obj()->refs != 1 && !deep_copy(*out, out))
      return cx.fail(Exc::kRecursionError, "nested too deeply");
    out->obj()->flavor = Flavor::kField;
  }
  return true;
}

// A container that nobody else holds becomes the field's own as it is; what list(x) and its like would copy.
bool take_over(FieldType type, const Value& v) {
  const Kind kind = type == FieldType::kList  ? Kind::kList
                    : type == FieldType::kMap ? Kind::kDict
                    : type == FieldType::kSet ? Kind::kSet
                                              : Kind::kNone;
  if (kind == Kind::kNone || v.kind() != kind || v.obj()->refs != 1) return false;
  v.obj()->flavor = Flavor::kField;
  return true;
}

// Makes a container, and all that is inside it, its holder's own: what others hold too is copied.
class Owning {
 public:
  enum class Unstorable { kRefused, kLeft };
  Owning(Context& cx, Unstorable unstorable) : cx_(cx), unstorable_(unstorable) {}

  bool own(Value* item, int depth = 0) {
    if (!may_be_held(kStorableKinds, *item)) return false;
    if (!item->is_container()) return true;
    if (depth > kMaxNesting) return cx_.fail(Exc::kRecursionError, "nested too deeply to be stored");
    switch (item->kind()) {
      case Kind::kTuple: return own_tuple(item, depth);
      case Kind::kList: return own_list(item, depth);
      case Kind::kDict: return own_dict(item, depth);
      default: return own_set(item);
    }
  }

 private:
  static constexpr KindSet kKeyKinds = kind_set(Kind::kFunction) - 1;

  bool may_be_held(KindSet kinds, const Value& item) {
    return (kinds & kind_set(item.kind())) != 0 || unstorable_ == Unstorable::kLeft ||
           pylib::fail_to_hold(cx_, item);
  }

  // A container that holds another twice, which holds a third twice... takes more than it seems to.
  bool count(size_t items, size_t item_bytes) {
    constexpr uint64_t kHeadBytes = 64;
    bytes_ += kHeadBytes + uint64_t{items} * item_bytes;
    if (bytes_ > cx_.limits.bytes) return cx_.charge_bytes(bytes_);
    return items < 8 || cx_.charge(items / 8);
  }

  static bool is_shared(const Value& v) { return v.obj()->refs != 1; }

  bool own_tuple(Value* item, int depth) {
    const auto* tuple = item->as<TupleObj>();
    if (!count(tuple->size, sizeof(Value))) return false;
    if (is_shared(*item)) {
      TupleObj* const copy = TupleObj::make(tuple->size);
      copy->flags = tuple->flags;  // a named tuple stays one
      std::copy_n(tuple->items, tuple->size, copy->items);
      *item = Value::adopt(copy);
    }
    for (uint32_t i = 0; i < item->as<TupleObj>()->size; ++i) {
      if (!own(&item->as<TupleObj>()->items[i], depth + 1)) return false;
    }
    return true;
  }

  // The object itself, not what is inside.
  template <typename Object, typename Content>
  bool own_object(Value* item, Content Object::* content, size_t item_bytes) {
    const Content& held = item->as<Object>()->*content;
    if (!count(held.size(), item_bytes)) return false;
    if (!is_shared(*item)) return true;
    auto* const copy = new Object(item->obj()->flavor);
    copy->*content = held;
    *item = Value::adopt(copy);
    return true;
  }

  bool own_list(Value* item, int depth) {
    if (!own_object(item, &ListObj::items, sizeof(Value))) return false;
    for (Value& inner : item->as<ListObj>()->items) {
      if (!own(&inner, depth + 1)) return false;
    }
    return true;
  }

  bool own_dict(Value* item, int depth) {
    if (!own_object(item, &DictObj::table, sizeof(DictEntry))) return false;
    auto& table = item->as<DictObj>()->table;
    for (size_t i = 0; i < table.end(); ++i) {
      if (table.entry(i).hash == 0) continue;
      if (!may_be_held(kKeyKinds, table.entry(i).key) || !own(&table.entry(i).value, depth + 1)) return false;
    }
    return true;
  }

  // Its items are hashable, so nothing in them can change.
  bool own_set(Value* item) {
    if (!own_object(item, &SetObj::table, sizeof(SetEntry))) return false;
    const auto& table = item->as<SetObj>()->table;
    for (size_t i = 0; i < table.end(); ++i) {
      if (table.entry(i).hash != 0 && !may_be_held(kStorableKinds, table.entry(i).key)) return false;
    }
    return true;
  }

  Context& cx_;
  const Unstorable unstorable_;
  uint64_t bytes_ = 0;
};

}  // namespace

Value default_value(FieldType type) {
  switch (type) {
    case FieldType::kInteger: return Value::integer(0);
    case FieldType::kBoolean: return Value::boolean(false);
    case FieldType::kString: return Value::string("");
    case FieldType::kFloat: return Value::real(0.0);
    case FieldType::kDatetime: return Value();
    case FieldType::kMap: return Value::adopt(new DictObj(Flavor::kField));
    case FieldType::kList: return Value::adopt(new ListObj(Flavor::kField));
    case FieldType::kSet: return Value::adopt(new SetObj(Flavor::kField));
  }
  return {};
}

RowDefaults::RowDefaults(const std::vector<FieldType>& types) : types_(types) {
  for (const FieldType type : types) {
    values_.push_back(default_value(type));
    has_containers_ = has_containers_ || values_.back().is_container();
  }
}

bool assign_field(Context& cx, FieldType type, Value result, Value* slot) {
  if (!is_instance(type, result) && !take_over(type, result)) {
    Value converted;
    if (!cast(cx, type, result, &converted)) return false;
    result = std::move(converted);
  } else if (type == FieldType::kDatetime) {
    Value aware;
    as_event_time(result, &aware);
    *slot = std::move(aware);
    return true;
  }
  if (!result.is_container()) {
    *slot = std::move(result);
    return true;
  }
  if (result.identical(*slot)) return true;  // changed in place
  if (!Owning(cx, Owning::Unstorable::kRefused).own(&result)) return false;
  *slot = std::move(result);
  return true;
}

bool own_containers(Context& cx, Value* slot) {
  cx.begin_evaluation();
  if (!slot->is_container() || Owning(cx, Owning::Unstorable::kLeft).own(slot)) return true;
  return cx.error().type == Exc::kRecursionError ? cx.fail(Exc::kBudgetError, cx.error().message) : false;
}

void restore_field(FieldType type, Value* slot) {
  if (type == FieldType::kInteger && slot->is_bool()) {
    *slot = Value::integer(slot->as_int());
  } else if (type == FieldType::kDatetime && slot->kind() == Kind::kDateTime) {
    ZonedTime t = zoned_time(*slot);
    t.tz.zone = t.tz.offset_us == 0 ? Zone::kTzLocal : Zone::kTzOffset;
    t.tz.has_name = false;
    t.tz.name.clear();
    *slot = make_datetime(t);
  }
}

bool as_event_time(const Value& v, Value* out) {
  if (v.kind() != Kind::kDateTime) return false;
  if (!v.is_heap() && v.zone() != Zone::kNaive) {
    *out = v;
    return true;
  }
  ZonedTime t = zoned_time(v);
  if (t.tz.zone == Zone::kNaive) t.tz = {Zone::kFixed, 0, false, ""};
  *out = make_datetime(t);
  return true;
}

}  // namespace headrace
