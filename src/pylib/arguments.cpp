// Arguments against signatures, with the texts that CPython 3.11's argument parser gives.

#include <string>

#include "pylib/api.h"
#include "pylib/errors.h"

namespace headrace::pylib {
namespace {

// CPython names a method "list.append" in some texts and "append" in others.
std::string_view plain_name(std::string_view function) { return function.substr(function.rfind('.') + 1); }

std::string count_text(uint32_t n, std::string_view noun) {
  return std::to_string(n) + " " + std::string(noun) + (n == 1 ? "" : "s");
}

[[gnu::cold]] bool fail_number(Context& cx, std::string_view function, uint32_t given, uint32_t min,
                               uint32_t max) {
  const std::string got = std::to_string(given);
  if (max == 0) return fail_with(cx, Exc::kTypeError, {function, "() takes no arguments (", got, " given)"});
  if (min == 1 && max == 1) {
    return fail_with(cx, Exc::kTypeError, {function, "() takes exactly one argument (", got, " given)"});
  }
  const std::string_view bound = min == max ? "" : given < min ? "at least " : "at most ";
  return fail_with(cx, Exc::kTypeError,
                   {plain_name(function), " expected ", bound,
                    count_text(given < min ? min : max, "argument"), ", got ", got});
}

class Binder {
 public:
  Binder(Context& cx, const Signature& signature, const Args& args, const Value** slots)
      : cx_(cx), signature_(signature), args_(args), slots_(slots) {}

  bool run() {
    const size_t n = signature_.names.size();
    const size_t positional = std::min<size_t>(n, signature_.keyword_only_from);
    for (size_t i = 0; i < n; ++i) slots_[i] = nullptr;
    if (args_.count + args_.keyword_count > n && args_.keyword_count > 0) return too_many(n, "");
    if (args_.count > positional) return too_many(positional, positional < n ? "positional " : "");
    for (uint32_t i = 0; i < args_.count; ++i) slots_[i] = &args_.values[i];
    for (uint32_t i = 0; i < args_.keyword_count; ++i) {
      if (!take_keyword(args_.keyword_names[i].str(), args_.keyword_values[i])) return false;
    }
    for (size_t i = 0; i < signature_.required; ++i) {
      if (!slots_[i]) return missing(i);
    }
    return true;
  }

 private:
  std::string_view function() const { return plain_name(signature_.function); }

  [[gnu::cold]] bool too_many(size_t limit, std::string_view sort) {
    const std::string given = std::to_string(args_.count + args_.keyword_count);
    if (limit == 0 && !sort.empty()) {
      return fail_with(cx_, Exc::kTypeError, {function(), "() takes no positional arguments"});
    }
    if (limit == 0)
      return fail_with(cx_, Exc::kTypeError, {function(), "() takes no arguments (", given, " given)"});
    const std::string noun = std::string(sort) + "argument";
    return fail_with(cx_, Exc::kTypeError,
                     {function(), "() takes ", signature_.required < limit ? "at most " : "exactly ",
                      count_text(static_cast<uint32_t>(limit), noun), " (", given, " given)"});
  }

  bool take_keyword(std::string_view name, const Value& value) {
    for (size_t i = signature_.positional_only; i < signature_.names.size(); ++i) {
      if (name != signature_.names[i]) continue;
      if (slots_[i]) return given_twice(name, i);
      slots_[i] = &value;
      return true;
    }
    return fail_with(cx_, Exc::kTypeError,
                     {"'", name, "' is an invalid keyword argument for ", function(), "()"});
  }

  [[gnu::cold]] bool given_twice(std::string_view name, size_t i) {
    return fail_with(cx_, Exc::kTypeError,
                     {"argument for ", function(), "() given by name ('", name, "') and position (",
                      std::to_string(i + 1), ")"});
  }

  [[gnu::cold]] bool missing(size_t i) {
    if (i >= signature_.positional_only) {
      return fail_with(cx_, Exc::kTypeError,
                       {function(), "() missing required argument '", signature_.names[i], "' (pos ",
                        std::to_string(i + 1), ")"});
    }
    const uint32_t min = std::min(signature_.required, signature_.positional_only);
    return fail_with(cx_, Exc::kTypeError,
                     {function(), "() takes ", min == signature_.names.size() ? "exactly " : "at least ",
                      count_text(min, "positional argument"), " (", std::to_string(args_.count), " given)"});
  }

  Context& cx_;
  const Signature& signature_;
  const Args& args_;
  const Value** slots_;
};

}  // namespace

namespace detail {

bool bind_slowly(Context& cx, const Signature& signature, const Args& args, const Value** slots) {
  return Binder(cx, signature, args, slots).run();
}

bool fail_count(Context& cx, const char* function, const Args& args, uint32_t min, uint32_t max) {
  if (args.keyword_count != 0)
    return fail_with(cx, Exc::kTypeError, {function, "() takes no keyword arguments"});
  return fail_number(cx, function, args.count, min, max);
}

}  // namespace detail

}  // namespace headrace::pylib
