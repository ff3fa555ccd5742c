// dict.

#include "pylib/collections/dict.h"

#include <string>

#include "pylib/collections/containers.h"
#include "pylib/collections/dict_methods.h"
#include "pylib/collections/views.h"
#include "pylib/errors.h"
#include "pylib/type.h"
#include "pylib/type_tables.h"

namespace headrace::pylib {
namespace {

bool merge(Context& cx, const Value& to, const Value& from) {
  if (to.obj() == from.obj()) return true;
  return each_entry(dict_table(from), [&](const DictEntry& e) {
    return cx.charge(1) && dict_insert(cx, dict_table(to), e.key, e.value);
  });
}

// What is no iterable gets a text of its own.
bool collect_pair(Context& cx, const Value& item, size_t position, Values* pair) {
  if (collect(cx, item, pair)) {
    if (pair->size() == 2) return true;
    return fail_with(cx, Exc::kValueError,
                     {"dictionary update sequence element #", std::to_string(position), " has length ",
                      std::to_string(pair->size()), "; 2 is required"});
  }
  if (cx.error().type != Exc::kTypeError) return false;
  return fail_with(
      cx, Exc::kTypeError,
      {"cannot convert dictionary update sequence element #", std::to_string(position), " to a sequence"});
}

}  // namespace

bool update_dict(Context& cx, const Value& to, const Value& other) {
  if (other.kind() == Kind::kDict) return merge(cx, to, other);
  size_t position = 0;
  Values pair;
  return for_each(cx, other, [&](const Value& item) {
    pair.clear();
    return collect_pair(cx, item, position++, &pair) &&
           dict_insert(cx, dict_table(to), pair[0], std::move(pair[1]));
  });
}

Value copy_dict(const Value& dict, Flavor flavor) {
  auto* copy = new DictObj(flavor);
  copy->table = dict_table(dict);
  return Value::adopt(copy);
}

bool union_dicts(Context& cx, const Value& a, const Value& b, Value* out) {
  if (!charge_items(cx, dict_table(a).size(), sizeof(DictEntry))) return false;
  *out = copy_dict(a);
  return merge(cx, *out, b);
}

namespace dict_detail {

bool clear(Context& cx, const Value& self, const Args& args, Value* out) {
  if (!expect_count(cx, "dict.clear", args, 0, 0)) return false;
  dict_table(self).clear();
  *out = Value();
  return true;
}

bool copy(Context& cx, const Value& self, const Args& args, Value* out) {
  if (!expect_count(cx, "dict.copy", args, 0, 0)) return false;
  if (!charge_items(cx, dict_table(self).size(), sizeof(DictEntry))) return false;
  *out = copy_dict(self);
  return true;
}

bool fromkeys(Context& cx, const Value& self, const Args& args, Value* out) {
  if (!expect_count(cx, "dict.fromkeys", args, 1, 2)) return false;
  const Value made = Value::adopt(new DictObj(self.obj()->flavor));
  const Value value = args.count == 2 ? args[1] : Value();
  *out = made;
  return for_each(cx, args[0],
                  [&](const Value& key) { return dict_insert(cx, dict_table(made), key, value); });
}

bool get(Context& cx, const Value& self, const Args& args, Value* out) {
  if (!expect_count(cx, "dict.get", args, 1, 2) || !require_hashable(cx, args[0])) return false;
  Comparison comparison(cx, args[0]);
  const DictEntry* e = dict_table(self).find(args[0]);
  *out = e ? e->value : args.count == 2 ? args[1] : Value();
  return comparison.pay();
}

bool items(Context& cx, const Value& self, const Args& args, Value* out) {
  if (!expect_count(cx, "dict.items", args, 0, 0)) return false;
  *out = make_dict_view(self, DictPart::kItems);
  return true;
}

bool keys(Context& cx, const Value& self, const Args& args, Value* out) {
  if (!expect_count(cx, "dict.keys", args, 0, 0)) return false;
  *out = make_dict_view(self, DictPart::kKeys);
  return true;
}

bool values(Context& cx, const Value& self, const Args& args, Value* out) {
  if (!expect_count(cx, "dict.values", args, 0, 0)) return false;
  *out = make_dict_view(self, DictPart::kValues);
  return true;
}

bool pop(Context& cx, const Value& self, const Args& args, Value* out) {
  if (!expect_count(cx, "dict.pop", args, 1, 2)) return false;
  // An empty dict does not even hash the key.
  if (!dict_table(self).empty() && !require_hashable(cx, args[0])) return false;
  DictEntry gone;
  Comparison comparison(cx, args[0]);
  const bool found = !dict_table(self).empty() && dict_table(self).erase(args[0], &gone);
  if (!comparison.pay()) return false;
  if (found) {
    *out = std::move(gone.value);
    return true;
  }
  if (args.count == 1) return cx.fail(Exc::kKeyError, "{}", args[0]);
  *out = args[1];
  return true;
}

bool popitem(Context& cx, const Value& self, const Args& args, Value* out) {
  if (!expect_count(cx, "dict.popitem", args, 0, 0)) return false;
  auto& table = dict_table(self);
  if (table.empty()) return cx.fail(Exc::kKeyError, "popitem(): dictionary is empty");
  DictEntry last;
  table.erase_at(table.end() - 1, &last);  // no holes stand at the end
  *out = make_tuple({last.key, last.value});
  return true;
}

bool setdefault(Context& cx, const Value& self, const Args& args, Value* out) {
  if (!expect_count(cx, "dict.setdefault", args, 1, 2) || !require_hashable(cx, args[0])) return false;
  if (!charge_growth(cx, dict_table(self))) return false;
  Comparison comparison(cx, args[0]);
  bool inserted;
  DictEntry* e = dict_table(self).find_or_insert(args[0], &inserted);
  if (inserted && args.count == 2) e->value = args[1];
  *out = e->value;
  return comparison.pay();
}

bool update(Context& cx, const Value& self, const Args& args, Value* out) {
  if (!expect_count(cx, "dict.update", Args::of(args.values, args.count), 0, 1)) return false;
  *out = Value();
  if (args.count == 1 && !update_dict(cx, self, args[0])) return false;
  for (uint32_t i = 0; i < args.keyword_count; ++i) {
    if (!dict_insert(cx, dict_table(self), args.keyword_names[i], args.keyword_values[i])) return false;
  }
  return true;
}

}  // namespace dict_detail

namespace {

bool construct(Context& cx, const Args& args, Value* out) {
  if (!expect_count(cx, "dict", Args::of(args.values, args.count), 0, 1)) return false;
  const Value made = Value::adopt(new DictObj());
  Value none;
  if (!dict_detail::update(cx, made, args, &none)) return false;
  *out = made;
  return true;
}

bool class_fromkeys(Context& cx, const Args& args, Value* out) {
  static const Value plain = [] {
    const Value dict = Value::adopt(new DictObj());
    make_immortal(dict);
    return dict;
  }();
  return dict_detail::fromkeys(cx, plain, args, out);
}

constexpr FunctionDef kFunctions[] = {{"fromkeys", class_fromkeys, kDictKind}};

}  // namespace

std::span<const MethodDef> dict_methods() { return dict_detail::kMethods; }

Value dict_type() {
  static const Value type = make_type({
      .name = "dict",
      .qualified_name = "dict",
      .is_instance = [](const Value& v) { return v.kind() == Kind::kDict; },
      .construct = construct,
      .instances = type_of(Kind::kDict, Flavor::kPlain),
      .functions = kFunctions,
  });
  return type;
}

}  // namespace headrace::pylib
