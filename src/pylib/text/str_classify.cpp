// The questions about a whole text: isalpha, isdigit, isupper...

#include "pylib/text/ascii.h"
#include "pylib/text/str_methods.h"
#include "pylib/text/text_view.h"

namespace headrace::pylib {
namespace {

// Calls `visit(c)` for each unit until it returns false. A byte beyond ASCII counts as a code point of no
// class.
template <typename Visit>
bool each_unit(const Value& v, Visit visit) {
  constexpr char32_t kUnassigned = 0x378;
  const std::string_view text = v.str();
  const char* at = text.data();
  const char* const end = at + text.size();
  if (is_bytewise(v)) {
    for (; at < end; ++at) {
      if (!visit(is_ascii_byte(*at) ? static_cast<char32_t>(*at) : kUnassigned)) return false;
    }
    return true;
  }
  while (at < end) {
    if (!visit(unicode::decode_next(at))) return false;
  }
  return true;
}

// Whether there are units, and all have the property.
template <typename Property>
bool all_units(Context& cx, const char* str_name, const Value& self, const Args& args, Property property,
               Value* out) {
  // "str.isalpha" and "bytes.isalpha" differ in their first part only.
  if (args.count + args.keyword_count != 0) {
    const std::string name = std::string(type_name(self)) + "." + str_name;
    return expect_count(cx, name.c_str(), args, 0, 0);
  }
  if (!charge_scan(cx, self.str().size())) return false;
  *out = Value::boolean(!self.str().empty() && each_unit(self, property));
  return true;
}

bool is_str_or_byte_space(bool is_str, char32_t c) {
  return is_str ? unicode::is_space(c) : c < 0x80 && is_byte_space(static_cast<char>(c));
}

// islower and isupper: some unit is of the wanted case, none of the others.
template <typename Wanted, typename Unwanted>
bool all_of_case(Context& cx, const char* name, const Value& self, const Args& args, Wanted wanted,
                 Unwanted unwanted, Value* out) {
  bool any = false;
  if (!all_units(
          cx, name, self, args,
          [&](char32_t c) {
            any = any || wanted(c);
            return !unwanted(c);
          },
          out)) {
    return false;
  }
  *out = Value::boolean(any && out->as_bool());
  return true;
}

}  // namespace

bool text_isalnum(Context& cx, const Value& self, const Args& args, Value* out) {
  return all_units(cx, "isalnum", self, args, unicode::is_alnum, out);
}
bool text_isalpha(Context& cx, const Value& self, const Args& args, Value* out) {
  return all_units(cx, "isalpha", self, args, unicode::is_alpha, out);
}
bool text_isdigit(Context& cx, const Value& self, const Args& args, Value* out) {
  return all_units(cx, "isdigit", self, args, unicode::is_digit, out);
}
bool str_isdecimal(Context& cx, const Value& self, const Args& args, Value* out) {
  return all_units(cx, "isdecimal", self, args, unicode::is_decimal, out);
}
bool str_isnumeric(Context& cx, const Value& self, const Args& args, Value* out) {
  return all_units(cx, "isnumeric", self, args, unicode::is_numeric, out);
}
bool text_isspace(Context& cx, const Value& self, const Args& args, Value* out) {
  const bool is_str = self.is_str();
  return all_units(
      cx, "isspace", self, args, [is_str](char32_t c) { return is_str_or_byte_space(is_str, c); }, out);
}

bool text_islower(Context& cx, const Value& self, const Args& args, Value* out) {
  const auto other = [](char32_t c) { return unicode::is_upper(c) || unicode::is_title(c); };
  return all_of_case(cx, "islower", self, args, unicode::is_lower, other, out);
}
bool text_isupper(Context& cx, const Value& self, const Args& args, Value* out) {
  const auto other = [](char32_t c) { return unicode::is_lower(c) || unicode::is_title(c); };
  return all_of_case(cx, "isupper", self, args, unicode::is_upper, other, out);
}

// Capitals only where a word begins, small letters only inside, and at least one of either.
bool text_istitle(Context& cx, const Value& self, const Args& args, Value* out) {
  bool any = false, in_word = false;
  if (!all_units(
          cx, "istitle", self, args,
          [&](char32_t c) {
            const bool begins = unicode::is_upper(c) || unicode::is_title(c);
            const bool continues = !begins && unicode::is_lower(c);
            if ((begins && in_word) || (continues && !in_word)) return false;
            in_word = begins || continues;
            any = any || in_word;
            return true;
          },
          out)) {
    return false;
  }
  *out = Value::boolean(any && out->as_bool());
  return true;
}

bool text_isascii(Context& cx, const Value& self, const Args& args, Value* out) {
  if (!expect_count(cx, self.is_str() ? "str.isascii" : "bytes.isascii", args, 0, 0)) return false;
  *out = Value::boolean(self.is_ascii());
  return true;
}

bool str_isprintable(Context& cx, const Value& self, const Args& args, Value* out) {
  if (!expect_count(cx, "str.isprintable", args, 0, 0) || !charge_scan(cx, self.str().size())) return false;
  *out = Value::boolean(each_unit(self, unicode::is_printable));
  return true;
}

bool str_isidentifier(Context& cx, const Value& self, const Args& args, Value* out) {
  bool first = true;
  return all_units(
      cx, "isidentifier", self, args,
      [&first](char32_t c) {
        const bool fits = first ? unicode::is_identifier_start(c) : unicode::is_identifier_continue(c);
        first = false;
        return fits;
      },
      out);
}

}  // namespace headrace::pylib
