#include "pylib/builtins.h"

#include <algorithm>
#include <vector>

#include "pylib/collections/containers.h"
#include "pylib/collections/introspection.h"
#include "pylib/collections/iteration.h"
#include "pylib/collections/iterators.h"
#include "pylib/collections/reduction.h"
#include "pylib/collections/sort.h"
#include "pylib/type.h"

namespace headrace::pylib {
namespace {

constexpr FunctionDef kFunctions[] = {
    {"abs", builtin_abs},
    {"all", builtin_all, kBoolKind},
    {"any", builtin_any, kBoolKind},
    {"ascii", builtin_ascii, kStrKind},
    {"bin", builtin_bin, kStrKind},
    {"callable", builtin_callable, kBoolKind},
    {"chr", builtin_chr, kStrKind},
    {"divmod", builtin_divmod, kTupleKind},
    {"enumerate", builtin_enumerate, kIteratorKind},
    {"filter", builtin_filter, kIteratorKind},
    {"format", builtin_format, kStrKind},
    {"getattr", builtin_getattr},
    {"hasattr", builtin_hasattr, kBoolKind},
    {"hex", builtin_hex, kStrKind},
    {"isinstance", builtin_isinstance, kBoolKind},
    {"issubclass", builtin_issubclass, kBoolKind},
    {"iter", builtin_iter},
    {"len", builtin_len, kIntKind},
    {"map", builtin_map, kIteratorKind},
    {"max", builtin_max},
    {"min", builtin_min},
    {"next", builtin_next},
    {"oct", builtin_oct, kStrKind},
    {"ord", builtin_ord, kIntKind},
    {"parse_time", builtin_parse_time, kind_set(Kind::kDateTime)},
    {"pow", builtin_pow},
    {"repr", builtin_repr, kStrKind},
    {"reversed", builtin_reversed, kIteratorKind},
    {"round", builtin_round},
    {"sorted", builtin_sorted, kListKind},
    {"sum", builtin_sum},
    {"zip", builtin_zip, kIteratorKind},
};

struct Builtin {
  std::string_view name;
  Value value;
  const FunctionDef* function;
};

// Sorted by name; made once.
struct Builtins {
  std::vector<Builtin> entries;
  std::vector<std::string_view> names;

  Builtins() {
    for (const FunctionDef& def : kFunctions) entries.push_back({def.name, function_value(def), &def});
    for (const Value& type :
         {bool_type(), bytes_type(), dict_type(), float_type(), frozenset_type(), int_type(), list_type(),
          object_type(), range_type(), set_type(), slice_type(), str_type(), tuple_type(), type_type()}) {
      entries.push_back({as_type(type).spec().name, type, nullptr});
    }
    std::ranges::sort(entries, {}, &Builtin::name);
    for (const Builtin& entry : entries) names.push_back(entry.name);
  }

  const Builtin* find(std::string_view name) const {
    const auto it = std::ranges::lower_bound(entries, name, {}, &Builtin::name);
    return it != entries.end() && it->name == name ? &*it : nullptr;
  }
};

const Builtins& builtins() {
  static const auto* table = new Builtins();
  return *table;
}

}  // namespace

const Value* find_builtin(std::string_view name) {
  const Builtin* entry = builtins().find(name);
  return entry ? &entry->value : nullptr;
}

const FunctionDef* find_builtin_function(std::string_view name) {
  const Builtin* entry = builtins().find(name);
  return entry ? entry->function : nullptr;
}

std::span<const std::string_view> builtin_names() { return builtins().names; }

}  // namespace headrace::pylib
