// str.format and str.format_map: literal text, and replacement fields "{field!conversion:spec}" whose spec
// may hold fields itself.
//
// The readers below take the same bytes in the same order as CPython 3.11 does, quirks included, as they
// decide which of its errors a malformed format gives.

#include "pylib/errors.h"
#include "pylib/operators.h"
#include "pylib/text/format_spec.h"
#include "pylib/text/format_value.h"
#include "pylib/text/str_methods.h"
#include "pylib/text/text_view.h"

namespace headrace::pylib {
namespace {

// One replacement field, as read.
struct Field {
  std::string_view name;
  char32_t conversion = 0;
  std::string_view spec;
  bool spec_has_fields = false;
};

// A format string, taken piece by piece.
class FormatReader {
 public:
  FormatReader(Context& cx, std::string_view text)
      : cx_(cx), at_(text.data()), end_(text.data() + text.size()) {}

  bool done() const { return at_ == end_; }

  // Literal text up to the next field, then the field if there is one.
  bool next(std::string_view* literal, Field* field, bool* has_field) {
    const char* const start = at_;
    *has_field = false;
    while (at_ < end_ && *at_ != '{' && *at_ != '}') ++at_;
    if (at_ == end_) {
      *literal = between(start, at_);
      return true;
    }
    const char brace = *at_++;
    const bool doubled = at_ < end_ && *at_ == brace;
    if (!doubled && brace == '}') return fail("Single '}' encountered in format string");
    if (at_ == end_) return fail("Single '{' encountered in format string");
    *literal = between(start, doubled ? at_ : at_ - 1);
    if (doubled) {
      ++at_;
      return true;
    }
    *has_field = true;
    return read_field(field);
  }

 private:
  static std::string_view between(const char* begin, const char* end) {
    return {begin, static_cast<size_t>(end - begin)};
  }
  bool fail(const char* message) { return cx_.fail(Exc::kValueError, message); }

  bool read_field(Field* field) {
    const char* const start = at_;
    char c = 0;
    for (; at_ < end_; ++at_) {
      c = *at_;
      if (c == '{') return fail("unexpected '{' in field name");
      if (c == '}' || c == ':' || c == '!') break;
      if (c == '[') {
        while (at_ < end_ && *at_ != ']') ++at_;
        if (at_ == end_) break;
      }
    }
    if (at_ == end_) return fail("expected '}' before end of string");
    field->name = between(start, at_);
    ++at_;
    if (c == '}') return true;
    bool complete = false;
    if (c == '!' && !read_conversion(field, &complete)) return false;
    return complete || read_spec(field);
  }

  bool read_conversion(Field* field, bool* complete) {
    if (at_ == end_) return fail("end of string while looking for conversion specifier");
    field->conversion = unicode::decode_next(at_);
    if (at_ == end_) return true;
    const char c = *at_++;
    *complete = c == '}';
    return *complete || c == ':' || fail("expected ':' after conversion specifier");
  }

  bool read_spec(Field* field) {
    const char* const start = at_;
    for (int depth = 1; at_ < end_;) {
      const char c = *at_++;
      if (c == '{') {
        field->spec_has_fields = true;
        ++depth;
      } else if (c == '}' && --depth == 0) {
        field->spec = between(start, at_ - 1);
        return true;
      }
    }
    return fail("unmatched '{' in format spec");
  }

  Context& cx_;
  const char* at_;
  const char* end_;
};

class Formatter {
 public:
  // Arguments by position and name, or, for format_map, a mapping alone.
  Formatter(Context& cx, const Args* args, const Value* mapping) : cx_(cx), args_(args), mapping_(mapping) {}

  bool format(std::string_view text, int depth, std::string* out) {
    if (depth == 0) return cx_.fail(Exc::kValueError, "Max string recursion exceeded");
    FormatReader reader(cx_, text);
    while (!reader.done()) {
      std::string_view literal;
      Field field;
      bool has_field;
      if (!reader.next(&literal, &field, &has_field)) return false;
      out->append(literal);
      if (has_field && !append_field(field, depth, out)) return false;
      if (out->size() > cx_.limits.bytes) return cx_.charge_bytes(out->size());  // fails
    }
    return true;
  }

 private:
  enum class Numbering { kNone, kAutomatic, kManual };

  bool append_field(const Field& field, int depth, std::string* out) {
    Value v;
    if (!cx_.charge(1) || !find_value(field.name, &v) || !check_conversion(field.conversion)) return false;
    const char conversion = static_cast<char>(field.conversion);
    if (!field.spec_has_fields) return format_value(cx_, v, conversion, field.spec, out);
    std::string spec;
    Value converted;
    return convert_value(cx_, v, conversion, &converted) && format(field.spec, depth - 1, &spec) &&
           format_value(cx_, converted, '\0', spec, out);
  }

  bool check_conversion(char32_t c) {
    if (c == 0 || c == 's' || c == 'r' || c == 'a') return true;
    char text[16];
    const char* format = c > 32 && c < 127 ? "%c" : "\\x%x";
    std::snprintf(text, sizeof text, format, static_cast<unsigned>(c));
    return fail_with(cx_, Exc::kValueError, {"Unknown conversion specifier ", text});
  }

