
#include <algorithm>
#include <string>
#include <vector>

#include "data/number_text.h"
#include "pylib/builtins.h"
#include "pylib/module.h"
#include "pylib/number/number.h"
#include "pylib/number/test_numbers.h"
#include "pylib/operators.h"
#include "pylib/type.h"
#include "pylib/type_tables.h"

namespace headrace::pylib::test {
namespace {

// Reads values off the front of a text.
class Reader {
 public:
  explicit Reader(std::string_view text) : text_(text) {}

  bool done() const { return text_.empty(); }
  bool take(std::string_view token) {
    while (text_.starts_with(' ')) text_.remove_prefix(1);
    if (!text_.starts_with(token)) return false;
    text_.remove_prefix(token.size());
    return true;
  }
  // The name of a keyword argument, or empty.
  std::string_view keyword() {
    take("");
    const size_t end = text_.find_first_not_of("abcdefghijklmnopqrstuvwxyz_");
    if (end == 0 || end == text_.npos || text_[end] != '=') return {};
    const std::string_view name = text_.substr(0, end);
    text_.remove_prefix(end + 1);
    return name;
  }
  Value value() {
    if (take("[")) return make_list(items("]"));
    if (take("(")) {
      const Values all = items(")");
      TupleObj* tuple = TupleObj::make(static_cast<uint32_t>(all.size()));
      std::copy(all.begin(), all.end(), tuple->items);
      return Value::adopt(tuple);
    }
    const bool bytes = take("b'");
    if (bytes || take("'")) {
      const size_t end = text_.find('\'');
      const std::string_view body = text_.substr(0, end);
      text_.remove_prefix(end + 1);
      return bytes ? Value::bytes(body) : Value::string(body);
    }
    const size_t end = std::min(text_.find_first_of(",])"), text_.size());
    const std::string_view word = text_.substr(0, end);
    text_.remove_prefix(end);
    return number(word);
  }

 private:
  Values items(std::string_view close) {
    Values all;
    while (!take(close)) {
      all.push_back(value());
      take(",");
    }
    return all;
  }
  static Value number(std::string_view word) {
    Value v;
    double d = 0;
    if (word == "None") return v;
    if (word == "True" || word == "False") return Value::boolean(word == "True");
    if (parse_int(word, 10, &v) == IntText::kOk) return v;
    HEADRACE_CHECK(parse_float(word, &d));
    return Value::real(d);
  }

  std::string_view text_;
};

constexpr std::string_view kBinary[] = {"+", "-", "*", "/", "//", "%", "**", "@", "<<", ">>", "&", "|", "^"};
constexpr std::string_view kCompare[] = {"==", "!=", "<", "<=", ">", ">="};
constexpr std::string_view kUnary[] = {"-", "+", "~", "not"};

template <typename Op, size_t n>
bool find_symbol(const std::string_view (&symbols)[n], std::string_view symbol, Op* op) {
  const auto* it = std::find(symbols, symbols + n, symbol);
  *op = static_cast<Op>(it - symbols);
  return it != symbols + n;
}

std::string answer(Context& cx, bool ok, const Value& v) { return ok ? text_of(v) : cx.error().text(); }

constexpr FunctionDef kFunctions[] = {
    {"abs", builtin_abs}, {"bin", builtin_bin}, {"divmod", builtin_divmod}, {"hex", builtin_hex},
    {"oct", builtin_oct}, {"pow", builtin_pow}, {"round", builtin_round},
};

bool call_method(Context& cx, std::string_view name, Args args, Value* out) {
  const Value& self = args[0];
  ++args.values;
  --args.count;
  for (const MethodDef& method : self.is_float() ? float_methods() : int_methods()) {
    if (name == method.name) return method.fn(cx, self, args, out);
  }
  for (const AttributeDef& attribute : self.is_float() ? float_attributes() : int_attributes()) {
    if (name == attribute.name) return attribute.fn(cx, self, out);
  }
  HEADRACE_CHECK(!"a method of that name");
  return false;
}

bool call_named(Context& cx, std::string_view name, const Args& args, Value* out) {
  if (name[0] == '.') return call_method(cx, name.substr(1), args, out);
  if (name == "int") return as_type(int_type()).spec().construct(cx, args, out);
  if (name == "float") return as_type(float_type()).spec().construct(cx, args, out);
  if (name == "bool") return as_type(bool_type()).spec().construct(cx, args, out);
  const FunctionDef* def = find_function(kFunctions, name);
  if (name.starts_with("math.")) def = math_module().as<NativeModule>()->find_function(name.substr(5));
  if (name.starts_with("statistics."))
    def = statistics_module().as<NativeModule>()->find_function(name.substr(11));
  HEADRACE_CHECK(def);
  return def->fn(cx, args, out);
}

}  // namespace

bool NumberContext::call(const Value& callable, const Args& args, Value* out) {
  return callable.as<NativeObject>()->call(*this, args, out);
}

Value value_of(std::string_view text) { return Reader(text).value(); }

std::string text_of(const Value& v) {
  std::string out;
  switch (v.kind()) {
    case Kind::kNone: return "None";
    case Kind::kBool: return v.as_bool() ? "True" : "False";
    case Kind::kInt: return append_int(v, &out) ? out : "an int of many digits";
    case Kind::kFloat: append_float(v.as_float(), &out); return out;
    case Kind::kStr: return "'" + std::string(v.str()) + "'";
    case Kind::kBytes: return "b'" + std::string(v.bytes_view()) + "'";
    default: break;
  }
  const bool list = v.kind() == Kind::kList;
  HEADRACE_CHECK(list || v.kind() == Kind::kTuple);
  const size_t n = list ? v.as<ListObj>()->items.size() : v.as<TupleObj>()->size;
  const Value* items = list ? v.as<ListObj>()->items.data() : v.as<TupleObj>()->items;
  for (size_t i = 0; i < n; ++i) out += (i > 0 ? ", " : "") + text_of(items[i]);
  return list ? "[" + out + "]" : "(" + out + ")";
}

std::string operate(std::string_view a, std::string_view op, std::string_view b) {
  NumberContext cx;
  const Value x = value_of(a), y = value_of(b);
  Value out;
  BinaryOp binary_op;
  Compare compare_op;
  if (find_symbol(kBinary, op, &binary_op)) return answer(cx, binary(cx, binary_op, x, y, &out), out);
  HEADRACE_CHECK(find_symbol(kCompare, op, &compare_op));
  bool truth = false;
  const bool ok = compare(cx, compare_op, x, y, &truth);
  return answer(cx, ok, Value::boolean(truth));
}

std::string operate(std::string_view op, std::string_view v) {
  NumberContext cx;
  Value out;
  UnaryOp unary_op;
  HEADRACE_CHECK(find_symbol(kUnary, op, &unary_op));
  return answer(cx, unary(cx, unary_op, value_of(v), &out), out);
}

std::string call(std::string_view function, std::string_view arguments) {
  NumberContext cx;
  Values values, names, keywords;
  Reader reader(arguments);
  while (!reader.done()) {
    const std::string_view keyword = reader.keyword();
    if (!keyword.empty()) names.push_back(Value::string(keyword));
    (keyword.empty() ? values : keywords).push_back(reader.value());
    reader.take(",");
  }
  const Args args{values.data(), static_cast<uint32_t>(values.size()), names.data(), keywords.data(),
                  static_cast<uint32_t>(names.size())};
  Value out;
  return answer(cx, call_named(cx, function, args, &out), out);
}

}  // namespace headrace::pylib::test
