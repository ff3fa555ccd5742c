// What can be reached by `value.name`: the types of values, their methods and attributes.

#include "pylib/api.h"

#include <array>

#include "base/hash.h"
#include "pylib/collections/record.h"
#include "pylib/type.h"
#include "pylib/type_tables.h"

namespace headrace::pylib {
namespace {

// A type with an index over its methods: a small open-addressed table, so that a method is found in a few
// steps and the lack of one is seen as fast (each `source.name` asks for a method first).
struct IndexedType : TypeDef {
  static constexpr size_t kSlots = 256;
  std::array<uint8_t, kSlots> slots{};  // 1 + the method's position; 0: empty

  IndexedType() = default;
  IndexedType(const char* type_name, std::span<const MethodDef> m, std::span<const AttributeDef> a = {})
      : TypeDef{type_name, m, a} {
    HEADRACE_CHECK(m.size() < kSlots / 2);
    for (size_t i = 0; i < m.size(); ++i) {
      if (find(m[i].name)) continue;  // the first of two hides the other
      size_t slot = first_slot(m[i].name);
      while (slots[slot] != 0) slot = (slot + 1) % kSlots;
      slots[slot] = static_cast<uint8_t>(i + 1);
    }
  }

  const MethodDef* find(std::string_view method) const {
    for (size_t slot = first_slot(method); slots[slot] != 0; slot = (slot + 1) % kSlots) {
      const MethodDef& candidate = methods[slots[slot] - 1u];
      if (method == candidate.name) return &candidate;
    }
    return nullptr;
  }

 private:
  static size_t first_slot(std::string_view name) { return hash_bytes(name) % kSlots; }
};

// Every (kind, flavor) that has methods or attributes.
class TypeTable {
 public:
  TypeTable() {
    const auto plain = Flavor::kPlain;
    set(Kind::kBool, plain, {"bool", int_methods(), int_attributes()});
    set(Kind::kInt, plain, {"int", int_methods(), int_attributes()});
    set(Kind::kFloat, plain, {"float", float_methods(), float_attributes()});
    set(Kind::kStr, plain, {"str", str_methods()});
    set(Kind::kBytes, plain, {"bytes", bytes_methods()});
    set(Kind::kDate, plain, {"date", date_methods(), date_attributes()});
    set(Kind::kTime, plain, {"time", time_methods(), time_attributes()});
    set(Kind::kDateTime, plain, {"datetime", datetime_methods(), datetime_attributes()});
    set(Kind::kTimeDelta, plain, {"timedelta", timedelta_methods(), timedelta_attributes()});
    set(Kind::kTimeZone, plain, {"timezone", timezone_methods(), timezone_attributes()});
    set(Kind::kTuple, plain, {"tuple", tuple_methods(), named_tuple_attributes()});
    set(Kind::kRange, plain, {"range", range_methods(), range_attributes()});
    set(Kind::kList, plain, {"list", list_methods()});
    set(Kind::kList, Flavor::kField, {"List", field_list_methods()});
    set(Kind::kList, Flavor::kRecord, {"RecordList", list_methods()});
    set(Kind::kDict, plain, {"dict", dict_methods()});
    set(Kind::kDict, Flavor::kField, {"Map", field_map_methods()});
    set(Kind::kDict, Flavor::kRecord, {"Record", dict_methods()});
    set(Kind::kSet, plain, {"set", set_methods()});
    set(Kind::kSet, Flavor::kField, {"Set", field_set_methods()});
    set(Kind::kSet, Flavor::kFrozen, {"frozenset", frozenset_methods()});
  }

  const IndexedType* find(Kind kind, Flavor flavor) const {
    const IndexedType& type = types_[static_cast<size_t>(kind)][static_cast<size_t>(flavor)];
    return type.name ? &type : nullptr;
  }
  bool holds(const TypeDef* type) const {
    const std::less<const void*> before;
    return !before(type, &types_.front()) && before(type, &types_.back() + 1);
  }

 private:
  void set(Kind kind, Flavor flavor, const IndexedType& type) {
    types_[static_cast<size_t>(kind)][static_cast<size_t>(flavor)] = type;
  }

  std::array<std::array<IndexedType, 4>, kKindCount> types_;
};

const TypeTable& type_table() {
  static const TypeTable table;
  return table;
}

bool fail_missing(Context& cx, const Value& self, std::string_view name) {
  return cx.fail(Exc::kAttributeError, "'{}' object has no attribute '{}'",
                 Value::string(type_name(self), true), Value::string(name));
}

Flavor flavor_of(const Value& v) { return v.is_container() ? v.obj()->flavor : Flavor::kPlain; }

}  // namespace

const TypeDef* type_of(Kind kind, Flavor flavor) { return type_table().find(kind, flavor); }

const MethodDef* find_method(const TypeDef& type, std::string_view name) {
  if (type_table().holds(&type)) return static_cast<const IndexedType&>(type).find(name);
  for (const MethodDef& method : type.methods) {
    if (name == method.name) return &method;
  }
  return nullptr;
}

const AttributeDef* find_attribute(const TypeDef& type, std::string_view name) {
  for (const AttributeDef& attribute : type.attributes) {
    if (name == attribute.name) return &attribute;
  }
  return nullptr;
}

bool fail_to_change(Context& cx, const Value& self) {
  return cx.fail(Exc::kTypeError, "a {} of a module is there for all identities and cannot be changed",
                 Value::string(type_name(self), true));
}

bool is_refused_name(std::string_view name) {
  return name.size() >= 4 && name.starts_with("__") && name.ends_with("__");
}

bool get_attribute(Context& cx, const Value& self, std::string_view name, Value* out) {
  if (is_refused_name(name)) {
    if (name == "__name__" && self.kind() == Kind::kType) {  // leads nowhere
      *out = Value::string(as_type(self).spec().name);
      return true;
    }
    return fail_missing(cx, self, name);
  }
  if (self.kind() >= Kind::kFunction) return self.as<NativeObject>()->get_attribute(cx, name, out);
  if (const IndexedType* type = type_table().find(self.kind(), flavor_of(self))) {
    if (const AttributeDef* attribute = find_attribute(*type, name)) return attribute->fn(cx, self, out);
    if (const MethodDef* method = type->find(name)) {
      *out = bound_method(self, *method);
      return true;
    }
    if (self.kind() == Kind::kDict && flavor_of(self) == Flavor::kRecord) {
      return record_attribute(cx, self, name, out);
    }
    // What belongs to the type is the instance's too: d.fromkeys, moment.min.
    if (as_type(type_of_value(self)).find_member(name, out)) return true;
  }
  return fail_missing(cx, self, name);
}

}  // namespace headrace::pylib
