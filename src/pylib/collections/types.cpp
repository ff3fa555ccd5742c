// type(v), `object`, and the types that have no builtin name.

#include <map>
#include <mutex>
#include <string>

#include "data/datetime.h"
#include "data/tuple_form.h"
#include "pylib/collections/containers.h"
#include "pylib/datetime/named_tuple.h"
#include "pylib/regex/match_object.h"
#include "pylib/type.h"

namespace headrace::pylib {
namespace {

class PlainObject final : public NativeObject {
 public:
  PlainObject() : NativeObject(Kind::kObject) {}
  std::string_view type_name() const override { return "object"; }
};

bool construct_object(Context& cx, const Args& args, Value* out) {
  if (args.count + args.keyword_count != 0) return cx.fail(Exc::kTypeError, "object() takes no arguments");
  *out = Value::adopt(new PlainObject());
  return true;
}

bool construct_type(Context& cx, const Args& args, Value* out) {
  if (args.count != 1 || args.keyword_count != 0) {
    return cx.fail(Exc::kTypeError, args.count == 3 ? "classes cannot be made in an expression"
                                                    : "type() takes 1 or 3 arguments");
  }
  *out = type_of_value(args[0]);
  return true;
}

// The type of values that only carry a name: NoneType, dict_keys, zip...
Value named_type(std::string_view name) {
  static std::mutex mutex;
  static auto* types = new std::map<std::string, Value, std::less<>>();
  const std::lock_guard lock(mutex);
  auto it = types->find(name);
  if (it == types->end()) {
    it = types->try_emplace(std::string(name)).first;
    const char* kept = it->first.c_str();
    it->second = make_type({.name = kept, .qualified_name = kept, .is_instance = nullptr});
  }
  return it->second;
}

// --- Blurr's types: what their base makes, in another flavor ---

template <Value (*kBase)(), Flavor kFlavor>
bool construct_flavored(Context& cx, const Args& args, Value* out) {
  if (!as_type(kBase()).spec().construct(cx, args, out)) return false;
  out->obj()->flavor = kFlavor;  // a container just made
  return true;
}

template <Kind kKind, Flavor kFlavor>
bool is_flavored(const Value& v) {
  return v.kind() == kKind && flavor_of(v) == kFlavor;
}

template <Value (*kBase)(), Kind kKind, Flavor kFlavor>
Value flavored_type(const char* name, const char* qualified_name) {
  return make_type({
      .name = name,
      .qualified_name = qualified_name,
      .is_instance = is_flavored<kKind, kFlavor>,
      .construct = construct_flavored<kBase, kFlavor>,
      .instances = type_of(kKind, kFlavor),
      .base = kBase().template as<NativeType>(),
  });
}

}  // namespace

Value field_list_type() {
  static const Value type =
      flavored_type<list_type, Kind::kList, Flavor::kField>("List", "blurr.core.field_complex.List");
  return type;
}
Value field_map_type() {
  static const Value type =
      flavored_type<dict_type, Kind::kDict, Flavor::kField>("Map", "blurr.core.field_complex.Map");
  return type;
}
Value field_set_type() {
  static const Value type =
      flavored_type<set_type, Kind::kSet, Flavor::kField>("Set", "blurr.core.field_complex.Set");
  return type;
}
Value record_type() {
  static const Value type =
      flavored_type<dict_type, Kind::kDict, Flavor::kRecord>("Record", "blurr.core.record.Record");
  return type;
}
Value record_list_type() {
  static const Value type =
      flavored_type<list_type, Kind::kList, Flavor::kRecord>("RecordList", "blurr.core.record.RecordList");
  return type;
}

Value object_type() {
  static const Value type = make_type({
      .name = "object",
      .qualified_name = "object",
      .is_instance = [](const Value&) { return true; },
      .construct = construct_object,
  });
  return type;
}

Value type_type() {
  static const Value type = make_type({
      .name = "type",
      .qualified_name = "type",
      .is_instance = [](const Value& v) { return v.kind() == Kind::kType; },
      .construct = construct_type,
  });
  return type;
}

Value type_of_value(const Value& v) {
  const Flavor flavor = flavor_of(v);
  switch (v.kind()) {
    case Kind::kBool: return bool_type();
    case Kind::kInt: return int_type();
    case Kind::kFloat: return float_type();
    case Kind::kStr: return str_type();
    case Kind::kBytes: return bytes_type();
    case Kind::kDate: return date_type();
    case Kind::kTime: return time_type();
    case Kind::kDateTime: return datetime_type();
    case Kind::kTimeDelta: return timedelta_type();
    case Kind::kTimeZone:
      return time_zone(v).zone == Zone::kFixed ? timezone_type() : named_type(type_name(v));
    case Kind::kTuple: return v.obj()->flags == kPlainTuple ? tuple_type() : named_tuple_type(v.obj()->flags);
    case Kind::kList:
      return flavor == Flavor::kField    ? field_list_type()
             : flavor == Flavor::kRecord ? record_list_type()
                                         : list_type();
    case Kind::kDict:
      return flavor == Flavor::kField    ? field_map_type()
             : flavor == Flavor::kRecord ? record_type()
                                         : dict_type();
    case Kind::kSet:
      return flavor == Flavor::kField    ? field_set_type()
             : flavor == Flavor::kFrozen ? frozenset_type()
                                         : set_type();
    case Kind::kRange: return range_type();
    case Kind::kType: return type_type();
    case Kind::kObject:
      if (as_match(v)) return match_type();
      if (as_pattern(v)) return pattern_type();
      break;
    default: break;
  }
  const std::string_view name = type_name(v);
  if (name == "slice") return slice_type();
  if (name == "object") return object_type();
  return named_type(name);
}

}  // namespace headrace::pylib
