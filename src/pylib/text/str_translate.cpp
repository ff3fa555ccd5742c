// translate and maketrans of str and bytes.

#include <array>

#include "pylib/errors.h"
#include "pylib/operators.h"
#include "pylib/text/str_methods.h"
#include "pylib/text/text_args.h"
#include "pylib/text/text_view.h"

namespace headrace::pylib {
namespace {

// What table[c] gives, appended. A table without c, of whatever kind, leaves it as it is.
bool append_translated(Context& cx, const Value& table, char32_t c, std::string* out) {
  Value mapped;
  if (!get_item(cx, table, Value::integer(static_cast<int64_t>(c)), &mapped)) {
    if (!is_a(cx.error().type, Exc::kKeyError) && !is_a(cx.error().type, Exc::kIndexError)) return false;
    cx.clear_error();
    unicode::append(*out, c);
    return true;
  }
  if (mapped.is_none()) return true;
  if (mapped.is_str()) {
    out->append(mapped.str());
    return true;
  }
  if (mapped.kind() != Kind::kInt && !mapped.is_bool()) {
    return cx.fail(Exc::kTypeError, "character mapping must return integer, None or str");
  }
  if (mapped.is_big_int() || mapped.as_int() < 0 || mapped.as_int() > int64_t{unicode::kMaxCodePoint}) {
    return cx.fail(Exc::kValueError, "character mapping must be in range(0x110000)");
  }
  unicode::append(*out, static_cast<char32_t>(mapped.as_int()));
  return true;
}

void dict_set(DictObj* dict, const Value& key, Value value) {
  bool inserted;
  dict->table.find_or_insert(key, &inserted)->value = std::move(value);
}

Value first_code_point(std::string_view text) {
  const char* at = text.data();
  return Value::integer(static_cast<int64_t>(unicode::decode_next(at)));
}

// maketrans({'a': ..., 98: ...}): keys of one character become numbers.
bool table_from_dict(Context& cx, const Value& x, Value* out) {
  if (x.kind() != Kind::kDict) {
    return cx.fail(Exc::kTypeError, "if you give only one argument to maketrans it must be a dict");
  }
  const auto& from = x.as<DictObj>()->table;
  auto* made = new DictObj();
  const Value result = Value::adopt(made);
  for (size_t i = 0; i < from.end(); ++i) {
    const DictEntry& entry = from.entry(i);
    if (entry.hash == 0) continue;
    if (entry.key.is_str()) {
      if (unit_count(entry.key) != 1) {
        return cx.fail(Exc::kValueError, "string keys in translate table must be of length 1");
      }
      dict_set(made, first_code_point(entry.key.str()), entry.value);
    } else if (entry.key.kind() == Kind::kInt || entry.key.is_bool()) {
      dict_set(made, entry.key, entry.value);
    } else {
      return cx.fail(Exc::kTypeError, "keys in translate table must be strings or integers");
    }
  }
  *out = result;
  return true;
}

// maketrans('ab', 'xy', 'gone')
bool table_from_texts(Context& cx, const Args& args, Value* out) {
  if (!args[0].is_str()) {
    return cx.fail(Exc::kTypeError,
                   "first maketrans argument must be a string if there is a second argument");
  }
  if (unit_count(args[0]) != unit_count(args[1])) {
    return cx.fail(Exc::kValueError, "the first two maketrans arguments must have equal length");
  }
  if (!cx.charge(unit_count(args[0]) + (args.count > 2 ? unit_count(args[2]) : 0))) return false;
  auto* made = new DictObj();
  *out = Value::adopt(made);
  const std::string_view from = args[0].str(), to = args[1].str();
  for (const char *x = from.data(), *y = to.data(); x < from.data() + from.size();) {
    const char32_t key = unicode::decode_next(x), value = unicode::decode_next(y);
    dict_set(made, Value::integer(static_cast<int64_t>(key)), Value::integer(static_cast<int64_t>(value)));
  }
  if (args.count < 3) return true;
  const std::string_view gone = args[2].str();
  for (const char* z = gone.data(); z < gone.data() + gone.size();) {
    dict_set(made, Value::integer(static_cast<int64_t>(unicode::decode_next(z))), Value());
  }
  return true;
}

}  // namespace

bool str_translate(Context& cx, const Value& self, const Args& args, Value* out) {
  if (!expect_count(cx, "str.translate", args, 1, 1)) return false;
  const std::string_view text = self.str();
  std::string result;
  const char* at = text.data();
  for (const char* const end = at + text.size(); at < end;) {
    if (!cx.charge(1) || !append_translated(cx, args[0], unicode::decode_next(at), &result)) return false;
    if (result.size() > cx.limits.bytes) return cx.charge_bytes(result.size());  // fails
  }
  *out = Value::string(result);
  return true;
}

bool str_maketrans(Context& cx, const Args& args, Value* out) {
  if (args.keyword_count != 0) return cx.fail(Exc::kTypeError, "str.maketrans() takes no keyword arguments");
  if (!expect_count(cx, "maketrans", args, 1, 3)) return false;
  if (args.count == 1) return table_from_dict(cx, args[0], out);
  if (!expect_str(cx, "maketrans", "2", args[1])) return false;
  if (args.count > 2 && !expect_str(cx, "maketrans", "3", args[2])) return false;
  return table_from_texts(cx, args, out);
}

bool str_maketrans_method(Context& cx, const Value&, const Args& args, Value* out) {
  return str_maketrans(cx, args, out);
}

bool bytes_translate(Context& cx, const Value& self, const Args& args, Value* out) {
  static constexpr const char* kNames[] = {"table", "delete"};
  const Value* slots[2];
  if (!bind(cx, {"bytes.translate", kNames, 1, 1}, args, slots)) return false;
  std::string_view table;
  if (!slots[0]->is_none()) {
    if (!expect_same_kind(cx, self, *slots[0])) return false;
    table = slots[0]->bytes_view();
    if (table.size() != 256) {
      return cx.fail(Exc::kValueError, "translation table must be 256 characters long");
    }
  }
  if (slots[1] && !expect_same_kind(cx, self, *slots[1])) return false;
  std::array<bool, 256> deleted{};
  if (slots[1]) {
    for (const char c : slots[1]->bytes_view()) deleted[static_cast<unsigned char>(c)] = true;
  }
  if (!cx.charge_bytes(self.bytes_view().size())) return false;
  std::string result;
  for (const char c : self.bytes_view()) {
    const auto byte = static_cast<unsigned char>(c);
    if (!deleted[byte]) result.push_back(table.empty() ? c : table[byte]);
  }
  *out = Value::bytes(result);
  return true;
}

bool bytes_maketrans(Context& cx, const Args& args, Value* out) {
  if (args.keyword_count != 0)
    return cx.fail(Exc::kTypeError, "bytes.maketrans() takes no keyword arguments");
  if (!expect_count(cx, "maketrans", args, 2, 2)) return false;
  for (size_t i = 0; i < 2; ++i) {
    if (args[i].kind() != Kind::kBytes) {
      return fail_with(cx, Exc::kTypeError,
                       {"a bytes-like object is required, not '", type_name(args[i]), "'"});
    }
  }
  const std::string_view from = args[0].bytes_view(), to = args[1].bytes_view();
  if (from.size() != to.size()) {
    return cx.fail(Exc::kValueError, "maketrans arguments must have same length");
  }
  std::string table(256, '\0');
  for (size_t i = 0; i < table.size(); ++i) table[i] = static_cast<char>(i);
  for (size_t i = 0; i < from.size(); ++i) table[static_cast<unsigned char>(from[i])] = to[i];
  *out = Value::bytes(table);
  return true;
}

bool bytes_maketrans_method(Context& cx, const Value&, const Args& args, Value* out) {
  return bytes_maketrans(cx, args, out);
}

}  // namespace headrace::pylib
