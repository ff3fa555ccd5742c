// Calls the library's number functions as told on standard input, a case a line, and prints each result: the
// C++ side of num_diff.py, which describes the lines.
#include <bit>
#include <cinttypes>
#include <cstdio>
#include <iostream>
#include <sstream>
#include <string>

#include "data/bigint.h"
#include "data/number_text.h"
#include "pylib/builtins.h"
#include "pylib/module.h"
#include "pylib/number/number.h"
#include "pylib/operators.h"
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
  std::string bytes;
  for (size_t i = 0; i + 1 < hex.size(); i += 2) {
    bytes.push_back(static_cast<char>(std::stoi(std::string(hex.substr(i, 2)), nullptr, 16)));
  }
  return bytes;
}

std::string to_hex(std::string_view bytes) {
  std::string hex;
  for (const char c : bytes) {
    char pair[3];
    std::snprintf(pair, sizeof pair, "%02x", static_cast<unsigned char>(c));
    hex += pair;
  }
  return hex;
}

Value read_int(std::string_view text) {
  Value v;
  HEADRACE_CHECK(parse_int(text, 16, &v) == IntText::kOk);
  return v;
}

Value read_value(std::istream& in, std::string token) {
  const std::string rest = token.substr(1);
  switch (token[0]) {
    case 'N': return Value();
    case 'T': return Value::boolean(true);
    case 'F': return Value::boolean(false);
    case 'i': return read_int(rest);
    case 'f': return Value::real(std::bit_cast<double>(std::stoull(rest, nullptr, 16)));
    case 's': return Value::string(from_hex(rest));
    case 'y': return Value::bytes(from_hex(rest));
    default: break;
  }
  Values items(std::stoul(rest));
  for (Value& item : items) {
    std::string word;
    in >> word;
    item = read_value(in, word);
  }
  if (token[0] == 'L') return make_list(std::move(items));
  TupleObj* tuple = TupleObj::make(static_cast<uint32_t>(items.size()));
  for (size_t i = 0; i < items.size(); ++i) tuple->items[i] = items[i];
  return Value::adopt(tuple);
}

void write_value(const Value& v, std::string* out) {
  char text[32];
  switch (v.kind()) {
    case Kind::kNone: *out += "N"; return;
    case Kind::kBool: *out += v.as_bool() ? "T" : "F"; return;
    case Kind::kInt: {
      const bool negative = v.is_big_int() ? big_value(v).sign() < 0 : v.as_int() < 0;
      *out += negative ? "i-" : "i";
      append_magnitude(v, 16, out);
      return;
    }
    case Kind::kFloat:
      if (v.as_float() != v.as_float()) {
        *out += "fnan";
        return;
      }
      std::snprintf(text, sizeof text, "f%016" PRIx64, std::bit_cast<uint64_t>(v.as_float()));
      *out += text;
      return;
    case Kind::kStr: *out += "s" + to_hex(v.str()); return;
    case Kind::kBytes: *out += "y" + to_hex(v.str()); return;
    case Kind::kTuple:
    case Kind::kList: {
      const bool list = v.kind() == Kind::kList;
      const Value* items = list ? v.as<ListObj>()->items.data() : v.as<TupleObj>()->items;
      const size_t n = list ? v.as<ListObj>()->items.size() : v.as<TupleObj>()->size;
      *out += (list ? "L" : "U") + std::to_string(n);
      for (size_t i = 0; i < n; ++i) {
        *out += ' ';
        write_value(items[i], out);
      }
      return;
    }
    default: *out += "?"; return;
  }
}

constexpr const char* kBinarySymbols[] = {"+", "-",  "*",  "/", "//", "%", "**",
                                          "@", "<<", ">>", "&", "|",  "^"};
constexpr const char* kCompareSymbols[] = {"==", "!=", "<", "<=", ">", ">="};
constexpr const char* kUnarySymbols[] = {"-", "+", "~", "not"};

template <size_t n>
int index_of(const char* const (&symbols)[n], std::string_view symbol) {
  for (size_t i = 0; i < n; ++i) {
    if (symbol == symbols[i]) return static_cast<int>(i);
  }
  return -1;
}

constexpr FunctionDef kBuiltins[] = {
    {"abs", builtin_abs}, {"bin", builtin_bin}, {"divmod", builtin_divmod}, {"hex", builtin_hex},
    {"oct", builtin_oct}, {"pow", builtin_pow}, {"round", builtin_round},
};

Value type_named(std::string_view name) {
  return name == "int" ? int_type() : name == "float" ? float_type() : bool_type();
}

// kind:name, then the arguments.
bool run_case(Context& cx, const std::string& kind, const std::string& name, const Args& args, Value* out) {
  if (kind == "binary") {
    return binary(cx, static_cast<BinaryOp>(index_of(kBinarySymbols, name)), args[0], args[1], out);
  }
  if (kind == "unary") return unary(cx, static_cast<UnaryOp>(index_of(kUnarySymbols, name)), args[0], out);
  if (kind == "compare") {
    bool truth;
    if (!compare(cx, static_cast<Compare>(index_of(kCompareSymbols, name)), args[0], args[1], &truth))
      return false;
    *out = Value::boolean(truth);
    return true;
  }
  if (kind == "builtin") return find_function(kBuiltins, name)->fn(cx, args, out);
  if (kind == "type") return as_type(type_named(name)).spec().construct(cx, args, out);
  if (kind == "method") {
    const bool real = args[0].is_float();
    const TypeDef type{"", real ? float_methods() : int_methods(),
                       real ? float_attributes() : int_attributes()};
    Args rest = args;
    ++rest.values;
    --rest.count;
    for (const MethodDef& method : type.methods) {
      if (name == method.name) return method.fn(cx, args[0], rest, out);
    }
    for (const AttributeDef& attribute : type.attributes) {
      if (name == attribute.name) return attribute.fn(cx, args[0], out);
    }
    return cx.fail(Exc::kAttributeError, "");
  }
  const Value module = kind == "math" ? math_module() : statistics_module();
  return module.as<NativeModule>()->find_function(name)->fn(cx, args, out);
}

std::string answer(const std::string& line) {
  std::istringstream in(line);
  std::string callee, token;
  in >> callee;
  std::vector<Value> values, names, keywords;
  while (in >> token) {
    if (token[0] == 'k') {
      names.push_back(Value::string(token.substr(1)));
      in >> token;
      keywords.push_back(read_value(in, token));
    } else {
      values.push_back(read_value(in, token));
    }
  }
  DriverContext cx;
  const Args args{values.data(), static_cast<uint32_t>(values.size()), names.data(), keywords.data(),
                  static_cast<uint32_t>(names.size())};
  const size_t colon = callee.find(':');
  Value out;
  if (!run_case(cx, callee.substr(0, colon), callee.substr(colon + 1), args, &out))
    return "!" + cx.error().text();
  std::string text;
  write_value(out, &text);
  return text;
}

}  // namespace
}  // namespace headrace::pylib

int main() {
  std::string line;
  while (std::getline(std::cin, line)) std::cout << headrace::pylib::answer(line) << '\n';
  return 0;
}
