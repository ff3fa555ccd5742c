// Evaluates calls of the datetime and dateutil modules as told on standard input, a case a line, and prints
// each result: the C++ side of dates_diff.py, which describes the lines.
#include <bit>
#include <cstdio>
#include <iostream>
#include <sstream>
#include <string>

#include "data/bigint.h"
#include "data/object.h"
#include "pylib/api.h"
#include "pylib/builtins.h"
#include "pylib/datetime/datetime.h"
#include "pylib/datetime/named_tuple.h"
#include "pylib/operators.h"

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

class Evaluator {
 public:
  Evaluator(DriverContext& cx, std::istream& in) : cx_(cx), in_(in) {}

  bool value(Value* out) {
    std::string token;
    in_ >> token;
    const std::string rest = token.substr(1);
    switch (token[0]) {
      case 'N': *out = Value(); return true;
      case 'T': *out = Value::boolean(true); return true;
      case 'F': *out = Value::boolean(false); return true;
      case 'i': *out = integer(rest); return true;
      case 'f': *out = Value::real(std::bit_cast<double>(std::stoull(rest, nullptr, 16))); return true;
      case 's': *out = Value::string(from_hex(rest)); return true;
      case 'y': *out = Value::bytes(from_hex(rest)); return true;
      case 'm': return member(rest, out);
      case 'a': return attribute(rest, out);
      case 'c': return call(rest, out);
      case 'o': return operation(rest, out);
      case 'q': return comparison(rest, out);
      case 'u': return negation(out);
      case 'b': return builtin(rest, out);
      case 'd': return dict(std::stoul(rest), out);
      default: std::cerr << "bad token " << token << "\n"; std::exit(2);
    }
  }

 private:
  static Value integer(std::string text) {
    const bool negative = text[0] == '-';
    if (negative) text.erase(0, 1);
    BigInt v("0x" + text);
    return make_int(negative ? BigInt(-v) : v);
  }

  // datetime.datetime.now, dateutil.parser.parse
  bool member(const std::string& path, Value* out) {
    std::istringstream names(path);
    std::string name;
    std::getline(names, name, '.');
    *out = name == "datetime" ? datetime_module() : dateutil_module();
    while (std::getline(names, name, '.')) {
      const Value owner = *out;
      if (!get_attribute(cx_, owner, name, out)) return false;
    }
    return true;
  }

  bool attribute(const std::string& name, Value* out) {
    Value owner;
    return value(&owner) && get_attribute(cx_, owner, name, out);
  }

  // c<positional>,<keywords>: the callee, the arguments, then pairs of a name and an argument.
  bool call(const std::string& counts, Value* out) {
    const size_t comma = counts.find(',');
    const size_t positional = std::stoul(counts), keywords = std::stoul(counts.substr(comma + 1));
    Value callee;
    std::vector<Value> values(positional), names(keywords), named(keywords);
    bool good = value(&callee);
    for (Value& v : values) good &= value(&v);
    for (size_t i = 0; i < keywords; ++i) {
      std::string name;
      in_ >> name;
      names[i] = Value::string(name);
      good &= value(&named[i]);
    }
    const Args args{values.data(), static_cast<uint32_t>(positional), names.data(), named.data(),
                    static_cast<uint32_t>(keywords)};
    return good && cx_.call(callee, args, out);
  }

  bool operation(const std::string& symbol, Value* out) {
    Value a, b;
    if (!value(&a) || !value(&b)) return false;
    const BinaryOp op = symbol == "+"    ? BinaryOp::kAdd
                        : symbol == "-"  ? BinaryOp::kSub
                        : symbol == "*"  ? BinaryOp::kMul
                        : symbol == "/"  ? BinaryOp::kDiv
                        : symbol == "//" ? BinaryOp::kFloorDiv
                                         : BinaryOp::kMod;
    return binary(cx_, op, a, b, out);
  }

