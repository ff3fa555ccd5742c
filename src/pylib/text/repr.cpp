#include "pylib/text/repr.h"

#include <algorithm>

#include "base/unicode.h"
#include "data/number_text.h"
#include "data/object.h"
#include "pylib/api.h"
#include "pylib/datetime/datetime.h"
#include "pylib/datetime/named_tuple.h"
#include "pylib/text/codec.h"
#include "pylib/text/quote.h"

namespace headrace::pylib {
namespace {

// The containers being printed, innermost first, so that one that holds itself prints as "[...]". Kept by the
// thread because library objects between two containers (dict views) print on their own.
struct Frame {
  const Obj* obj;
  const Frame* outer;
};
thread_local const Frame* innermost = nullptr;

class Printing {
 public:
  explicit Printing(const Obj* obj) : frame_{obj, innermost} { innermost = &frame_; }
  ~Printing() { innermost = frame_.outer; }
  Printing(const Printing&) = delete;
  Printing& operator=(const Printing&) = delete;

  static bool under_way(const Obj* obj) {
    for (const Frame* f = innermost; f; f = f->outer) {
      if (f->obj == obj) return true;
    }
    return false;
  }

 private:
  Frame frame_;
};

// To be asked after each item: stops before the text outgrows its budget.
bool within_budget(Context& cx, const std::string& out) {
  if (out.size() > cx.limits.bytes) return cx.charge_bytes(out.size());  // fails
  return cx.charge(1);
}

bool append_items(Context& cx, std::span<const Value> items, std::string* out) {
  for (size_t i = 0; i < items.size(); ++i) {
    if (i > 0) out->append(", ");
    if (!append_repr(cx, items[i], out) || !within_budget(cx, *out)) return false;
  }
  return true;
}

bool append_tuple(Context& cx, const TupleObj& tuple, std::string* out) {
  out->push_back('(');
  if (!append_items(cx, {tuple.items, tuple.size}, out)) return false;
  out->append(tuple.size == 1 ? ",)" : ")");
  return true;
}

bool append_list(Context& cx, const ListObj& list, std::string* out) {
  out->push_back('[');
  if (!append_items(cx, list.items, out)) return false;
  out->push_back(']');
  return true;
}

bool append_dict(Context& cx, const DictObj& dict, std::string* out) {
  out->push_back('{');
  bool first = true;
  for (size_t i = 0; i < dict.table.end(); ++i) {
    const DictEntry& entry = dict.table.entry(i);
    if (entry.hash == 0) continue;
    if (!first) out->append(", ");
    first = false;
    if (!append_repr(cx, entry.key, out)) return false;
    out->append(": ");
    if (!append_repr(cx, entry.value, out) || !within_budget(cx, *out)) return false;
  }
  out->push_back('}');
  return true;
}

// A plain set without its name, "{1, 2}"; others as "frozenset({1, 2})"; empty ones as "set()".
bool append_set(Context& cx, const SetObj& set, std::string* out) {
  const bool named = set.flavor != Flavor::kPlain || set.table.empty();
  if (named) {
    out->append(set.flavor == Flavor::kFrozen  ? "frozenset("
                : set.flavor == Flavor::kField ? "Set("
                                               : "set(");
  }
  if (!set.table.empty()) {
    bool first = true;
    for (size_t i = 0; i < set.table.end(); ++i) {
      const SetEntry& entry = set.table.entry(i);
      if (entry.hash == 0) continue;
      out->append(first ? "{" : ", ");
      first = false;
      if (!append_repr(cx, entry.key, out) || !within_budget(cx, *out)) return false;
    }
    out->push_back('}');
  }
  if (named) out->push_back(')');
  return true;
}

bool append_container(Context& cx, const Value& v, std::string* out) {
  if (Printing::under_way(v.obj())) {
    const Kind kind = v.kind();
    out->append(kind == Kind::kList ? "[...]" : kind == Kind::kDict ? "{...}" : "(...)");
    return true;
  }
  const DepthGuard guard(cx);
  if (!guard) return false;
  const Printing printing(v.obj());
  switch (v.kind()) {
    case Kind::kTuple: return append_tuple(cx, *v.as<TupleObj>(), out);
    case Kind::kList: return append_list(cx, *v.as<ListObj>(), out);
    case Kind::kDict: return append_dict(cx, *v.as<DictObj>(), out);
    default: return append_set(cx, *v.as<SetObj>(), out);
  }
}

bool append_range(Context& cx, const RangeObj& range, std::string* out) {
  out->append("range(");
  if (!append_repr(cx, range.start, out)) return false;
  out->append(", ");
  if (!append_repr(cx, range.stop, out)) return false;
  if (range.step.is_big_int() || range.step.as_int() != 1) {
    out->append(", ");
    if (!append_repr(cx, range.step, out)) return false;
  }
  out->push_back(')');
  return true;
}

// repr of a str or bytes, piece by piece, so that escapes cannot take it far over its budget.
bool append_quoted_value(Context& cx, const Value& v, std::string* out) {
  constexpr size_t kPiece = 1 << 16;
  std::string_view rest = v.str();
  if (!cx.charge(rest.size() / 64)) return false;
  const bool is_str = v.is_str();
  const char quote = quote_for(rest);
  if (!is_str) out->push_back('b');
  out->push_back(quote);
  while (!rest.empty()) {
    size_t size = std::min(rest.size(), kPiece);
    while (is_str && size < rest.size() && unicode::is_continuation(rest[size])) ++size;
    if (is_str) {
      append_escaped(rest.substr(0, size), quote, out);
    } else {
      append_escaped_bytes(rest.substr(0, size), quote, out);
    }
    rest.remove_prefix(size);
    if (out->size() > cx.limits.bytes) return cx.charge_bytes(out->size());  // fails
  }
  out->push_back(quote);
  return true;
}

template <typename Append>
bool make_string(Context& cx, const Value& v, Append append, Value* out) {
  std::string text;
  if (!append(cx, v, &text)) return false;
  *out = Value::string(text);
  return true;
}

}  // namespace

bool append_int_text(Context& cx, const Value& v, std::string* out) {
  if (append_int(v, out)) return true;
  return cx.fail(Exc::kValueError,
                 "Exceeds the limit (4300 digits) for integer string conversion; "
                 "use sys.set_int_max_str_digits() to increase the limit");
}

bool append_foreign_text(Context& cx, std::string_view builtin, const Args& args, std::string* out) {
  Value text;
  if (!args[0].as<NativeObject>()->call_builtin(cx, builtin, args, &text)) return false;
  if (!text.is_str()) return cx.fail(Exc::kTypeError, "the text of a Python object is no plain str");
  out->append(text.str());
  return within_budget(cx, *out);
}

bool append_repr(Context& cx, const Value& v, std::string* out) {
  switch (v.kind()) {
    case Kind::kNone: out->append("None"); return true;
    case Kind::kBool: out->append(v.as_bool() ? "True" : "False"); return true;
    case Kind::kInt: return append_int_text(cx, v, out);
    case Kind::kFloat: append_float(v.as_float(), out); return true;
    case Kind::kStr:
    case Kind::kBytes: return append_quoted_value(cx, v, out);
    case Kind::kDate:
    case Kind::kTime:
    case Kind::kDateTime:
    case Kind::kTimeDelta:
    case Kind::kTimeZone: return datetime_repr(cx, v, out);
    case Kind::kTuple: return append_named_tuple_repr(v, out) || append_container(cx, v, out);
    case Kind::kList:
    case Kind::kDict:
    case Kind::kSet: return append_container(cx, v, out);
    case Kind::kRange: return append_range(cx, *v.as<RangeObj>(), out);
    default: {
      const DepthGuard guard(cx);
      return guard && v.as<NativeObject>()->repr(cx, out) && within_budget(cx, *out);
    }
  }
}

bool append_str(Context& cx, const Value& v, std::string* out) {
  switch (v.kind()) {
    case Kind::kStr: out->append(v.str()); return true;
    case Kind::kDate:
    case Kind::kTime:
    case Kind::kDateTime:
    case Kind::kTimeDelta:
    case Kind::kTimeZone: return datetime_str(cx, v, out);
    case Kind::kPyObject: return append_foreign_text(cx, "str", Args::of(&v, 1), out);
    default: return append_repr(cx, v, out);
  }
}

bool append_ascii(Context& cx, const Value& v, std::string* out) {
  std::string text;
  if (!append_repr(cx, v, &text)) return false;
  const char* at = text.data();
  for (const char* const end = at + text.size(); at < end;) {
    const char32_t c = unicode::decode_next(at);
    if (c < 0x80) {
      out->push_back(static_cast<char>(c));
    } else {
      append_escape(c, out);
    }
  }
  return within_budget(cx, *out);
}

bool str_value(Context& cx, const Value& v, Value* out) {
  if (v.is_str()) {
    *out = v;
    return true;
  }
  return make_string(cx, v, append_str, out);
}

bool repr_value(Context& cx, const Value& v, Value* out) { return make_string(cx, v, append_repr, out); }
bool ascii_value(Context& cx, const Value& v, Value* out) { return make_string(cx, v, append_ascii, out); }

}  // namespace headrace::pylib
