// Calls the library's text functions as told on standard input, a case a line, and prints each result: the
// C++ side of text_diff.py, which describes the lines.
#include <bit>
#include <cmath>
#include <cstdio>
#include <iostream>
#include <limits>
#include <sstream>
#include <string>

#include "base/unicode.h"
#include "data/bigint.h"
#include "pylib/builtins.h"
#include "pylib/operators.h"
#include "pylib/text/format_value.h"
#include "pylib/text/repr.h"
#include "pylib/text/str_methods.h"
#include "pylib/text/text.h"
#include "pylib/type.h"
#include "pylib/type_tables.h"

namespace headrace::pylib {
namespace {

class DriverContext : public Context {
 public:
  bool call(const Value& callable, const Args& args, Value* out) override {
    return callable.as<NativeObject>()->call(*this, args, out);
  }
};

std::string from_hex(std::string_view hex) {
  const auto nibble = [](char c) { return c <= '9' ? c - '0' : c - 'a' + 10; };
  std::string bytes;
  for (size_t i = 0; i + 1 < hex.size(); i += 2) {
    bytes.push_back(static_cast<char>(nibble(hex[i]) * 16 + nibble(hex[i + 1])));
  }
  return bytes;
}

std::string to_hex(std::string_view bytes) {
  std::string hex;
  for (const char c : bytes) {
    hex.push_back("0123456789abcdef"[static_cast<unsigned char>(c) >> 4]);
    hex.push_back("0123456789abcdef"[static_cast<unsigned char>(c) & 15]);
  }
  return hex;
}

Value read_int(std::string text) {
  const bool negative = text[0] == '-';
  if (negative) text.erase(0, 1);
  BigInt v("0x" + text);
  return make_int(negative ? BigInt(-v) : v);
}

Value read_value(std::istream& in);

Value read_container(std::istream& in, const std::string& token) {
  const size_t size = std::stoul(token.substr(1));
  const size_t values = token[0] == 'D' || token[0] == 'C' ? 2 * size : size;
  Values items;
  items.reserve(values);
  for (size_t i = 0; i < values; ++i) items.push_back(read_value(in));
  bool inserted;
  switch (token[0]) {
    case 'L': return make_list(std::move(items));
    case 'U': {
      TupleObj* tuple = TupleObj::make(static_cast<uint32_t>(size));
      std::copy(items.begin(), items.end(), tuple->items);
      return Value::adopt(tuple);
    }
    case 'D':
    case 'C': {
      auto* dict = new DictObj(token[0] == 'D' ? Flavor::kPlain : Flavor::kRecord);
      for (size_t i = 0; i < 2 * size; i += 2) {
        dict->table.find_or_insert(items[i], &inserted)->value = items[i + 1];
      }
      return Value::adopt(dict);
    }
    case 'R': return Value::adopt(new RangeObj(items[0], items[1], items[2]));
    default: {
      auto* set = new SetObj(token[0] == 'Z'   ? Flavor::kFrozen
                             : token[0] == 'A' ? Flavor::kField
                                               : Flavor::kPlain);
      for (const Value& item : items) set->table.find_or_insert(item, &inserted);
      return Value::adopt(set);
    }
  }
}

Value read_value(std::istream& in, const std::string& token) {
  const std::string rest = token.substr(1);
  switch (token[0]) {
    case 'N': return Value();
    case 'T': return Value::boolean(true);
    case 'F': return Value::boolean(false);
    case 'i': return read_int(rest);
    case 'f': return Value::real(std::bit_cast<double>(std::stoull(rest, nullptr, 16)));
    case 's': return Value::string(from_hex(rest));
    case 'y': return Value::bytes(from_hex(rest));
    default: return read_container(in, token);
  }
}

Value read_value(std::istream& in) {
  std::string token;
  in >> token;
  return read_value(in, token);
}

void write_value(const Value& v, std::string* out) {
  const auto items = [out](char tag, const Value* begin, size_t size) {
    out->push_back(tag);
    out->append(std::to_string(size));
    for (size_t i = 0; i < size; ++i) {
      out->push_back(' ');
      write_value(begin[i], out);
    }
  };
  switch (v.kind()) {
    case Kind::kNone: out->append("N"); return;
    case Kind::kBool: out->append(v.as_bool() ? "T" : "F"); return;
    case Kind::kInt: {
      std::stringstream text;
      const BigInt big = to_big(v);
      text << 'i' << (big < 0 ? "-" : "") << std::hex << BigInt(abs(big));
      out->append(text.str());
      return;
    }
    case Kind::kFloat: {
      char text[24];
      const double d = std::isnan(v.as_float()) ? std::numeric_limits<double>::quiet_NaN() : v.as_float();
      std::snprintf(text, sizeof text, "f%016llx", std::bit_cast<unsigned long long>(d));
      out->append(text);
      return;
    }
    case Kind::kStr: out->append("s" + to_hex(v.str())); return;
    case Kind::kBytes: out->append("y" + to_hex(v.str())); return;
    case Kind::kTuple: items('U', v.as<TupleObj>()->items, v.as<TupleObj>()->size); return;
    case Kind::kList: items('L', v.as<ListObj>()->items.data(), v.as<ListObj>()->items.size()); return;
    case Kind::kDict: {
      const auto& table = v.as<DictObj>()->table;
      out->append("D" + std::to_string(table.size()));
      for (size_t i = 0; i < table.end(); ++i) {
        if (table.entry(i).hash == 0) continue;
        out->push_back(' ');
        write_value(table.entry(i).key, out);
        out->push_back(' ');
        write_value(table.entry(i).value, out);
      }
      return;
    }
    default: out->append("?").append(type_name(v));
  }
}

// --- what is called ---

const MethodDef* find_method_of(const Value& self, std::string_view name) {
  for (const MethodDef& method : self.is_str() ? str_methods() : bytes_methods()) {
    if (name == method.name) return &method;
  }
  return nullptr;
}

bool call_method(Context& cx, std::string_view name, const Args& args, Value* out) {
  const MethodDef* method = find_method_of(args[0], name);
  if (!method) return cx.fail(Exc::kAttributeError, "no such method");
  Args rest = args;
  ++rest.values;
  --rest.count;
  return method->fn(cx, args[0], rest, out);
}

bool format_conversion(Context& cx, const Args& args, Value* out) {
  std::string text;
  const std::string_view conversion = args[1].str();
  if (!format_value(cx, args[0], conversion.empty() ? '\0' : conversion[0], args[2].str(), &text))
    return false;
  *out = Value::string(text);
  return true;
}

bool call_function(Context& cx, std::string_view name, const Args& args, Value* out) {
  if (name == "str") return construct_str(cx, args, out);
  if (name == "bytes") return construct_bytes(cx, args, out);
  if (name == "repr") return builtin_repr(cx, args, out);
  if (name == "ascii") return builtin_ascii(cx, args, out);
  if (name == "format") return builtin_format(cx, args, out);
  if (name == "fromhex") return bytes_fromhex(cx, args, out);
  if (name == "str.maketrans") return str_maketrans(cx, args, out);
  if (name == "bytes.maketrans") return bytes_maketrans(cx, args, out);
  if (name == "percent") return percent_format(cx, args[0], args[1], out);
  if (name == "fstring") return format_conversion(cx, args, out);
  if (name == "int") return int_type().as<NativeObject>()->call(cx, args, out);
  if (name == "float") return float_type().as<NativeObject>()->call(cx, args, out);
  return cx.fail(Exc::kNameError, "no such function");
}

// Whether a text value is what the rest of headrace takes for granted.
bool is_consistent(const Value& v) {
  if (!v.is_str() && v.kind() != Kind::kBytes) return true;
  if (v.is_ascii() != unicode::is_ascii(v.str())) return false;
  return !v.is_str() || unicode::is_valid(v.str(), /*allow_surrogates=*/true);
}

std::string run_case(const std::string& line) {
  std::istringstream in(line);
  std::string name, token;
  in >> name;
  std::vector<Value> values, keyword_names, keyword_values;
  while (in >> token) {
    if (token[0] == 'k') {
      keyword_names.push_back(Value::string(token.substr(1)));
      keyword_values.push_back(read_value(in));
    } else {
      values.push_back(read_value(in, token));
    }
  }
  const Args args{values.data(), static_cast<uint32_t>(values.size()), keyword_names.data(),
                  keyword_values.data(), static_cast<uint32_t>(keyword_names.size())};
  DriverContext cx;
  Value result;
  const bool ok = name[0] == '.' ? call_method(cx, std::string_view(name).substr(1), args, &result)
                                 : call_function(cx, name, args, &result);
  if (!ok) return "!" + to_hex(cx.error().text());
  if (!is_consistent(result)) return "!inconsistent";
  std::string text;
  write_value(result, &text);
  return text;
}

}  // namespace
}  // namespace headrace::pylib

int main() {
  std::ios::sync_with_stdio(false);
  for (std::string line; std::getline(std::cin, line);) std::cout << headrace::pylib::run_case(line) << '\n';
}