  bool comparison(const std::string& symbol, Value* out) {
    Value a, b;
    if (!value(&a) || !value(&b)) return false;
    const Compare op = symbol == "=="   ? Compare::kEq
                       : symbol == "!=" ? Compare::kNe
                       : symbol == "<"  ? Compare::kLt
                       : symbol == "<=" ? Compare::kLe
                       : symbol == ">"  ? Compare::kGt
                                        : Compare::kGe;
    bool truth;
    if (!compare(cx_, op, a, b, &truth)) return false;
    // Equal values must hash alike and be equal in a dict, too.
    if (op == Compare::kEq && a.kind() != Kind::kTimeZone &&
        (truth != equal(a, b) || (truth && hash_value(a) != hash_value(b)))) {
      std::cout << "inconsistent equality or hash: ";
    }
    *out = Value::boolean(truth);
    return true;
  }

  bool negation(Value* out) {
    Value a;
    return value(&a) && unary(cx_, UnaryOp::kNeg, a, out);
  }

  bool builtin(const std::string& name, Value* out) {
    Value a, b;
    if (!value(&a)) return false;
    if (name == "abs") return builtin_abs(cx_, Args::of(&a, 1), out);
    if (name == "bool") {
      bool truth;
      if (!truthy(cx_, a, &truth)) return false;
      *out = Value::boolean(truth);
      return true;
    }
    if (name == "str" || name == "repr") {
      std::string text;
      if (name == "str" ? !datetime_str(cx_, a, &text) : !datetime_repr(cx_, a, &text)) return false;
      *out = Value::string(text);
      return true;
    }
    if (!value(&b)) return false;
    const Value both[] = {a, b};
    if (name == "divmod") return builtin_divmod(cx_, Args::of(both, 2), out);
    if (name == "parse_time") return builtin_parse_time(cx_, Args::of(both, 2), out);
    std::string text;
    if (!datetime_format(cx_, a, b.str(), &text)) return false;
    *out = Value::string(text);
    return true;
  }

  bool dict(size_t size, Value* out) {
    auto* made = new DictObj();
    *out = Value::adopt(made);
    bool good = true;
    for (size_t i = 0; i < size; ++i) {
      Value key, item;
      good &= value(&key) && value(&item);
      bool inserted;
      if (good) made->table.find_or_insert(key, &inserted)->value = item;
    }
    return good;
  }

  DriverContext& cx_;
  std::istream& in_;
};

void write_value(Context& cx, const Value& v, std::string* out) {
  switch (v.kind()) {
    case Kind::kNone: *out += "N"; return;
    case Kind::kBool: *out += v.as_bool() ? "T" : "F"; return;
    case Kind::kInt: *out += "i" + to_big(v).str(); return;
    case Kind::kFloat: {
      char text[32];
      std::snprintf(text, sizeof text, "f%a", v.as_float());
      *out += text;
      return;
    }
    case Kind::kStr: *out += "s" + to_hex(v.str()); return;
    case Kind::kTuple: {
      std::string named;
      if (append_named_tuple_repr(v, &named)) *out += named;
      *out += "(";
      for (uint32_t i = 0; i < v.as<TupleObj>()->size; ++i) {
        write_value(cx, v.as<TupleObj>()->items[i], out);
        *out += ",";
      }
      *out += ")";
      return;
    }
    case Kind::kType:
    case Kind::kFunction: *out += "other"; return;
    default:
      if (!datetime_repr(cx, v, out)) *out += "?";
  }
}

int run() {
  DriverContext cx;
  std::string line;
  while (std::getline(std::cin, line)) {
    std::istringstream in(line);
    if (line.starts_with("now ")) {
      cx.now_us = std::stoll(line.substr(4));
      continue;
    }
    cx.clear_error();
    cx.begin_evaluation();
    Value result;
    std::string out;
    if (Evaluator(cx, in).value(&result)) {
      write_value(cx, result, &out);
    } else {
      out = "x " + std::string(exception_name(cx.error().type)) + " " + to_hex(cx.error().text());
    }
    std::cout << out << "\n";
  }
  return 0;
}

}  // namespace
}  // namespace headrace::pylib

int main() {
  std::ios::sync_with_stdio(false);
  return headrace::pylib::run();
}
