#include "expr/steps.h"

#include <algorithm>
#include <charconv>

#include "expr/closure.h"
#include "pylib/builtins.h"
#include "pylib/collections/containers.h"
#include "pylib/operators.h"

namespace headrace::expr {

namespace {

using pylib::require_hashable;

bool record_get(Context& cx, const DictObj& dict, const Value& key, Value* out) {
  if (!require_hashable(cx, key)) return false;
  const DictEntry* e = dict.table.find(key);
  *out = e ? e->value : Value();
  return true;
}

// Runs f(&result), which may read what *out holds.
template <typename F>
bool through_temporary(Value* out, F f) {
  Value result;
  if (!f(&result)) return false;
  *out = std::move(result);
  return true;
}

}  // namespace

bool record_attribute(Context& cx, const Value& v, const Value& name, Value* out) {
  return through_temporary(out, [&](Value* result) {
    return v.kind() == Kind::kDict ? record_get(cx, *v.as<DictObj>(), name, result)
                                   : pylib::get_attribute(cx, v, name.str(), result);
  });
}

bool record_item(Context& cx, const Value& v, const Value& key, Value* out) {
  return through_temporary(out, [&](Value* result) {
    return v.kind() == Kind::kDict ? record_get(cx, *v.as<DictObj>(), key, result)
                                   : pylib::get_item(cx, v, key, result);
  });
}

bool get_attribute(Context& cx, const Value& v, const AttributeSite& site, Value* out) {
  return through_temporary(out, [&](Value* result) {
    if (const pylib::AttributeDef* attribute = site.attributes[AttributeSite::index(v)])
      return attribute->fn(cx, v, result);
    return pylib::get_attribute(cx, v, site.name.str(), result);
  });
}

bool check_method(Context& cx, const Value& v, const AttributeSite& site) {
  const size_t type = AttributeSite::index(v);
  // An object of CPython's is asked once, by the call.
  if (site.methods[type] || site.attributes[type] || v.kind() == Kind::kPyObject) return true;
  Value unused;
  return pylib::get_attribute(cx, v, site.name.str(), &unused);
}

bool get_item(Context& cx, const Value& v, const Value& key, Value* out) {
  return through_temporary(out, [&](Value* result) { return pylib::get_item(cx, v, key, result); });
}

bool get_slice(Context& cx, const Value& v, const Value* bounds, Value* out) {
  return through_temporary(
      out, [&](Value* result) { return pylib::get_slice(cx, v, bounds[0], bounds[1], bounds[2], result); });
}

bool get_iterator(Context& cx, const Value& iterable, Value* out) {
  return through_temporary(out, [&](Value* result) { return pylib::make_iterator(cx, iterable, result); });
}

namespace {

// Most displays are short, and made once.
bool charge_display(Context& cx, size_t count) { return count < 4 || pylib::charge_items(cx, count); }

}  // namespace

bool build_tuple(Context& cx, const Value* items, size_t count, Value* out) {
  if (!charge_display(cx, count)) return false;
  TupleObj* tuple = TupleObj::make(static_cast<uint32_t>(count));
  std::copy(items, items + count, tuple->items);
  *out = Value::adopt(tuple);
  return true;
}

bool build_list(Context& cx, const Value* items, size_t count, Value* out) {
  if (!charge_display(cx, count)) return false;
  *out = make_list(Values(items, items + count));
  return true;
}

bool build_set(Context& cx, const Value* items, size_t count, Value* out) {
  if (!charge_display(cx, count)) return false;
  auto* set = new SetObj();
  const Value result = Value::adopt(set);
  for (size_t i = 0; i < count; ++i) {
    if (!set_add(cx, set, items[i])) return false;
  }
  *out = result;
  return true;
}

void build_dict(size_t count, Value* out) {
  auto* dict = new DictObj();
  dict->table.reserve(count);
  *out = Value::adopt(dict);
}

bool list_to_tuple(Context& cx, const Value& list, Value* out) {
  const auto& items = list.as<ListObj>()->items;
  return build_tuple(cx, items.data(), items.size(), out);
}

void new_cell(Value* out) {
  auto* cell = new Cell();
  cell->value = unbound();
  *out = Value::adopt(cell);
}

bool make_room(Context& cx, Values* items) {
  constexpr size_t kFirst = 8;
  const size_t size = items->size();
  if (!pylib::charge_items(cx, 2 * size)) return false;
  items->reserve(std::max(kFirst, 2 * size));
  return true;
}

bool list_extend(Context& cx, ListObj* list, const Value& iterable) {
  if (!pylib::collect(cx, iterable, &list->items)) return false;
  const uint64_t bytes = list->items.size() * sizeof(Value);
  return bytes <= cx.limits.bytes || cx.charge_bytes(bytes);
}

bool dict_put(Context& cx, DictObj* dict, const Value& key, const Value& value) {
  return pylib::dict_insert(cx, dict->table, key, value);
}

bool set_add(Context& cx, SetObj* set, const Value& item) { return pylib::set_insert(cx, set->table, item); }

bool set_update(Context& cx, SetObj* set, const Value& iterable) {
  Values items;
  return pylib::collect(cx, iterable, &items) &&
         std::all_of(items.begin(), items.end(), [&](const Value& item) { return set_add(cx, set, item); });
}

namespace {

bool fail_mapping(Context& cx, const Value& v) {
  return cx.fail(Exc::kTypeError, "'{}' object is not a mapping", Value::string(type_name(v)));
}

// What an object of CPython's that has keys() holds, as a dict.
bool mapping_of(Context& cx, const Value& object, Value* out) {
  const auto* foreign = object.as<NativeObject>();
  Value keys;
  if (!foreign->get_attribute(cx, "keys", &keys))
    return cx.error().type == Exc::kAttributeError && fail_mapping(cx, object);
  return foreign->call_builtin(cx, "dict", Args::of(&object, 1), out) &&
         (out->kind() == Kind::kDict || fail_mapping(cx, object));
}

}  // namespace

bool dict_update(Context& cx, DictObj* dict, const Value& from, bool for_call) {
  if (from.kind() == Kind::kPyObject) {
    Value mapping;
    return mapping_of(cx, from, &mapping) && dict_update(cx, dict, mapping, for_call);
  }
  if (from.kind() != Kind::kDict) return fail_mapping(cx, from);
  const auto& table = from.as<DictObj>()->table;
  for (size_t i = 0; i < table.end(); ++i) {
    if (table.entry(i).hash == 0) continue;
    const Value& key = table.entry(i).key;
    if (!cx.charge(1) || !pylib::charge_growth(cx, dict->table)) return false;
    bool inserted;
    dict->table.find_or_insert(key, &inserted)->value = table.entry(i).value;
    if (for_call && !inserted)
      return cx.fail(Exc::kTypeError, "got multiple values for keyword argument '{}'", key);
  }
  return true;
}

bool load_member(Context& cx, const MemberTable& table, const Value& name, const Inputs& inputs, Value* out) {
  if (name.is_str()) {
    for (const auto& m : table.members) {
      if (m.name == name.str()) {
        *out = inputs.bases[m.base][m.offset];
        return true;
      }
    }
  }
  return cx.fail(Exc::kAttributeError, "no such field: {}", name);
}

namespace {

// What str() makes of texts and ints of 64 bits, and format() too where there is no spec.
bool format_quickly(const Value& v, Value* out) {
  if (v.is_str()) {
    *out = v;
    return true;
  }
  if (!v.is_small_int()) return false;
  char digits[20];
  const auto end = std::to_chars(digits, digits + sizeof digits, v.as_int()).ptr;
  *out = Value::string({digits, static_cast<size_t>(end - digits)}, true);
  return true;
}

}  // namespace

bool format_field(Context& cx, const Value& v, char conversion, std::string_view spec, Value* out) {
  if (spec.empty() && (conversion == 0 || conversion == 's') && format_quickly(v, out)) return true;
  if (v.kind() == Kind::kPyObject) {
    const Value args[] = {v, Value::string(spec)};
    if (conversion == 0) return v.as<NativeObject>()->call_builtin(cx, "format", Args::of(args, 2), out);
    const char* name = conversion == 'a' ? "ascii" : conversion == 'r' ? "repr" : "str";
    Value text;
    return v.as<NativeObject>()->call_builtin(cx, name, Args::of(args, 1), &text) &&
           format_field(cx, text, 0, spec, out);
  }
  std::string text;
  if (conversion == 0) {
    if (!pylib::append_format(cx, v, spec, &text)) return false;
    *out = Value::string(text);
    return true;
  }
  Value converted;
  if (conversion == 'a') {
    if (!pylib::builtin_ascii(cx, Args::of(&v, 1), &converted)) return false;
  } else {
    if (!(conversion == 'r' ? pylib::append_repr(cx, v, &text) : pylib::append_str(cx, v, &text)))
      return false;
    converted = Value::string(text);
  }
  return format_field(cx, converted, 0, spec, out);
}

bool build_string(Context& cx, const Value* parts, size_t count, Value* out) {
  size_t size = 0;
  bool ascii = true;
  for (size_t i = 0; i < count; ++i) {
    size += parts[i].str().size();
    ascii = ascii && parts[i].is_ascii();
  }
  if (!cx.charge_bytes(size)) return false;
  char inside[Value::kInlineStrMax];
  StrObj* text = nullptr;
  if (size > sizeof inside) text = StrObj::make(Kind::kStr, static_cast<uint32_t>(size), ascii);
  char* to = text ? text->data : inside;
  for (size_t i = 0; i < count; ++i) {
    const std::string_view part = parts[i].str();
    to = std::copy(part.begin(), part.end(), to);
  }
  *out = text ? Value::adopt(text) : Value::string({inside, size}, ascii);
  return true;
}

}  // namespace headrace::expr