  // The argument that the name begins with, then its attributes and items.
  bool find_value(std::string_view name, Value* out) {
    const size_t first_size = std::min(name.find_first_of(".["), name.size());
    if (!find_argument(name.substr(0, first_size), out)) return false;
    const char* at = name.data() + first_size;
    const char* const end = name.data() + name.size();
    while (at < end) {
      Value inner;
      if (!(*at == '.' ? follow_attribute(*out, &at, end, &inner) : follow_item(*out, &at, end, &inner))) {
        return false;
      }
      *out = inner;
    }
    return true;
  }

  // A number if all of `text` is one, else -1.
  bool read_index(std::string_view text, int64_t* out) {
    const char* at = text.data();
    if (!read_decimal(cx_, &at, text.data() + text.size(), out)) return false;
    if (at != text.data() + text.size()) *out = -1;
    return true;
  }

  bool find_argument(std::string_view name, Value* out) {
    int64_t index;
    if (!read_index(name, &index)) return false;
    if (name.empty() || index >= 0) {
      if (!number_field(name.empty(), &index)) return false;
      return positional(index, out);
    }
    if (mapping_) return get_item(cx_, *mapping_, Value::string(name), out);
    const Value* argument = args_->keyword(name);
    if (argument) {
      *out = *argument;
      return true;
    }
    return cx_.fail(Exc::kKeyError, "{}", Value::string(name));
  }

  bool number_field(bool automatic, int64_t* index) {
    if (numbering_ == Numbering::kNone) {
      numbering_ = automatic ? Numbering::kAutomatic : Numbering::kManual;
    }
    if (automatic && numbering_ == Numbering::kManual) {
      return cx_.fail(Exc::kValueError,
                      "cannot switch from manual field specification to automatic field numbering");
    }
    if (!automatic && numbering_ == Numbering::kAutomatic) {
      return cx_.fail(Exc::kValueError,
                      "cannot switch from automatic field numbering to manual field specification");
    }
    if (automatic) *index = next_++;
    return true;
  }

  bool positional(int64_t index, Value* out) {
    if (mapping_) return cx_.fail(Exc::kValueError, "Format string contains positional fields");
    if (index >= static_cast<int64_t>(args_->count)) {
      return fail_with(
          cx_, Exc::kIndexError,
          {"Replacement index ", std::to_string(index), " out of range for positional args tuple"});
    }
    *out = (*args_)[static_cast<size_t>(index)];
    return true;
  }

  // ".name"; *at moves behind it.
  bool follow_attribute(const Value& v, const char** at, const char* end, Value* out) {
    const char* const start = *at + 1;
    const char* stop = start;
    while (stop < end && *stop != '.' && *stop != '[') ++stop;
    const std::string_view name(start, static_cast<size_t>(stop - start));
    *at = stop;
    if (name.empty()) return cx_.fail(Exc::kValueError, "Empty attribute in format string");
    if (name.starts_with("__")) {  // would reach into the interpreter
      return fail_with(cx_, Exc::kAttributeError,
                       {"'", type_name(v), "' object has no attribute '", name, "'"});
    }
    return get_attribute(cx_, v, name, out);
  }

  // "[key]"; *at moves behind it.
  bool follow_item(const Value& v, const char** at, const char* end, Value* out) {
    if (**at != '[') {
      return cx_.fail(Exc::kValueError, "Only '.' or '[' may follow ']' in format field specifier");
    }
    const char* const start = *at + 1;
    const char* stop = start;
    while (stop < end && *stop != ']') ++stop;
    if (stop == end) return cx_.fail(Exc::kValueError, "Missing ']' in format string");
    const std::string_view key(start, static_cast<size_t>(stop - start));
    *at = stop + 1;
    int64_t index;
    if (!read_index(key, &index)) return false;
    if (key.empty()) return cx_.fail(Exc::kValueError, "Empty attribute in format string");
    return get_item(cx_, v, index >= 0 ? Value::integer(index) : Value::string(key), out);
  }

  Context& cx_;
  const Args* args_;
  const Value* mapping_;
  Numbering numbering_ = Numbering::kNone;
  int64_t next_ = 0;
};

constexpr int kNestingMax = 2;

bool run(Context& cx, Formatter formatter, const Value& self, Value* out) {
  std::string text;
  if (!charge_scan(cx, self.str().size()) || !formatter.format(self.str(), kNestingMax, &text)) return false;
  *out = Value::string(text);
  return true;
}

}  // namespace

bool str_format(Context& cx, const Value& self, const Args& args, Value* out) {
  return run(cx, Formatter(cx, &args, nullptr), self, out);
}

bool str_format_map(Context& cx, const Value& self, const Args& args, Value* out) {
  if (!expect_count(cx, "str.format_map", args, 1, 1)) return false;
  return run(cx, Formatter(cx, nullptr, &args[0]), self, out);
}

}  // namespace headrace::pylib
