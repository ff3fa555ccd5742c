// find, index, rfind, rindex, count, startswith, endswith of str and bytes.

#include "pylib/errors.h"
#include "pylib/text/find.h"
#include "pylib/text/str_methods.h"
#include "pylib/text/text_args.h"
#include "pylib/text/text_view.h"

namespace headrace::pylib {
namespace {

// What is searched for: a text, or in bytes a number that stands for one byte.
struct Needle {
  std::string_view text;
  char byte;
};

bool read_needle(Context& cx, const Value& self, const Value& v, Needle* out) {
  if (v.kind() == self.kind()) {
    out->text = v.str();
    return true;
  }
  if (self.is_str()) return expect_same_kind(cx, self, v);
  if (v.kind() != Kind::kInt && !v.is_bool()) {
    return fail_with(cx, Exc::kTypeError,
                     {"argument should be integer or bytes-like object, not '", type_name(v), "'"});
  }
  if (v.is_big_int() || v.as_int() < 0 || v.as_int() > 255) {
    return cx.fail(Exc::kValueError, "byte must be in range(0, 256)");
  }
  out->byte = static_cast<char>(v.as_int());
  out->text = {&out->byte, 1};
  return true;
}

// One to three arguments: what, start, end. The caller charges for what it looks at.
bool read_search(Context& cx, const char* name, const Value& self, const Args& args, Window* window) {
  if (args.keyword_count != 0) {
    return fail_with(cx, Exc::kTypeError, {type_name(self), ".", name, "() takes no keyword arguments"});
  }
  if (args.count < 1 || args.count > 3) {
    return fail_with(
        cx, Exc::kTypeError,
        {name, args.count < 1 ? "() takes at least 1 argument (" : "() takes at most 3 arguments (",
         std::to_string(args.count), " given)"});
  }
  return read_window(cx, self, args, 1, window);
}

enum class Side { kFirst, kLast };

// The index of an occurrence in units, or -1.
bool locate(Context& cx, const char* name, Side side, const Value& self, const Args& args, int64_t* out) {
  Window window;
  Needle needle;
  if (!read_search(cx, name, self, args, &window) || !read_needle(cx, self, args[0], &needle)) return false;
  *out = -1;
  if (!window.exists) return true;
  size_t offset;
  if (needle.text.empty()) {
    offset = side == Side::kFirst ? 0 : window.text.size();
  } else {
    offset =
        side == Side::kFirst ? find_first(window.text, needle.text) : find_last(window.text, needle.text);
  }
  const size_t walked = offset == kNotFound    ? window.text.size()
                        : side == Side::kFirst ? offset + needle.text.size()
                                               : window.text.size() - offset;
  if (!charge_scan(cx, walked)) return false;
  if (offset == kNotFound) return true;
  const size_t units = is_bytewise(self) ? offset : unicode::count_code_points(window.text.substr(0, offset));
  *out = static_cast<int64_t>(window.begin + units);
  return true;
}

bool find_method(Context& cx, const char* name, Side side, const Value& self, const Args& args, Value* out) {
  int64_t index;
  if (!locate(cx, name, side, self, args, &index)) return false;
  *out = Value::integer(index);
  return true;
}

bool index_method(Context& cx, const char* name, Side side, const Value& self, const Args& args, Value* out) {
  int64_t index;
  if (!locate(cx, name, side, self, args, &index)) return false;
  if (index < 0)
    return cx.fail(Exc::kValueError, self.is_str() ? "substring not found" : "subsection not found");
  *out = Value::integer(index);
  return true;
}

bool matches(Side side, std::string_view text, std::string_view affix) {
  return side == Side::kFirst ? text.starts_with(affix) : text.ends_with(affix);
}

// Any of a tuple's texts; they are looked at in order, so that a match hides wrong kinds behind it.
bool match_any(Context& cx, const char* name, Side side, const Value& self, const Window& window,
               const TupleObj& affixes, Value* out) {
  if (!cx.charge(affixes.size / 8)) return false;
  for (uint32_t i = 0; i < affixes.size; ++i) {
    const Value& affix = affixes.items[i];
    if (affix.kind() != self.kind()) {
      if (!self.is_str()) return expect_same_kind(cx, self, affix);
      return fail_with(cx, Exc::kTypeError,
                       {"tuple for ", name, " must only contain str, not ", type_name(affix)});
    }
    if (!charge_scan(cx, affix.str().size())) return false;
    if (window.exists && matches(side, window.text, affix.str())) {
      *out = Value::boolean(true);
      return true;
    }
  }
  *out = Value::boolean(false);
  return true;
}

bool match_method(Context& cx, const char* name, Side side, const Value& self, const Args& args, Value* out) {
  Window window;
  if (!read_search(cx, name, self, args, &window)) return false;
  const Value& affix = args[0];
  if (affix.kind() == Kind::kTuple)
    return match_any(cx, name, side, self, window, *affix.as<TupleObj>(), out);
  if (affix.kind() != self.kind()) {
    const std::string_view kind = type_name(self);
    return fail_with(
        cx, Exc::kTypeError,
        {name, " first arg must be ", kind, " or a tuple of ", kind, ", not ", type_name(affix)});
  }
  if (!charge_scan(cx, affix.str().size())) return false;
  *out = Value::boolean(window.exists && matches(side, window.text, affix.str()));
  return true;
}

}  // namespace

bool text_find(Context& cx, const Value& self, const Args& args, Value* out) {
  return find_method(cx, "find", Side::kFirst, self, args, out);
}
bool text_rfind(Context& cx, const Value& self, const Args& args, Value* out) {
  return find_method(cx, "rfind", Side::kLast, self, args, out);
}
bool text_index(Context& cx, const Value& self, const Args& args, Value* out) {
  return index_method(cx, "index", Side::kFirst, self, args, out);
}
bool text_rindex(Context& cx, const Value& self, const Args& args, Value* out) {
  return index_method(cx, "rindex", Side::kLast, self, args, out);
}

bool text_count(Context& cx, const Value& self, const Args& args, Value* out) {
  Window window;
  Needle needle;
  if (!read_search(cx, "count", self, args, &window) || !read_needle(cx, self, args[0], &needle) ||
      !charge_scan(cx, window.text.size())) {
    return false;
  }
  size_t count = 0;
  if (window.exists && needle.text.empty()) {
    count = 1 + (is_bytewise(self) ? window.text.size() : unicode::count_code_points(window.text));
  } else if (window.exists) {
    count = count_occurrences(window.text, needle.text);
  }
  *out = Value::integer(static_cast<int64_t>(count));
  return true;
}

bool text_startswith(Context& cx, const Value& self, const Args& args, Value* out) {
  return match_method(cx, "startswith", Side::kFirst, self, args, out);
}
bool text_endswith(Context& cx, const Value& self, const Args& args, Value* out) {
  return match_method(cx, "endswith", Side::kLast, self, args, out);
}

}  // namespace headrace::pylib
