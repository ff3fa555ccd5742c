// parse_time(text, 'YYYY/mm/dd HH:MM:SS'), which Blurr's documents use and Blurr does not have. The format is
// of these tokens, or strptime's if it has a %.
#include <string>

#include "pylib/api.h"
#include "pylib/builtins.h"
#include "pylib/datetime/strptime.h"
#include "pylib/errors.h"

namespace headrace::pylib {
namespace {

struct Token {
  std::string_view text, directive;
};
constexpr Token kTokens[] = {{"YYYY", "%Y"}, {"mm", "%m"}, {"dd", "%d"},
                             {"HH", "%H"},   {"MM", "%M"}, {"SS", "%S"}};

// False where the format has none of the tokens.
bool translate(std::string_view format, std::string* out) {
  bool any = false;
  while (!format.empty()) {
    std::string_view taken = format.substr(0, 1), put = taken;
    for (const Token& token : kTokens) {
      if (format.starts_with(token.text)) taken = token.text, put = token.directive, any = true;
    }
    out->append(put);
    format.remove_prefix(taken.size());
  }
  return any;
}

}  // namespace

bool builtin_parse_time(Context& cx, const Args& args, Value* out) {
  static constexpr const char* kNames[] = {"text", "format"};
  const Value* slots[2];
  if (!bind(cx, {"parse_time", kNames, 2}, args, slots)) return false;
  for (int i = 0; i < 2; ++i) {
    if (slots[i]->is_str()) continue;
    return fail_with(cx, Exc::kTypeError,
                     {"parse_time() ", kNames[i], " must be str, not ", type_name(*slots[i])});
  }
  const std::string_view format = slots[1]->str();
  if (format.find('%') != format.npos) return parse_with_format(cx, slots[0]->str(), format, out);
  std::string translated;
  if (!translate(format, &translated)) {
    return fail_with(cx, Exc::kValueError,
                     {"parse_time() format '", format, "' has none of YYYY, mm, dd, HH, MM, SS"});
  }
  return parse_with_format(cx, slots[0]->str(), translated, out);
}

}  // namespace headrace::pylib
