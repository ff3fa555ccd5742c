// str % values and bytes % values: "%(key)-+ #0width.precisionLtype".

#include <algorithm>
#include <climits>
#include <cstdio>
#include <cstdlib>

#include "pylib/errors.h"
#include "pylib/operators.h"
#include "pylib/python_call.h"
#include "pylib/text/ascii.h"
#include "pylib/text/percent_directive.h"
#include "pylib/text/text_view.h"

namespace headrace::pylib {
namespace {

// What Python's PyMapping_Check says of values: only those may have keys, and go unused without an error. A
// bytes passes for one where a str is formatted.
bool is_mapping(const Value& v, Kind format) {
  switch (v.kind()) {
    case Kind::kList:
    case Kind::kDict:
    case Kind::kRange: return true;
    case Kind::kBytes: return format == Kind::kStr;
    case Kind::kObject: return type_name(v) == "Match";
    default: return false;
  }
}

class PercentFormatter {
 public:
  PercentFormatter(Context& cx, const Value& format, const Value& values)
      : cx_(cx),
        kind_(format.kind()),
        begin_(format.str().data()),
        at_(begin_),
        end_(begin_ + format.str().size()),
        mapping_(is_mapping(values, kind_)),
        values_(values) {
    if (values.kind() == Kind::kTuple) {
      items_ = {values.as<TupleObj>()->items, values.as<TupleObj>()->size};
    } else {
      items_ = {&values_, 1};
    }
  }

  bool run(std::string* out) {
    while (at_ < end_) {
      const char* const start = at_;
      while (at_ < end_ && *at_ != '%') ++at_;
      out->append(start, at_);
      if (at_ == end_) break;
      ++at_;
      if (at_ < end_ && *at_ == '%') {
        out->push_back(*at_++);
        continue;
      }
      Directive d;
      if (!cx_.charge(1) || !read_directive(&d) || !append_directive(d, out)) return false;
      if (out->size() > cx_.limits.bytes) return cx_.charge_bytes(out->size());  // fails
    }
    if (next_ < items_.size() && !mapping_) {
      return cx_.fail(Exc::kTypeError, is_bytes() ? "not all arguments converted during bytes formatting"
                                                  : "not all arguments converted during string formatting");
    }
    return true;
  }

 private:
  bool is_bytes() const { return kind_ == Kind::kBytes; }
  bool incomplete() { return cx_.fail(Exc::kValueError, "incomplete format"); }

  bool next_value(Value* out) {
    if (next_ >= items_.size()) return cx_.fail(Exc::kTypeError, "not enough arguments for format string");
    *out = items_[next_++];
    return true;
  }

  // --- reading ---

  bool read_directive(Directive* d) {
    if (at_ < end_ && *at_ == '(' && !read_key()) return false;
    read_flags(d);
    if (at_ == end_) return incomplete();
    if (!read_width(d)) return false;
    if (at_ < end_ && *at_ == '.' && !read_precision(d)) return false;
    if (at_ < end_ && (*at_ == 'h' || *at_ == 'l' || *at_ == 'L')) ++at_;
    if (at_ == end_) return incomplete();
    d->type = is_bytes() ? static_cast<unsigned char>(*at_++) : unicode::decode_next(at_);
    return true;
  }

  // "(key)", in which parentheses nest: its value becomes the only one.
  bool read_key() {
    if (!mapping_) return cx_.fail(Exc::kTypeError, "format requires a mapping");
    const char* const start = ++at_;
    int depth = 1;
    for (; depth > 0 && at_ < end_; ++at_) depth += *at_ == '(' ? 1 : *at_ == ')' ? -1 : 0;
    if (depth > 0) return cx_.fail(Exc::kValueError, "incomplete format key");
    const Value key = make_text(kind_, {start, static_cast<size_t>(at_ - 1 - start)});
    Value found;
    if (!get_item(cx_, values_, key, &found)) return false;
    keyed_ = found;
    items_ = {&keyed_, 1};
    next_ = 0;
    return true;
  }

  void read_flags(Directive* d) {
    for (; at_ < end_; ++at_) {
      switch (*at_) {
        case '-': d->left = true; break;
        case '+': d->plus = true; break;
        case ' ': d->blank = true; break;
        case '#': d->alternate = true; break;
        case '0': d->zero = true; break;
        default: return;
      }
    }
  }

