#include "engine/field_value.h"

#include "data/datetime.h"
#include "data/object.h"
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

bool storable(Kind kind) { return kind < Kind::kFunction; }

// Makes all that is inside a container its own: what others hold too is copied. Refuses what cannot be
// stored.
bool own_items(Context& cx, const Value& v, int depth);

bool own_item(Context& cx, Value* item, int depth) {
  if (!storable(item->kind())) {
    return cx.fail(Exc::kTypeError, "a field cannot hold a {}", Value::string(type_name(*item)));
  }
  if (!item->is_container()) return true;
  if (depth > kMaxNesting) return cx.fail(Exc::kRecursionError, "nested too deeply to be stored");
  if (item->obj()->refs != 1) {
    Value copy;
    if (!deep_copy(*item, &copy, depth))
      return cx.fail(Exc::kRecursionError, "nested too deeply to be stored");
    *item = std::move(copy);
  }
  return own_items(cx, *item, depth);
}

bool own_items(Context& cx, const Value& v, int depth) {
  switch (v.kind()) {
    case Kind::kTuple:
      for (uint32_t i = 0; i < v.as<TupleObj>()->size; ++i) {
        if (!own_item(cx, &v.as<TupleObj>()->items[i], depth + 1)) return false;
      }
      return true;
    case Kind::kList:
      for (Value& item : v.as<ListObj>()->items) {
        if (!own_item(cx, &item, depth + 1)) return false;
      }
      return true;
    case Kind::kDict: {
      auto& table = v.as<DictObj>()->table;
      for (size_t i = 0; i < table.end(); ++i) {
        if (table.entry(i).hash == 0) continue;
        if (!storable(table.entry(i).key.kind()))
          return cx.fail(Exc::kTypeError, "a map cannot hold such a key");
        if (!own_item(cx, &table.entry(i).value, depth + 1)) return false;
      }
      return true;
    }
    case Kind::kSet: {
      auto& table = v.as<SetObj>()->table;
      for (size_t i = 0; i < table.end(); ++i) {
        if (table.entry(i).hash == 0) continue;
        if (!storable(table.entry(i).key.kind()))
          return cx.fail(Exc::kTypeError, "a set cannot hold such an item");
      }
      return true;
    }
    default: return true;
  }
}

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
  if (!own_item(cx, &result, 0)) return false;
  *slot = std::move(result);
  return true;
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
