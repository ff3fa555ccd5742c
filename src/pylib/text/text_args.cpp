#include "pylib/text/text_args.h"

#include "data/object.h"
#include "pylib/api.h"
#include "pylib/errors.h"
#include "pylib/text/text_view.h"

namespace headrace::pylib {
namespace {

bool is_integer(const Value& v) { return v.kind() == Kind::kInt || v.is_bool(); }

bool not_an_integer(Context& cx, const Value& v) {
  return fail_with(cx, Exc::kTypeError, {"'", type_name(v), "' object cannot be interpreted as an integer"});
}

// None leaves *out as it is.
bool slice_index(Context& cx, const Value& v, int64_t* out) {
  if (v.is_none()) return true;
  if (!is_integer(v)) {
    return cx.fail(Exc::kTypeError, "slice indices must be integers or None or have an __index__ method");
  }
  return to_index(cx, v, out, /*clamp=*/true);
}

}  // namespace

bool size_arg(Context& cx, const Value& v, int64_t* out) {
  if (!is_integer(v)) return not_an_integer(cx, v);
  if (v.is_big_int()) return cx.fail(Exc::kOverflowError, "Python int too large to convert to C ssize_t");
  *out = v.as_int();
  return true;
}

bool c_int_arg(Context& cx, const Value& v, int32_t* out) {
  if (!is_integer(v)) return not_an_integer(cx, v);
  if (v.is_big_int() || v.as_int() != static_cast<int32_t>(v.as_int())) {
    return cx.fail(Exc::kOverflowError, "Python int too large to convert to C int");
  }
  *out = static_cast<int32_t>(v.as_int());
  return true;
}

std::string_view argument_type(const Value& v) { return v.is_none() ? "None" : type_name(v); }

bool expect_str(Context& cx, std::string_view function, std::string_view which, const Value& v) {
  if (v.is_str()) return true;
  return fail_with(
      cx, Exc::kTypeError,
      {function, "() argument", which.empty() ? "" : " ", which, " must be str, not ", argument_type(v)});
}

bool expect_same_kind(Context& cx, const Value& self, const Value& v) {
  if (v.kind() == self.kind()) return true;
  if (self.is_str()) return fail_with(cx, Exc::kTypeError, {"must be str, not ", type_name(v)});
  return fail_with(cx, Exc::kTypeError, {"a bytes-like object is required, not '", type_name(v), "'"});
}

bool read_window(Context& cx, const Value& self, const Args& args, size_t first, Window* out) {
  out->text = self.str();
  if (args.count <= first) return true;
  int64_t begin = 0, end = INT64_MAX;
  if (!slice_index(cx, args[first], &begin)) return false;
  if (args.count > first + 1 && !slice_index(cx, args[first + 1], &end)) return false;
  if (!is_bytewise(self) && !charge_scan(cx, self.str().size())) return false;

  const auto length = static_cast<int64_t>(unit_count(self));
  const auto from_end = [length](int64_t i) { return i < -length ? 0 : i + length; };
  if (end < 0) end = from_end(end);
  if (end > length) end = length;
  if (begin < 0) begin = from_end(begin);
  out->exists = begin <= end;
  if (!out->exists) return true;
  out->begin = static_cast<size_t>(begin);
  out->text = slice_units(self, out->begin, static_cast<size_t>(end));
  return true;
}

}  // namespace headrace::pylib
