#include "pylib/python_arguments.h"

#include <algorithm>
#include <string>

#include "pylib/errors.h"

namespace headrace::pylib {
namespace {

[[gnu::cold]] bool fail_too_many(Context& cx, const Signature& signature, uint32_t given) {
  const size_t most = signature.names.size();
  const std::string least =
      signature.required < most ? "from " + std::to_string(signature.required) + " to " : "";
  return fail_with(
      cx, Exc::kTypeError,
      {signature.function, "() takes ", least, std::to_string(most), " positional argument",
       most == 1 ? "" : "s", " but ", std::to_string(given), given == 1 ? " was given" : " were given"});
}

[[gnu::cold]] bool fail_missing(Context& cx, const Signature& signature, const Value** slots) {
  std::vector<std::string> names;
  for (size_t i = 0; i < signature.required; ++i) {
    if (!slots[i]) names.push_back("'" + std::string(signature.names[i]) + "'");
  }
  std::string list;
  for (size_t i = 0; i < names.size(); ++i) {
    if (i > 0) list += names.size() == 2 ? " and " : i + 1 == names.size() ? ", and " : ", ";
    list += names[i];
  }
  return fail_with(cx, Exc::kTypeError,
                   {signature.function, "() missing ", std::to_string(names.size()),
                    " required positional argument", names.size() == 1 ? "" : "s", ": ", list});
}

}  // namespace

bool bind_python(Context& cx, const Signature& signature, const Args& args, const Value** slots) {
  if (detail::bind_plainly(signature, args, slots)) return true;
  const size_t n = signature.names.size();
  for (size_t i = 0; i < n; ++i) slots[i] = i < args.count ? &args.values[i] : nullptr;
  for (uint32_t k = 0; k < args.keyword_count; ++k) {
    const std::string_view name = args.keyword_names[k].str();
    const auto found = std::find(signature.names.begin(), signature.names.end(), name);
    const auto i = static_cast<size_t>(found - signature.names.begin());
    if (i == n) {
      return fail_with(cx, Exc::kTypeError,
                       {signature.function, "() got an unexpected keyword argument '", name, "'"});
    }
    if (slots[i]) {
      return fail_with(cx, Exc::kTypeError,
                       {signature.function, "() got multiple values for argument '", name, "'"});
    }
    slots[i] = &args.keyword_values[k];
  }
  if (args.count > n) return fail_too_many(cx, signature, args.count);
  for (size_t i = 0; i < signature.required; ++i) {
    if (!slots[i]) return fail_missing(cx, signature, slots);
  }
  return true;
}

}  // namespace headrace::pylib
