#include "pylib/json/json_module.h"

#include <cstring>
#include <string>

#include "data/json_parser.h"
#include "pylib/api.h"
#include "pylib/json/json_decoder.h"
#include "pylib/module.h"
#include "pylib/text/codec.h"

namespace headrace::pylib {
namespace {

// As json.detect_encoding: by a byte-order mark, else by where the zero bytes are.
Codec json_codec(std::string_view bytes) {
  using namespace std::string_view_literals;
  if (bytes.starts_with("\0\0\xFE\xFF"sv) || bytes.starts_with("\xFF\xFE\0\0"sv)) return Codec::kUtf32;
  if (bytes.starts_with("\xFE\xFF") || bytes.starts_with("\xFF\xFE")) return Codec::kUtf16;
  if (bytes.starts_with("\xEF\xBB\xBF")) return Codec::kUtf8Sig;
  if (bytes.size() >= 4) {
    if (bytes[0] == 0) return bytes[1] != 0 ? Codec::kUtf16Be : Codec::kUtf32Be;
    if (bytes[1] == 0) return bytes[2] != 0 || bytes[3] != 0 ? Codec::kUtf16Le : Codec::kUtf32Le;
  } else if (bytes.size() == 2) {
    if (bytes[0] == 0) return Codec::kUtf16Be;
    if (bytes[1] == 0) return Codec::kUtf16Le;
  }
  return Codec::kUtf8;
}

// The text that bytes are, in the encoding that their first four show.
bool text_of_bytes(Context& cx, std::string_view bytes, std::string* out) {
  return decode_bytes(cx, bytes, json_codec(bytes), "surrogatepass", out);
}

// Given and not None.
const Value* given(const Value* argument) { return argument && !argument->is_none() ? argument : nullptr; }

bool loads_with_hooks(Context& cx, std::string_view text, const Args& args, Value* out) {
  JsonHooks hooks;
  for (uint32_t i = 0; i < args.keyword_count; ++i) {
    const std::string_view name = args.keyword_names[i].str();
    const Value* const value = given(&args.keyword_values[i]);
    if (name == "object_hook") {
      hooks.object_hook = value;
    } else if (name == "object_pairs_hook") {
      hooks.object_pairs_hook = value;
    } else if (name == "parse_float") {
      hooks.parse_float = value;
    } else if (name == "parse_int") {
      hooks.parse_int = value;
    } else if (name == "parse_constant") {
      hooks.parse_constant = value;
    } else if (name == "strict") {
      if (!truthy(cx, args.keyword_values[i], &hooks.strict)) return false;
    } else if (name != "cls" || value) {
      return cx.fail(Exc::kTypeError, "loads() got an unexpected keyword argument '{}'",
                     args.keyword_names[i]);
    }
  }
  return decode_json(cx, text, hooks, out);
}

bool loads(Context& cx, const Args& args, Value* out) {
  const Args positional = Args::of(args.values, args.count);
  const Value* const named = args.count == 0 ? args.keyword("s") : nullptr;
  if (!named && !expect_count(cx, "loads", positional, 1, 1)) return false;
  const Value& s = named ? *named : args[0];
  if (!s.is_str() && s.kind() != Kind::kBytes) {
    return cx.fail(Exc::kTypeError, "the JSON object must be str, bytes or bytearray, not {}",
                   Value::string(type_name(s)));
  }
  if (!cx.charge(s.str().size() / 16)) return false;
  std::string decoded;
  if (!s.is_str() && !text_of_bytes(cx, s.str(), &decoded)) return false;
  const std::string_view text = s.is_str() ? s.str() : std::string_view(decoded);
  // That of bytes, if they begin with one, has been left out as they were decoded.
  if (text.starts_with("\xef\xbb\xbf")) {
    return fail_json(cx, text,
                     s.is_str() ? "Unexpected UTF-8 BOM (decode using utf-8-sig)" : "Expecting value", 0);
  }
  if (args.keyword_count > (named ? 1u : 0u)) return loads_with_hooks(cx, text, args, out);
  JsonError error;
  if (parse_json(text, out, &error)) return true;
  if (std::strstr(error.message, "recursion")) return cx.fail(Exc::kRecursionError, error.message);
  if (std::strstr(error.message, "digits")) return cx.fail(Exc::kValueError, error.message);
  if (std::strstr(error.message, "too many")) return cx.fail(Exc::kBudgetError, error.message);
  return fail_json(cx, text, error.message, error.offset);
}

constexpr FunctionDef kFunctions[] = {{"loads", loads}};

}  // namespace

Value json_module() {
  static const Value module = NativeModule::make("json", kFunctions);
  return module;
}

}  // namespace headrace::pylib
