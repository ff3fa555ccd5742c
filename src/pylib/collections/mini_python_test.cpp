#include "pylib/collections/mini_python.h"

#include <algorithm>
#include <cctype>
#include <cstdio>

#include "base/unicode.h"
#include "data/number_text.h"
#include "pylib/builtins.h"
#include "pylib/collections/containers.h"
#include "pylib/collections/views.h"
#include "pylib/type.h"

namespace headrace::pylib::mini {
namespace {

// The parameters and the body's text; names are looked up when it runs.
class Lambda final : public NativeObject {
 public:
  Lambda(Names& names, std::vector<std::string> parameters, std::string_view body)
      : NativeObject(Kind::kFunction), names_(names), parameters_(std::move(parameters)), body_(body) {}
  std::string_view type_name() const override { return "function"; }
  bool call(Context& cx, const Args& args, Value* out) override {
    if (args.count != parameters_.size()) return cx.fail(Exc::kTypeError, "wrong number of arguments");
    Names scope = names_;
    for (size_t i = 0; i < parameters_.size(); ++i) scope[parameters_[i]] = args[i];
    return Evaluator(cx, scope, body_).run(out);
  }

 private:
  Names& names_;
  std::vector<std::string> parameters_;
  std::string body_;
};

constexpr std::string_view kComparisons[] = {"==", "!=", "<=", ">=", "<", ">"};
constexpr Compare kCompareOps[] = {Compare::kEq, Compare::kNe, Compare::kLe,
                                   Compare::kGe, Compare::kLt, Compare::kGt};

struct Operator {
  std::string_view token;
  BinaryOp op;
};
// From loosest to tightest.
const std::vector<std::vector<Operator>> kLevels = {
    {{"|", BinaryOp::kOr}},
    {{"^", BinaryOp::kXor}},
    {{"&", BinaryOp::kAnd}},
    {{"+", BinaryOp::kAdd}, {"-", BinaryOp::kSub}},
    {{"*", BinaryOp::kMul}, {"%", BinaryOp::kMod}},
};

bool is_word(char c) { return std::isalnum(static_cast<unsigned char>(c)) || c == '_'; }

const std::map<std::string_view, Value (*)()> kBlurrTypes = {
    {"Map", field_map_type}, {"List", field_list_type}, {"Set", field_set_type}, {"Record", record_type}};

// attempt(function): the result, or the name of the error's class.
class Attempt final : public NativeObject {
 public:
  Attempt() : NativeObject(Kind::kFunction) {}
  std::string_view type_name() const override { return "function"; }
  bool call(Context& cx, const Args& args, Value* out) override {
    if (cx.call(args[0], Args{}, out)) return true;
    *out = Value::string(exception_name(cx.error().type));
    cx.clear_error();
    return true;
  }
};

}  // namespace

bool TestContext::call(const Value& callable, const Args& args, Value* out) {
  if (callable.kind() >= Kind::kFunction) return callable.as<NativeObject>()->call(*this, args, out);
  return fail(Exc::kTypeError, "'{}' object is not callable", Value::string(headrace::type_name(callable)));
}

bool Evaluator::run(Value* out) {
  for (;;) {
    const size_t start = at_;
    const std::string name(word());
    if (!name.empty() && take("=") && !peek("=")) {
      if (!expression(&names_[name])) return false;
    } else {
      at_ = start;
      if (!expression(out)) return false;
    }
    skip_space();
    if (at_ == text_.size()) return true;
    expect(";");
  }
}

void Evaluator::skip_space() {
  while (at_ < text_.size() && text_[at_] == ' ') ++at_;
}

bool Evaluator::peek(std::string_view token) {
  skip_space();
  if (!text_.substr(at_).starts_with(token)) return false;
  const size_t end = at_ + token.size();
  return !is_word(token[0]) || end == text_.size() || !is_word(text_[end]);
}

bool Evaluator::take(std::string_view token) {
  if (!peek(token)) return false;
  at_ += token.size();
  return true;
}

void Evaluator::expect(std::string_view token) {
  if (take(token)) return;
  std::fprintf(stderr, "expected '%.*s' at %zu of: %.*s\n", static_cast<int>(token.size()), token.data(), at_,
               static_cast<int>(text_.size()), text_.data());
  std::abort();
}

std::string_view Evaluator::word() {
  skip_space();
  const size_t start = at_;
  while (at_ < text_.size() && is_word(text_[at_])) ++at_;
  return text_.substr(start, at_ - start);
}

bool Evaluator::comparison(Value* out) {
  if (take("not")) {
    Value v;
    bool truth;
    if (!comparison(&v) || !truthy(cx_, v, &truth)) return false;
    *out = Value::boolean(!truth);
    return true;
  }
  Value left, right;
  if (!binary_level(0, &left)) return false;
  bool result;
  for (size_t i = 0; i < std::size(kComparisons); ++i) {
    if (!take(kComparisons[i])) continue;
    if (!binary_level(0, &right) || !compare(cx_, kCompareOps[i], left, right, &result)) return false;
    *out = Value::boolean(result);
    return true;
  }
  if (take("in")) {
    if (!binary_level(0, &right) || !contains(cx_, right, left, &result)) return false;
    left = Value::boolean(result);
  }
  *out = std::move(left);
  return true;
}

bool Evaluator::binary_level(size_t level, Value* out) {
  if (level == kLevels.size()) return unary(out);
  Value left;
  if (!binary_level(level + 1, &left)) return false;
  for (;;) {
    const Operator* found = nullptr;
    for (const Operator& op : kLevels[level]) {
      if (!found && take(op.token)) found = &op;
    }
    if (!found) break;
    Value right, result;
    if (!binary_level(level + 1, &right) || !binary(cx_, found->op, left, right, &result)) return false;
    left = std::move(result);
  }
  *out = std::move(left);
  return true;
}

bool Evaluator::unary(Value* out) {
  Value v, exponent;
  if (take("-")) return unary(&v) && pylib::unary(cx_, UnaryOp::kNeg, v, out);
  if (!postfix(&v)) return false;
  if (take("**")) return unary(&exponent) && binary(cx_, BinaryOp::kPow, v, exponent, out);
  *out = std::move(v);
  return true;
}

bool Evaluator::postfix(Value* out) {
  Value v;
  if (!atom(&v)) return false;
  for (;;) {
    Value next;
    if (take(".")) {
      if (!get_attribute(cx_, v, word(), &next)) return false;
    } else if (take("(")) {
      Call call;
      if (!arguments(&call)) return false;
      Args args = Args::of(call.values.data(), call.values.size());
      args.keyword_names = call.names.data();
      args.keyword_values = call.keyword_values.data();
      args.keyword_count = static_cast<uint32_t>(call.names.size());
      if (!cx_.call(v, args, &next)) return false;
    } else if (take("[")) {
      if (!subscript(v, &next)) return false;
    } else {
      *out = std::move(v);
      return true;
    }
    v = std::move(next);
  }
}

bool Evaluator::subscript(const Value& container, Value* out) {
  Value parts[3];
  bool is_slice = false;
  for (int i = 0; i < 3; ++i) {
    if (!peek(":") && !peek("]") && !expression(&parts[i])) return false;
    if (!take(":")) break;
    is_slice = true;
  }
  expect("]");
  return is_slice ? get_slice(cx_, container, parts[0], parts[1], parts[2], out)
                  : get_item(cx_, container, parts[0], out);
}

bool Evaluator::arguments(Call* call) {
  while (!take(")")) {
    const size_t start = at_;
    const std::string_view name = word();
    Value v;
    if (!name.empty() && take("=") && !peek("=")) {
      if (!expression(&v)) return false;
      call->names.push_back(Value::string(name));
      call->keyword_values.push_back(v);
    } else {
      at_ = start;
      if (!expression(&v)) return false;
      call->values.push_back(v);
    }
    if (!peek(")")) expect(",");
  }
  return true;
}

bool Evaluator::atom(Value* out) {
  skip_space();
  const char c = at_ < text_.size() ? text_[at_] : '\0';
  if (std::isdigit(static_cast<unsigned char>(c))) return number(out);
  if (c == '\'' || text_.substr(at_).starts_with("b'")) {
    *out = string_literal(c == 'b');
    return true;
  }
  Values list;
  bool comma = false;
  if (take("[")) {
    if (!items(']', &list, &comma)) return false;
    *out = make_list(std::move(list));
    return true;
  }
  if (take("(")) {
    if (!items(')', &list, &comma)) return false;
    if (list.size() == 1 && !comma) {
      *out = list[0];
      return true;
    }
    TupleObj* tuple = TupleObj::make(static_cast<uint32_t>(list.size()));
    std::move(list.begin(), list.end(), tuple->items);
    *out = Value::adopt(tuple);
    return true;
  }
  if (take("{")) return braces(out);
  if (take("lambda")) return lambda(out);
  const std::string_view name = word();
  if (auto it = names_.find(name); it != names_.end()) {
    *out = it->second;
  } else if (auto type = kBlurrTypes.find(name); type != kBlurrTypes.end()) {
    *out = type->second();
  } else if (name == "attempt") {
    *out = Value::adopt(new Attempt());
  } else if (name == "None") {
    *out = Value();
  } else if (name == "True" || name == "False") {
    *out = Value::boolean(name == "True");
  } else {
    const Value* builtin = find_builtin(name);
    if (!builtin) return cx_.fail(Exc::kNameError, "name '{}' is not defined", Value::string(name));
    *out = *builtin;
  }
  return true;
}

bool Evaluator::number(Value* out) {
  const size_t start = at_;
  bool is_float = false;
  while (at_ < text_.size() && (is_word(text_[at_]) || text_[at_] == '.' ||
                                ((text_[at_] == '-' || text_[at_] == '+') && text_[at_ - 1] == 'e'))) {
    is_float |= text_[at_] == '.' || text_[at_] == 'e';
    ++at_;
  }
  const std::string_view digits = text_.substr(start, at_ - start);
  double d;
  if (!is_float) return parse_int(digits, 0, out) == IntText::kOk;
  if (!parse_float(digits, &d)) return false;
  *out = Value::real(d);
  return true;
}

Value Evaluator::string_literal(bool bytes) {
  std::string out;
  for (at_ += bytes ? 2 : 1; text_[at_] != '\''; ++at_) {
    if (text_[at_] != '\\') {
      out += text_[at_];
      continue;
    }
    const char escape = text_[++at_];
    const size_t width = escape == 'x' ? 2 : escape == 'u' ? 4 : 0;
    if (width == 0) {
      out += escape == 'n' ? '\n' : escape;
      continue;
    }
    const auto code =
        static_cast<char32_t>(std::stoul(std::string(text_.substr(at_ + 1, width)), nullptr, 16));
    at_ += width;
    if (bytes) {
      out += static_cast<char>(code);
    } else {
      unicode::append(out, code);
    }
  }
  ++at_;
  return bytes ? Value::bytes(out) : Value::string(out);
}

bool Evaluator::items(char close, Values* out, bool* trailing_comma) {
  const std::string_view end(&close, 1);
  while (!take(end)) {
    Value v;
    if (!expression(&v)) return false;
    out->push_back(v);
    *trailing_comma = take(",");
    if (!*trailing_comma && !peek(end)) expect(",");
  }
  return true;
}

bool Evaluator::braces(Value* out) {
  auto* dict = new DictObj();
  const Value as_dict = Value::adopt(dict);
  auto* set = new SetObj();
  const Value as_set = Value::adopt(set);
  while (!take("}")) {
    Value key, value;
    if (!expression(&key)) return false;
    if (take(":")) {
      if (!expression(&value) || !dict_insert(cx_, dict->table, key, value)) return false;
    } else if (!set_insert(cx_, set->table, key)) {
      return false;
    }
    if (!peek("}")) expect(",");
  }
  *out = set->table.empty() ? as_dict : as_set;
  return true;
}

bool Evaluator::lambda(Value* out) {
  std::vector<std::string> parameters;
  while (!take(":")) {
    parameters.emplace_back(word());
    if (!peek(":")) expect(",");
  }
  // The body ends at the first bracket or comma that it does not open itself.
  const size_t start = at_;
  for (int depth = 0; at_ < text_.size(); ++at_) {
    const char c = text_[at_];
    if (depth == 0 && (c == ',' || c == ')' || c == ']' || c == '}' || c == ';')) break;
    depth += (c == '(' || c == '[' || c == '{') - (c == ')' || c == ']' || c == '}');
  }
  *out = Value::adopt(new Lambda(names_, parameters, text_.substr(start, at_ - start)));
  return true;
}

namespace {

std::string show_text(const Value& v) {
  std::string out = v.is_str() ? "'" : "b'";
  char buffer[16];
  for (const char32_t c :
       v.is_str() ? unicode::decode_all(v.str()) : std::u32string(v.str().begin(), v.str().end())) {
    if (c == '\'' || c == '\\') out += '\\';
    if (c >= 32 && c < 127) {
      out += static_cast<char>(c);
    } else {
      std::snprintf(buffer, sizeof buffer, v.is_str() ? "\\u%04x" : "\\x%02x",
                    static_cast<unsigned>(v.is_str() ? c : static_cast<unsigned char>(c)));
      out += buffer;
    }
  }
  return out + "'";
}

std::string join(Context& cx, const Values& items, bool sorted = false) {
  std::vector<std::string> texts;
  for (const Value& item : items) texts.push_back(show(cx, item));
  if (sorted) std::ranges::sort(texts);
  std::string out;
  for (const std::string& text : texts) out += (out.empty() ? "" : ", ") + text;
  return out;
}

std::string show_container(Context& cx, const Value& v) {
  Values items;
  if (!collect(cx, v, &items)) return "?";
  const bool is_plain = flavor_of(v) == Flavor::kPlain;
  std::string out;
  switch (v.kind()) {
    case Kind::kTuple: return "(" + join(cx, items) + (items.size() == 1 ? ",)" : ")");
    case Kind::kList: out = "[" + join(cx, items) + "]"; break;
    case Kind::kSet: out = "{" + join(cx, items, true) + "}"; break;
    default: {
      std::string entries;
      for (const Value& key : items) {
        entries +=
            (entries.empty() ? "" : ", ") + show(cx, key) + ": " + show(cx, dict_table(v).find(key)->value);
      }
      out = "{" + entries + "}";
    }
  }
  return is_plain ? out : std::string(headrace::type_name(v)) + "(" + out + ")";
}

}  // namespace

std::string show(Context& cx, const Value& v) {
  std::string out;
  switch (v.kind()) {
    case Kind::kNone: return "None";
    case Kind::kBool: return v.as_bool() ? "True" : "False";
    case Kind::kInt: return append_int(v, &out) ? out : "huge";
    case Kind::kFloat: append_float(v.as_float(), &out); return out;
    case Kind::kStr:
    case Kind::kBytes: return show_text(v);
    case Kind::kTuple:
    case Kind::kList:
    case Kind::kDict:
    case Kind::kSet: return show_container(cx, v);
    case Kind::kRange: {
      const auto* r = v.as<RangeObj>();
      return "range(" + show(cx, r->start) + ", " + show(cx, r->stop) + ", " + show(cx, r->step) + ")";
    }
    case Kind::kType: return "<class '" + std::string(as_type(v).spec().name) + "'>";
    default: break;
  }
  out = headrace::type_name(v);
  if (!as_dict_view(v)) return "<" + out + ">";
  Values items;
  return collect(cx, v, &items) ? out + "([" + join(cx, items) + "])" : "?";
}

std::string evaluate(std::string_view text) {
  TestContext cx;
  Names names;
  Value v;
  if (Evaluator(cx, names, text).run(&v)) return show(cx, v);
  return "!" + cx.error().text();
}

}  // namespace headrace::pylib::mini
