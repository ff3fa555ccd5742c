#include "pylib/json/json_module.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>

#include "base/unicode.h"
#include "data/json_parser.h"
#include "pylib/api.h"
#include "pylib/module.h"

namespace headrace::pylib {
namespace {

// Python counts characters: the place of a byte in the text.
std::string decode_error_text(std::string_view text, const JsonError& error) {
  const std::string_view before = text.substr(0, error.offset);
  const size_t line_start = before.rfind('\n') + 1;  // npos + 1 is 0
  const size_t line = static_cast<size_t>(std::count(before.begin(), before.end(), '\n')) + 1;
  return fmt::format("{}: line {} column {} (char {})", error.message, line,
                     unicode::count_code_points(before.substr(line_start)) + 1,
                     unicode::count_code_points(before));
}

bool loads(Context& cx, const Args& args, Value* out) {
  if (!expect_count(cx, "loads", args, 1, 1)) return false;
  const Value& s = args[0];
  if (!s.is_str() && s.kind() != Kind::kBytes) {
    return cx.fail(Exc::kTypeError, "the JSON object must be str, bytes or bytearray, not {}",
                   Value::string(type_name(s)));
  }
  const std::string_view text = s.str();
  if (!cx.charge(text.size() / 16)) return false;
  if (s.is_str() && text.starts_with("\xef\xbb\xbf")) {
    return cx.fail(Exc::kJsonError,
                   "Unexpected UTF-8 BOM (decode using utf-8-sig): line 1 column 1 (char 0)");
  }
  if (!s.is_str() && !unicode::is_valid(text, true))
    return cx.fail(Exc::kUnicodeError, "invalid utf-8 in bytes");
  JsonError error;
  if (parse_json(text, out, &error)) return true;
  if (std::strstr(error.message, "recursion")) return cx.fail(Exc::kRecursionError, error.message);
  if (std::strstr(error.message, "digits")) return cx.fail(Exc::kValueError, error.message);
  return cx.fail_text(Exc::kJsonError, decode_error_text(text, error));
}

constexpr FunctionDef kFunctions[] = {{"loads", loads}};

}  // namespace

Value json_module() {
  static const Value module = NativeModule::make("json", kFunctions);
  return module;
}

}  // namespace headrace::pylib
