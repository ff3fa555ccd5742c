// The builtin functions format, repr and ascii.

#include "pylib/builtins.h"
#include "pylib/text/repr.h"
#include "pylib/text/text_args.h"

namespace headrace::pylib {

bool builtin_format(Context& cx, const Args& args, Value* out) {
  if (!expect_count(cx, "format", args, 1, 2)) return false;
  if (args.count > 1 && !expect_str(cx, "format", "2", args[1])) return false;
  std::string text;
  if (!append_format(cx, args[0], args.count > 1 ? args[1].str() : std::string_view(), &text)) return false;
  *out = Value::string(text);
  return true;
}

bool builtin_repr(Context& cx, const Args& args, Value* out) {
  return expect_count(cx, "repr", args, 1, 1) && repr_value(cx, args[0], out);
}

bool builtin_ascii(Context& cx, const Args& args, Value* out) {
  return expect_count(cx, "ascii", args, 1, 1) && ascii_value(cx, args[0], out);
}

}  // namespace headrace::pylib