  // "*": the next value, an int.
  bool read_star(Value* out) {
    ++at_;
    if (!next_value(out)) return false;
    return out->kind() == Kind::kInt || out->is_bool() || cx_.fail(Exc::kTypeError, "* wants int");
  }

  bool read_width(Directive* d) {
    if (*at_ == '*') {
      Value v;
      if (!read_star(&v)) return false;
      if (v.is_big_int())
        return cx_.fail(Exc::kOverflowError, "Python int too large to convert to C ssize_t");
      d->left |= v.as_int() < 0;
      d->width = v.as_int() == INT64_MIN ? INT64_MAX : std::abs(v.as_int());
      return true;
    }
    return !is_ascii_digit(*at_) || read_digits(INT64_MAX, "width too big", &d->width);
  }

  bool read_precision(Directive* d) {
    ++at_;
    d->precision = 0;
    if (at_ == end_) return incomplete();
    if (*at_ == '*') {
      Value v;
      if (!read_star(&v)) return false;
      if (v.is_big_int() || v.as_int() != static_cast<int32_t>(v.as_int())) {
        return cx_.fail(Exc::kOverflowError, "Python int too large to convert to C int");
      }
      d->precision = static_cast<int32_t>(std::max<int64_t>(v.as_int(), 0));
      return true;
    }
    int64_t precision = 0;
    if (is_ascii_digit(*at_) &&
        !read_digits(INT_MAX, is_bytes() ? "prec too big" : "precision too big", &precision))
      return false;
    d->precision = static_cast<int32_t>(precision);
    return true;
  }

  bool read_digits(int64_t max, const char* too_big, int64_t* out) {
    *out = 0;
    for (; at_ < end_ && is_ascii_digit(*at_); ++at_) {
      const int digit = *at_ - '0';
      if (*out > (max - digit) / 10) return cx_.fail(Exc::kValueError, too_big);
      *out = *out * 10 + digit;
    }
    return true;
  }

  // --- writing ---

  bool append_directive(const Directive& d, std::string* out) {
    Value v;
    if (!next_value(&v)) return false;
    switch (d.type) {
      case 'b':
        if (!is_bytes()) return unsupported(d.type);
        [[fallthrough]];
      case 's':
      case 'r':
      case 'a': return is_bytes() ? percent_bytes(cx_, d, v, out) : percent_text(cx_, d, v, out);
      case 'c': return is_bytes() ? percent_byte(cx_, d, v, out) : percent_character(cx_, d, v, out);
      case 'd':
      case 'i':
      case 'u':
      case 'o':
      case 'x':
      case 'X': return percent_integer(cx_, d, v, out);
      case 'e':
      case 'E':
      case 'f':
      case 'F':
      case 'g':
      case 'G': return percent_real(cx_, d, v, out);
      default: return unsupported(d.type);
    }
  }

  [[gnu::cold]] bool unsupported(char32_t type) {
    const char shown = type >= 31 && type < 127 ? static_cast<char>(type) : '?';
    char text[32];
    std::snprintf(text, sizeof text, "'%c' (0x%x)", shown, static_cast<unsigned>(type));
    const std::string_view read(begin_, static_cast<size_t>(at_ - begin_));
    const size_t index = (is_bytes() ? read.size() : unicode::count_code_points(read)) - 1;
    return fail_with(cx_, Exc::kValueError,
                     {"unsupported format character ", text, " at index ", std::to_string(index)});
  }

  Context& cx_;
  Kind kind_;
  const char* begin_;
  const char* at_;
  const char* end_;
  bool mapping_;
  Value values_;
  Value keyed_;
  std::span<const Value> items_;
  size_t next_ = 0;
};

}  // namespace

bool percent_format(Context& cx, const Value& format, const Value& values, Value* out) {
  std::string text;
  if (!charge_scan(cx, format.str().size())) return false;
  if (!PercentFormatter(cx, format, values).run(&text)) {
    const NativeObject* foreign = cx.error().type == Exc::kTypeError ? find_foreign(values) : nullptr;
    if (!foreign) return false;
    cx.clear_error();
    return foreign->operate(cx, static_cast<int>(BinaryOp::kMod), format, values, out);
  }
  *out = make_text(format.kind(), text);
  return true;
}

}  // namespace headrace::pylib
