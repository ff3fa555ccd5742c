#include "pylib/regex/re_module.h"

#include "pylib/errors.h"
#include "pylib/module.h"
#include "pylib/python_arguments.h"
#include "pylib/regex/match_object.h"
#include "pylib/regex/pattern_operations.h"
#include "pylib/regex/replacement.h"
#include "pylib/type.h"

namespace headrace::pylib {
namespace {

// Binds the arguments of a function of the module and compiles its pattern, which comes first; the flags come
// last.
template <size_t n>
bool bind_and_compile(Context& cx, const char* function, const char* const (&names)[n], uint8_t required,
                      const Args& args, const Value** slots, Value* pattern) {
  const Signature signature{.function = function, .names = names, .required = required};
  return bind_python(cx, signature, args, slots) && compile_pattern(cx, *slots[0], slots[n - 1], pattern);
}

constexpr const char* kPatternStringFlags[] = {"pattern", "string", "flags"};

bool bind_string(Context& cx, const char* function, const Args& args, Value* pattern, const Value** string) {
  const Value* slots[3];
  if (!bind_and_compile(cx, function, kPatternStringFlags, 2, args, slots, pattern)) return false;
  *string = slots[1];
  return true;
}

template <MatchMode mode>
bool re_match(Context& cx, const Args& args, Value* out) {
  constexpr const char* kNames[] = {"match", "fullmatch", "search"};
  Value pattern;
  const Value* string;
  return bind_string(cx, kNames[static_cast<int>(mode)], args, &pattern, &string) &&
         match_once(cx, pattern, *string, {}, mode, out);
}

bool re_findall(Context& cx, const Args& args, Value* out) {
  Value pattern;
  const Value* string;
  return bind_string(cx, "findall", args, &pattern, &string) && find_all(cx, pattern, *string, {}, out);
}

bool re_finditer(Context& cx, const Args& args, Value* out) {
  Value pattern;
  const Value* string;
  return bind_string(cx, "finditer", args, &pattern, &string) && find_iter(cx, pattern, *string, {}, out);
}

bool re_split(Context& cx, const Args& args, Value* out) {
  static constexpr const char* kNames[] = {"pattern", "string", "maxsplit", "flags"};
  const Value* slots[4];
  Value pattern;
  int64_t splits_max = 0;
  if (!bind_and_compile(cx, "split", kNames, 2, args, slots, &pattern)) return false;
  if (slots[2] && !to_index(cx, *slots[2], &splits_max)) return false;
  return split_string(cx, pattern, *slots[1], splits_max, out);
}

template <bool with_count>
bool re_sub(Context& cx, const Args& args, Value* out) {
  static constexpr const char* kNames[] = {"pattern", "repl", "string", "count", "flags"};
  const Value* slots[5];
  Value pattern;
  int64_t count_max = 0;
  if (!bind_and_compile(cx, with_count ? "subn" : "sub", kNames, 3, args, slots, &pattern)) return false;
  if (slots[3] && !to_index(cx, *slots[3], &count_max)) return false;
  return substitute(cx, pattern, *slots[1], *slots[2], count_max, with_count, out);
}

bool re_compile(Context& cx, const Args& args, Value* out) {
  static constexpr const char* kNames[] = {"pattern", "flags"};
  const Value* slots[2];
  Value pattern;
  if (!bind_and_compile(cx, "compile", kNames, 1, args, slots, &pattern)) return false;
  *out = pattern;
  return true;
}

bool re_escape(Context& cx, const Args& args, Value* out) {
  static constexpr const char* kNames[] = {"pattern"};
  const Value* slots[1];
  if (!bind_python(cx, Signature{.function = "escape", .names = kNames, .required = 1}, args, slots))
    return false;
  const Value& text = *slots[0];
  if (text.kind() != Kind::kStr && text.kind() != Kind::kBytes) {
    return fail_with(cx, Exc::kTypeError,
                     {"decoding to str: need a bytes-like object, ", type_name(text), " found"});
  }
  if (!cx.charge_bytes(text.str().size() * 2)) return false;
  const std::string escaped = regex::escape(text.str());
  *out = text.is_str() ? Value::string(escaped) : Value::bytes(escaped);
  return true;
}

bool re_purge(Context& cx, const Args& args, Value* out) {
  if (!bind_python(cx, Signature{.function = "purge", .names = {}}, args, nullptr)) return false;
  forget_patterns();
  *out = Value();
  return true;
}

constexpr KindSet kText = kind_set(Kind::kStr) | kind_set(Kind::kBytes);
constexpr KindSet kMatchOrNone = kind_set(Kind::kObject) | kind_set(Kind::kNone);

constexpr FunctionDef kFunctions[] = {
    {"compile", re_compile, kind_set(Kind::kObject)},
    {"escape", re_escape, kText},
    {"findall", re_findall, kind_set(Kind::kList)},
    {"finditer", re_finditer, kind_set(Kind::kIterator)},
    {"fullmatch", re_match<MatchMode::kFullMatch>, kMatchOrNone},
    {"match", re_match<MatchMode::kMatch>, kMatchOrNone},
    {"purge", re_purge, kind_set(Kind::kNone)},
    {"search", re_match<MatchMode::kSearch>, kMatchOrNone},
    {"split", re_split, kind_set(Kind::kList)},
    {"sub", re_sub<false>, kText},
    {"subn", re_sub<true>, kind_set(Kind::kTuple)},
};

// Never has instances here: an error of an expression is no value.
Value error_type() {
  static const Value type = make_type(
      {.name = "error", .qualified_name = "re.error", .is_instance = [](const Value&) { return false; }});
  return type;
}

// RegexFlag members are plain ints here.
std::vector<NativeModule::Member> members() {
  static constexpr std::pair<const char*, uint32_t> kFlags[] = {
      {"NOFLAG", 0},
      {"A", regex::kFlagAscii},
      {"ASCII", regex::kFlagAscii},
      {"DEBUG", regex::kFlagDebug},
      {"DOTALL", regex::kFlagDotAll},
      {"I", regex::kFlagIgnoreCase},
      {"IGNORECASE", regex::kFlagIgnoreCase},
      {"L", regex::kFlagLocale},
      {"LOCALE", regex::kFlagLocale},
      {"M", regex::kFlagMultiLine},
      {"MULTILINE", regex::kFlagMultiLine},
      {"S", regex::kFlagDotAll},
      {"T", regex::kFlagTemplate},
      {"TEMPLATE", regex::kFlagTemplate},
      {"U", regex::kFlagUnicode},
      {"UNICODE", regex::kFlagUnicode},
      {"VERBOSE", regex::kFlagVerbose},
      {"X", regex::kFlagVerbose},
  };
  std::vector<NativeModule::Member> all = {
      {"Match", match_type()}, {"Pattern", pattern_type()}, {"error", error_type()}};
  for (const auto& [name, bits] : kFlags) all.push_back({name, Value::integer(bits)});
  return all;
}

}  // namespace

Value re_module() {
  static const Value module = NativeModule::make("re", kFunctions, members());
  return module;
}

}  // namespace headrace::pylib
