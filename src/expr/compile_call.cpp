// Calls: of functions, of methods, with spread arguments.

#include <algorithm>
#include <array>
#include <optional>

#include "data/no_calls.h"
#include "expr/children.h"
#include "expr/compiler_impl.h"
#include "expr/inference.h"
#include "pylib/builtins.h"
#include "pylib/function.h"
#include "pylib/module.h"
#include "pylib/type.h"

namespace headrace::expr {
namespace {

// Methods of dict that leave it as it is: a record need not be copied for them.
constexpr std::array<std::string_view, 4> kDictReaders = {"get", "items", "keys", "values"};

// Builtins that look at an argument without keeping or changing it: a record need not be copied for them.
constexpr std::array<std::string_view, 14> kReaders = {"len",  "sum",    "min",   "max", "any",
                                                       "all",  "sorted", "int",   "str", "float",
                                                       "bool", "list",   "tuple", "set"};

// But for those that they give back, or hand to a function: the values that max() chooses from, and sum()'s
// start.
bool hands_on(std::string_view reader, const Call& node, size_t argument) {
  if (reader == "min" || reader == "max") return node.arguments.size() > 1;
  return reader == "sum" && argument > 0;
}

// What gives a set's items one after the other, and what does not care about the order in which it gets them.
constexpr std::array<std::string_view, 11> kOrderKeepers = {
    "enumerate", "filter", "format", "iter", "list", "map", "next", "repr", "str", "tuple", "zip"};
constexpr std::array<std::string_view, 9> kOrderFree = {"all", "any", "frozenset", "len", "max",
                                                        "min", "set", "sorted",    "sum"};

constexpr std::array<std::string_view, 2> kOrderKeepingMethods = {"extend", "join"};

template <size_t n>
bool contains(const std::array<std::string_view, n>& words, std::string_view word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

template <size_t n>
bool is_method(const Call& node, const std::array<std::string_view, n>& names) {
  return node.function->type == NodeType::kAttribute &&
         contains(names, static_cast<const Attribute&>(*node.function).name);
}

bool holds_call(const Node& node) {
  bool found = node.type == NodeType::kCall;
  for_each_child(node, [&](const Node& child) { found = found || holds_call(child); });
  return found;
}

// Whether arguments may change something before the call, so that a missing method must fail before them.
bool calls_in_arguments(const Call& node) {
  return std::any_of(node.arguments.begin(), node.arguments.end(),
                     [](const Node* argument) { return holds_call(*argument); }) ||
         std::any_of(node.keywords.begin(), node.keywords.end(),
                     [](const Keyword& keyword) { return holds_call(*keyword.value); });
}

}  // namespace

void Compiler::call_arguments(const Call& node, uint16_t first, CallSite* site) {
  Value callee;
  const bool is_name = node.function->type == NodeType::kName;
  const std::string_view function =
      is_name ? std::string_view(static_cast<const Name&>(*node.function).id) : std::string_view();
  const bool reader = contains(kReaders, function) && constant_value(*node.function, &callee) &&
                      callee.identical(*pylib::find_builtin(function));
  const bool ordered =
      (contains(kOrderKeepers, function) || is_method(node, kOrderKeepingMethods)) && !is_order_free(node);
  uint16_t at = first;
  for (const Node* argument : node.arguments) {
    Temporaries temporaries(this);
    if (contains(kOrderFree, function)) order_free_.push_back(argument);
    const bool looks = reader && !hands_on(function, node, static_cast<size_t>(at - first));
    const Operand value = looks ? read_only(*argument, at) : expression(*argument, at);
    if (ordered) note_set_order(value.kinds, *argument);
    ++at;
  }
  site->positional = static_cast<uint16_t>(node.arguments.size());
  for (const Keyword& keyword : node.keywords) {
    Temporaries temporaries(this);
    expression(*keyword.value, at++);
    Value name = Value::string(keyword.name);
    make_immortal(name);
    site->keywords.push_back(std::move(name));
  }
}

Operand Compiler::call(const Call& node, uint16_t want) {
  const bool spread = std::any_of(node.arguments.begin(), node.arguments.end(),
                                  [](Node* n) { return n->type == NodeType::kStarred; }) ||
                      std::any_of(node.keywords.begin(), node.keywords.end(),
                                  [](const Keyword& k) { return k.name.empty(); });
  if (spread) return spread_call(node, want);
  bool done = false;
  const Operand member = constant_getattr(node, want, &done);
  if (done) return member;
  Value constant_callee;
  if (node.function->type == NodeType::kAttribute && !constant_value(*node.function, &constant_callee) &&
      namespace_member(*node.function).what == Binding::What::kUnknown) {
    return method_call(node, static_cast<const Attribute&>(*node.function), want);
  }
  if (const auto reduced = reduction(node, want)) return *reduced;
  if (const auto duration = constant_timedelta(node))
    return place({constant(*duration), kind_set(Kind::kTimeDelta)}, want);
  if (!fits(node, 1 + node.arguments.size() + node.keywords.size())) return {0};
  const uint16_t to = target(want);
  Temporaries temporaries(this);
  const auto count = static_cast<uint16_t>(1 + node.arguments.size() + node.keywords.size());
  const uint16_t first = reserve(count);
  CallSite site;
  pylib::FunctionFn native;
  if (native_function(*node.function, &site.callee, &native)) {
    note_global(Binding::constant(site.callee), *node.function);
    call_arguments(node, first, &site);
    position_ = node.begin;
    call_native(*node.function, first, std::move(site), to);
    note_clock(*node.function);
    return {to, call_result(*node.function)};
  }
  const Operand function = expression(*node.function, first);
  call_arguments(node, static_cast<uint16_t>(first + 1), &site);
  position_ = node.begin;
  function_->code->calls.push_back(std::move(site));
  emit(Op::kCall, to, first, last_of(function_->code->calls));
  note_clock(*node.function);
  return {to, function.kinds == 0 ? 0 : call_result(*node.function)};
}

// `timedelta(days=30)` is made once, where it can be.
std::optional<Value> Compiler::constant_timedelta(const Call& node) {
  Value callee;
  if (!constant_value(*node.function, &callee) || callee.kind() != Kind::kType) return std::nullopt;
  const pylib::TypeSpec& type = pylib::as_type(callee).spec();
  if (type.name != std::string_view("timedelta")) return std::nullopt;
  Values names, values;
  const auto take = [&values](const Node& argument) {
    if (argument.type != NodeType::kConstant) return false;
    values.push_back(static_cast<const Constant&>(argument).value);
    return true;
  };
  for (const Node* const argument : node.arguments) {
    if (!take(*argument)) return std::nullopt;
  }
  const size_t positional = values.size();
  for (const Keyword& keyword : node.keywords) {
    if (!take(*keyword.value)) return std::nullopt;
    names.push_back(Value::string(keyword.name));
  }
  const Args args{values.data(), static_cast<uint32_t>(positional), names.data(), values.data() + positional,
                  static_cast<uint32_t>(names.size())};
  NoCalls cx;
  Value result;
  if (!type.construct(cx, args, &result) || result.is_heap()) return std::nullopt;
  note_global(Binding::constant(callee), *node.function);
  return result;
}

bool Compiler::native_function(const Node& function, Value* callee, pylib::FunctionFn* native) {
  if (!constant_value(function, callee)) return false;
  if (callee->kind() == Kind::kType)
    *native = pylib::as_type(*callee).spec().construct;
  else
    *native = callee->kind() == Kind::kFunction ? pylib::native_function(*callee) : nullptr;
  return *native != nullptr;
}

bool Compiler::call_native(const Node& function, uint16_t first, CallSite site, uint16_t to) {
  if (!native_function(function, &site.callee, &site.native)) return false;
  function_->code->calls.push_back(std::move(site));
  emit(Op::kCallNative, to, first, last_of(function_->code->calls));
  return true;
}

Operand Compiler::method_call(const Call& node, const Attribute& method, uint16_t want) {
  if (!fits(node, 1 + node.arguments.size() + node.keywords.size())) return {0};
  const uint16_t to = target(want);
  Temporaries temporaries(this);
  const auto count = static_cast<uint16_t>(1 + node.arguments.size() + node.keywords.size());
  const uint16_t first = reserve(count);
  const bool reads =
      contains(kDictReaders, method.name) || (method.name == "copy" && is_record(*method.value));
  const bool is_lacking = lacks_attribute(method);
  const Operand receiver = reads ? read_only(*method.value, first) : expression(*method.value, first);
  if (method.name == "pop") note_set_order(receiver.kinds, node);
  CallSite site;
  site.attribute = attribute_site(method.name);
  if (calls_in_arguments(node)) emit(Op::kCheckMethod, first, site.attribute);
  call_arguments(node, static_cast<uint16_t>(first + 1), &site);
  position_ = node.begin;
  function_->code->calls.push_back(std::move(site));
  emit(Op::kCallMethod, to, first, last_of(function_->code->calls));
  if (is_lacking || receiver.kinds == 0) return {to, 0};
  const AttributeSite& called = function_->code->attributes[function_->code->calls.back().attribute];
  if (const auto refusal = refused_call(called, receiver.kinds)) {
    note_failure(node, refusal->text, refusal->hint);
    return {to, 0};
  }
  return {to, method_kinds(called, receiver.kinds)};
}

// f(*args, **kwargs): the arguments are gathered in a list and a dict.
Operand Compiler::spread_call(const Call& node, uint16_t want) {
  const uint16_t to = target(want);
  Temporaries temporaries(this);
  const uint16_t function = reserve(1);
  const uint16_t arguments = reserve(2);
  const auto keywords = static_cast<uint16_t>(arguments + 1);
  expression(*node.function, function);
  emit(Op::kBuildList, arguments, 0, 0);
  emit(Op::kBuildDict, keywords, 0, 0);
  for (const Node* argument : node.arguments) {
    Temporaries inner(this);
    if (argument->type == NodeType::kStarred) {
      emit(Op::kListExtend, arguments, read_only(*static_cast<const Starred*>(argument)->value).reg);
    } else {
      emit(Op::kListAppend, arguments, expression(*argument, kNoRegister).reg);
    }
  }
  for (size_t i = 0; i < node.keywords.size();) {
    Temporaries inner(this);
    if (node.keywords[i].name.empty()) {
      emit(Op::kDictUpdate, keywords, expression(*node.keywords[i++].value, kNoRegister).reg, 1);
      continue;
    }
    // Named ones up to the next `**` come in together; none may be there already.
    const uint16_t named = i == 0 ? keywords : reserve(1);
    if (i > 0) emit(Op::kBuildDict, named, 0, 0);
    for (; i < node.keywords.size() && !node.keywords[i].name.empty(); ++i) {
      Temporaries one(this);
      const uint16_t value = expression(*node.keywords[i].value, kNoRegister).reg;
      emit(Op::kDictPut, named, constant(Value::string(node.keywords[i].name)), value);
    }
    if (named != keywords) emit(Op::kDictUpdate, keywords, named, 1);
  }
  position_ = node.begin;
  emit(Op::kCallSpread, to, function, arguments);
  note_clock(*node.function);
  return {to, call_result(*node.function)};
}

// getattr(aggregate, 'field'): an aggregate is no value, so the call is decided here.
Operand Compiler::constant_getattr(const Call& node, uint16_t want, bool* done) {
  std::string key;
  if (node.function->type != NodeType::kName || static_cast<const Name&>(*node.function).id != "getattr" ||
      node.arguments.size() < 2 || node.arguments.size() > 3 || !node.keywords.empty()) {
    return {0};
  }
  const Binding parent = namespace_member(*node.arguments[0]);
  if (parent.what != Binding::What::kNamespace || !constant_string(*node.arguments[1], &key)) return {0};
  *done = true;
  const Binding b = member_of(parent, key, node, node.arguments[1]->begin);
  if (node.arguments.size() == 3) {  // not taken, but it may fail
    Temporaries temporaries(this);
    expression(*node.arguments[2], kNoRegister);
  }
  return b.what == Binding::What::kUnknown ? Operand{0} : binding(b, node, want);
}

KindSet Compiler::call_result(const Node& function) {
  Value callee;
  if (!constant_value(function, &callee)) return kAnyKind;
  if (callee.kind() == Kind::kType) return constructed_kinds(pylib::as_type(callee).spec().name);
  if (function.type == NodeType::kName) {
    const pylib::FunctionDef* def = pylib::find_builtin_function(static_cast<const Name&>(function).id);
    const Value* builtin = pylib::find_builtin(static_cast<const Name&>(function).id);
    if (def && builtin && builtin->identical(callee)) return def->result;
  }
  return kAnyKind;
}

// Calls whose result is not a function of the event are worth a word.
void Compiler::note_clock(const Node& function) {
  if (function.type != NodeType::kAttribute) return;
  const auto& a = static_cast<const Attribute&>(function);
  if (a.name != "now" && a.name != "utcnow" && a.name != "today") return;
  Value owner;
  if (!constant_value(*a.value, &owner) || owner.kind() != Kind::kType) return;
  program_->notices.push_back({"clock", "the result hangs on the run's clock, not on the event alone",
                               "the event's own time is 'time'", function.begin, function.end});
}

bool Compiler::is_order_free(const Node& node) const {
  return std::find(order_free_.begin(), order_free_.end(), &node) != order_free_.end();
}

void Compiler::note_set_order(KindSet kinds, const Node& node) {
  if (kinds != kind_set(Kind::kSet)) return;
  program_->notices.push_back({"set-order", "the result hangs on the order of a set's items",
                               "it is the order in which they were added, which Python does not promise; "
                               "sorted(...) gives one that both have",
                               node.begin, node.end});
}

}  // namespace headrace::expr
