#include "pylib/collections/introspection.h"

#include <string>

#include "base/unicode.h"
#include "pylib/collections/containers.h"
#include "pylib/collections/type_union.h"
#include "pylib/errors.h"
#include "pylib/text/text_view.h"
#include "pylib/type.h"

namespace headrace::pylib {
namespace {

// Calls test(type) for a type, each of a tuple of them (tuples nest), each of a union, until one is true; a
// None in a union is given as such. Fails with `complaint` for all else.
template <typename Test>
bool any_type(Context& cx, const Value& types, const char* complaint, Test test, bool* out) {
  DepthGuard guard(cx);
  if (!guard) return false;
  *out = false;
  if (types.kind() == Kind::kType) {
    *out = test(types);
    return true;
  }
  if (const TypeUnion* united = as_type_union(types)) {
    for (const Value& type : united->types()) *out = *out || test(type);
    return true;
  }
  if (types.kind() != Kind::kTuple) return cx.fail(Exc::kTypeError, complaint);
  const auto* tuple = types.as<TupleObj>();
  for (uint32_t i = 0; i < tuple->size && !*out; ++i) {
    if (!any_type(cx, tuple->items[i], complaint, test, out)) return false;
  }
  return true;
}

bool read_name(Context& cx, const Value& name) {
  return name.is_str() || fail_type(cx, "attribute name must be string, not '", name, "'");
}

}  // namespace

bool is_callable(const Value& v) { return v.kind() >= Kind::kFunction && v.as<NativeObject>()->callable(); }

bool builtin_callable(Context& cx, const Args& args, Value* out) {
  if (!expect_count(cx, "callable", args, 1, 1)) return false;
  *out = Value::boolean(is_callable(args[0]));
  return true;
}

bool builtin_chr(Context& cx, const Args& args, Value* out) {
  if (!expect_count(cx, "chr", args, 1, 1)) return false;
  int64_t point;
  if (!args[0].is_big_int() && !to_index(cx, args[0], &point)) return false;
  if (args[0].is_big_int() || point > INT32_MAX || point < INT32_MIN) {
    return cx.fail(Exc::kOverflowError, "Python int too large to convert to C int");
  }
  if (point < 0 || point > unicode::kMaxCodePoint) {
    return cx.fail(Exc::kValueError, "chr() arg not in range(0x110000)");
  }
  char text[4];
  *out = Value::string({text, static_cast<size_t>(unicode::encode(static_cast<char32_t>(point), text))});
  return true;
}

bool builtin_ord(Context& cx, const Args& args, Value* out) {
  if (!expect_count(cx, "ord", args, 1, 1)) return false;
  const Value& v = args[0];
  if (!v.is_str() && v.kind() != Kind::kBytes) {
    return fail_type(cx, "ord() expected string of length 1, but ", v, " found");
  }
  const size_t size = unit_count(v);
  if (size != 1) {
    return fail_with(cx, Exc::kTypeError,
                     {"ord() expected a character, but string of length ", std::to_string(size), " found"});
  }
  const char* at = v.str().data();
  *out =
      Value::integer(v.is_str() ? static_cast<int64_t>(unicode::decode_next(at)) : static_cast<uint8_t>(*at));
  return true;
}

bool builtin_getattr(Context& cx, const Args& args, Value* out) {
  if (!expect_count(cx, "getattr", args, 2, 3) || !read_name(cx, args[1])) return false;
  if (get_attribute(cx, args[0], args[1].str(), out)) return true;
  // A refused name is an error even with a default: its absence would be a lie.
  if (args.count == 2 || is_refused_name(args[1].str()) || !is_a(cx.error().type, Exc::kAttributeError))
    return false;
  cx.clear_error();
  *out = args[2];
  return true;
}

bool builtin_hasattr(Context& cx, const Args& args, Value* out) {
  if (!expect_count(cx, "hasattr", args, 2, 2) || !read_name(cx, args[1])) return false;
  Value found;
  const bool has = get_attribute(cx, args[0], args[1].str(), &found);
  if (!has && (is_refused_name(args[1].str()) || !is_a(cx.error().type, Exc::kAttributeError))) return false;
  if (!has) cx.clear_error();
  *out = Value::boolean(has);
  return true;
}

bool builtin_isinstance(Context& cx, const Args& args, Value* out) {
  if (!expect_count(cx, "isinstance", args, 2, 2)) return false;
  const auto test = [&](const Value& type) {
    return type.is_none() ? args[0].is_none() : as_type(type).is_instance(args[0]);
  };
  bool is;
  const char* complaint = "isinstance() arg 2 must be a type, a tuple of types, or a union";
  if (!any_type(cx, args[1], complaint, test, &is)) return false;
  *out = Value::boolean(is);
  return true;
}

bool builtin_issubclass(Context& cx, const Args& args, Value* out) {
  if (!expect_count(cx, "issubclass", args, 2, 2)) return false;
  if (args[0].kind() != Kind::kType) return cx.fail(Exc::kTypeError, "issubclass() arg 1 must be a class");
  const auto test = [&](const Value& type) {
    return !type.is_none() && as_type(args[0]).is_subclass_of(as_type(type));
  };
  bool is;
  const char* complaint = "issubclass() arg 2 must be a class, a tuple of classes, or a union";
  if (!any_type(cx, args[1], complaint, test, &is)) return false;
  *out = Value::boolean(is);
  return true;
}

}  // namespace headrace::pylib
