#include "pylib/python_call.h"

#include <algorithm>
#include <span>

namespace headrace::pylib {
namespace {

const NativeObject* as_foreign(const Value& v) {
  return v.kind() == Kind::kPyObject ? v.as<NativeObject>() : nullptr;
}

const NativeObject* find_in_items(std::span<const Value> items) {
  const auto found = std::ranges::find(items, Kind::kPyObject, &Value::kind);
  return found == items.end() ? nullptr : found->as<NativeObject>();
}

const NativeObject* find_in_arguments(const Args& args) {
  const std::span positional(args.values, args.count), keywords(args.keyword_values, args.keyword_count);
  for (const auto values : {positional, keywords}) {
    for (const Value& v : values) {
      if (const NativeObject* foreign = find_foreign(v)) return foreign;
    }
  }
  return nullptr;
}

}  // namespace

const NativeObject* find_foreign(const Value& v) {
  switch (v.kind()) {
    case Kind::kTuple: return find_in_items({v.as<TupleObj>()->items, v.as<TupleObj>()->size});
    case Kind::kList: return find_in_items(v.as<ListObj>()->items);
    case Kind::kDict: {
      const auto& table = v.as<DictObj>()->table;
      for (size_t i = 0; i < table.end(); ++i) {
        if (const NativeObject* foreign = as_foreign(table.entry(i).value)) return foreign;
      }
      return nullptr;
    }
    default: return as_foreign(v);
  }
}

bool call_in_python(Context& cx, std::string_view module, std::string_view function, const Args& args,
                    Value* out) {
  if (cx.error().type != Exc::kTypeError) return false;
  const NativeObject* foreign = find_in_arguments(args);
  if (!foreign) return false;
  cx.clear_error();
  const Value name = Value::string(module);
  Value imported, callee;
  return foreign->call_builtin(cx, "__import__", Args::of(&name, 1), &imported) &&
         get_attribute(cx, imported, function, &callee) && cx.call(callee, args, out);
}

}  // namespace headrace::pylib
