// Comprehensions and generator expressions: loops, and what becomes of each element.

#include <algorithm>

#include "expr/compiler_impl.h"
#include "pylib/builtins.h"

namespace headrace::expr {
namespace {

// The items of a target `a, b` without a starred one; none for a single name.
std::vector<const Node*> parts_of(const Node& target) {
  if (target.type != NodeType::kTuple && target.type != NodeType::kList) return {};
  const auto& items = static_cast<const Sequence&>(target).items;
  if (std::any_of(items.begin(), items.end(), [](Node* n) { return n->type == NodeType::kStarred; }))
    return {};
  return {items.begin(), items.end()};
}

}  // namespace

// --- loops ---

// A call of the builtin of that name with so many plain arguments, or null.
const Call* Compiler::builtin_call(const Node& node, std::string_view name, size_t arguments) {
  if (node.type != NodeType::kCall) return nullptr;
  const auto& call = static_cast<const Call&>(node);
  if (call.function->type != NodeType::kName || !call.keywords.empty() || call.arguments.size() != arguments)
    return nullptr;
  const auto& function = static_cast<const Name&>(*call.function);
  if (function.id != name || symbols_.variable_of(function)) return nullptr;
  if (std::any_of(call.arguments.begin(), call.arguments.end(),
                  [](Node* n) { return n->type == NodeType::kStarred; }))
    return nullptr;
  const Binding b = global(name);
  if (b.what != Binding::What::kValue || !b.value.identical(*pylib::find_builtin(name))) return nullptr;
  return &call;
}

// `for i, x in enumerate(xs)` and `for x, y in zip(xs, ys)` walk xs and ys themselves.
Compiler::Loop Compiler::begin_loop(const Comprehension& node, const ForClause& clause) {
  const std::vector<const Node*> parts = parts_of(*clause.target);
  Loop loop;
  loop.targets = parts;
  const Call* call = parts.size() == 2 ? builtin_call(*clause.iterable, "enumerate", 1) : nullptr;
  loop.counts = call != nullptr;
  if (!call && !parts.empty()) call = builtin_call(*clause.iterable, "zip", parts.size());
  if (call) {
    note_global(global(static_cast<const Name&>(*call->function).id), *call->function);
    for (const Node* argument : call->arguments) {
      loop.walked.push_back(reserve(2));
      Temporaries temporaries(this);
      note_set_order(read_only(*argument, loop.walked.back()).kinds, *argument);
    }
    for (const uint16_t walked : loop.walked) emit(Op::kBeginLoop, walked, walked);
    return loop;
  }
  loop.pairs = parts.size() == 2;
  if (!loop.pairs) loop.targets = {clause.target};
  loop.walked.push_back(reserve(2));
  Temporaries temporaries(this);
  const Operand iterable = read_only(*clause.iterable);
  if (node.type != NodeType::kSetComp && !is_order_free(node))
    note_set_order(iterable.kinds, *clause.iterable);
  emit(Op::kBeginLoop, loop.walked[0], iterable.reg);
  return loop;
}

// A variable's own register, where assigning to it is no more than writing there.
uint16_t Compiler::plain_register(const Node& target) const {
  if (target.type != NodeType::kName) return kNoRegister;
  const Variable& v = *symbols_.variable_of(static_cast<const Name&>(target));
  return v.captured ? kNoRegister : variable_register(v);
}

bool Compiler::is_read_ahead(const Node& target) const {
  return target.type == NodeType::kName && symbols_.variable_of(static_cast<const Name&>(target))->read_ahead;
}

// Where the steps of a loop put what they give, target by target.
std::vector<uint16_t> Compiler::item_registers(const Loop& loop, bool is_only_clause) {
  std::vector<uint16_t> items;
  items.reserve(loop.targets.size());
  for (const Node* target : loop.targets) {
    // zip() gives its items to all of its targets or to none, which shows where one is read ahead.
    const bool waits = loop.walked.size() > 1 && is_read_ahead(*target);
    items.push_back(waits ? kNoRegister : plain_register(*target));
  }
  // A pair stands side by side; a counter must not be what another target writes to.
  if (loop.pairs && (items[0] == kNoRegister || items[1] != items[0] + 1)) {
    const uint16_t first = reserve(2);
    return {first, static_cast<uint16_t>(first + 1)};
  }
  if (loop.counts && items[0] == items[1]) items[1] = kNoRegister;  // takes the name after the counter
  if (loop.counts && (!is_only_clause || items[1] == kNoRegister)) items[0] = kNoRegister;
  for (uint16_t& item : items) {
    if (item == kNoRegister) item = reserve(1);
  }
  return items;
}

// Jumps to `body` where there is another item, and falls through at the end.
void Compiler::step(const Loop& loop, const std::vector<uint16_t>& items, size_t body) {
  if (loop.pairs) return land_at(emit(Op::kForPair, items[0], loop.walked[0]), body);
  std::vector<size_t> ends;
  for (size_t i = 0; i < loop.walked.size(); ++i) {
    const size_t next = emit(Op::kForIter, items[loop.counts + i], loop.walked[i]);
    if (i + 1 == loop.walked.size()) {
      land_at(next, body);
    } else {
      ends.push_back(emit_jump(Op::kJump));
      land(next);
    }
  }
  for (const size_t end : ends) land(end);
}

// One `for` with its conditions, and all that is inside it. The step stands behind the body.
void Compiler::clause(const Comprehension& node, size_t index, const Loop& loop, Sink* sink) {
  const ForClause& f = node.clauses[index];
  Temporaries temporaries(this);
  const std::vector<uint16_t> items = item_registers(loop, node.clauses.size() == 1);
  if (loop.counts) emit(Op::kMove, items[0], constant(Value::integer(-1)));
  if (loop.walked.size() == 1 && node.clauses.size() == 1 && sink->what != Sink::What::kYield)
    emit(Op::kColumns);
  std::vector<size_t> to_step{emit_jump(Op::kJump)};
  const size_t body = function_->code->instructions.size();
  if (loop.counts) emit(Op::kAdd, items[0], items[0], constant(Value::integer(1)));
  for (size_t i = 0; i < items.size(); ++i) {
    if (plain_register(*loop.targets[i]) != items[i]) assign_target(*loop.targets[i], items[i]);
  }
  for (const Node* condition : f.conditions) {
    Temporaries inner(this);
    to_step.push_back(emit_jump(Op::kJumpIfFalse, read_only(*condition).reg));
  }
  if (index + 1 < node.clauses.size()) {
    Temporaries inner(this);
    const Loop next = begin_loop(node, node.clauses[index + 1]);
    clause(node, index + 1, next, sink);
  } else {
    element(node, sink);
  }
  for (const size_t jump : to_step) land(jump);
  step(loop, items, body);
}

// --- elements ---

void Compiler::element(const Comprehension& node, Sink* sink) {
  Temporaries temporaries(this);
  if (sink->what == Sink::What::kDict) {
    const Operand key = expression(*node.key, kNoRegister);
    const Operand value = expression(*node.element, kNoRegister);
    emit(Op::kDictPut, sink->result, key.reg, value.reg);
    return;
  }
  if (sink->what == Sink::What::kAny || sink->what == Sink::What::kAll) {
    const Op op = sink->what == Sink::What::kAny ? Op::kJumpIfTrue : Op::kJumpIfFalse;
    sink->found.push_back(emit_jump(op, read_only(*node.element).reg));
    return;
  }
  const Operand value = expression(*node.element, kNoRegister);
  sink->items |= value.kinds;
  switch (sink->what) {
    case Sink::What::kYield: emit(Op::kYield, value.reg); break;
    case Sink::What::kSet: emit(Op::kSetAdd, sink->result, value.reg); break;
    case Sink::What::kSum: emit(Op::kSum, sink->result, value.reg); break;
    case Sink::What::kMin: emit(Op::kKeepLess, sink->result, value.reg); break;
    case Sink::What::kMax: emit(Op::kKeepGreater, sink->result, value.reg); break;
    default: emit(Op::kListAppend, sink->result, value.reg); break;
  }
}

// Runs all of a comprehension, or of a generator expression in place, into the sink.
void Compiler::run_into(const Comprehension& node, Sink* sink) {
  const Loop loop = begin_loop(node, node.clauses[0]);
  const size_t begin = function_->code->instructions.size();
  begin_sink(*sink);
  for (Variable* v : symbols_.declared_by(node)) open_variable(*v);
  clause(node, 0, loop, sink);
  if (node.type == NodeType::kGeneratorExp)
    function_->code->generators.emplace_back(begin, function_->code->instructions.size());
}

Operand Compiler::comprehension(const Comprehension& node, uint16_t want) {
  const uint16_t to = target(want);
  Temporaries temporaries(this);
  const auto what = node.type == NodeType::kSetComp    ? Sink::What::kSet
                    : node.type == NodeType::kDictComp ? Sink::What::kDict
                                                       : Sink::What::kList;
  Sink sink{what, to};
  run_into(node, &sink);
  const Kind kind = what == Sink::What::kSet    ? Kind::kSet
                    : what == Sink::What::kDict ? Kind::kDict
                                                : Kind::kList;
  return {to, kind_set(kind), what == Sink::What::kDict ? kAnyKind : sink.items};
}

// As a list, where whoever takes it runs it to its end at once.
Operand Compiler::generator(const Comprehension& node, uint16_t want) {
  if (symbols_.runs_in_place(node)) return comprehension(node, want);
  const uint16_t to = target(want);
  Temporaries temporaries(this);
  const uint16_t first = reserve(1);
  {
    Temporaries inner(this);  // the captured cells come right behind `first`
    const Operand iterable = read_only(*node.clauses[0].iterable);
    if (!is_order_free(node)) note_set_order(iterable.kinds, *node.clauses[0].iterable);
    emit(Op::kGetIter, first, iterable.reg);
  }
  FunctionScope* scope = symbols_.function_of(node);
  begin_function(scope);
  Loop loop;
  loop.targets = {node.clauses[0].target};
  loop.walked = {reserve(1)};
  function_->code->cells = static_cast<uint16_t>(scope->captures.size());
  function_->first_cell = reserve(function_->code->cells);
  for (Variable* v : symbols_.declared_by(node)) open_variable(*v);
  Sink sink{Sink::What::kYield, 0};
  clause(node, 0, loop, &sink);
  emit(Op::kReturn, constant(Value()));
  return closure(Op::kMakeGenerator, end_function(), scope, first, to);
}

// --- builtins that run a generator expression in place ---

void Compiler::begin_sink(const Sink& sink) {
  switch (sink.what) {
    case Sink::What::kList: emit(Op::kBuildList, sink.result, 0, 0); break;
    case Sink::What::kSet: emit(Op::kBuildSet, sink.result, 0, 0); break;
    case Sink::What::kDict: emit(Op::kBuildDict, sink.result, 0, 0); break;
    case Sink::What::kSum: emit(Op::kMove, sink.result, constant(Value::integer(0))); break;
    case Sink::What::kMin:
    case Sink::What::kMax: emit(Op::kClear, sink.result); break;
    default: break;
  }
}

// any() and all(): true or false where a jump came from the middle, else the other.
void Compiler::end_search(const Sink& sink) {
  const bool is_any = sink.what == Sink::What::kAny;
  emit(Op::kMove, sink.result, constant(Value::boolean(!is_any)));
  const size_t end = emit_jump(Op::kJump);
  for (const size_t jump : sink.found) land(jump);
  emit(Op::kMove, sink.result, constant(Value::boolean(is_any)));
  land(end);
}

// min() and max(): what they give, or say, when there was no item.
void Compiler::end_selection(const Sink& sink, const Call& node) {
  const size_t found = emit_jump(Op::kJumpIfBound, sink.result);
  if (!node.keywords.empty()) {
    expression(*node.keywords[0].value, sink.result);
  } else {
    Temporaries temporaries(this);
    const uint16_t nothing = reserve(1);
    emit(Op::kBuildList, nothing, 0, 0);
    CallSite site;
    site.positional = 1;
    call_native(*node.function, nothing, std::move(site), sink.result);
  }
  land(found);
}

std::optional<Operand> Compiler::reduction(const Call& node, uint16_t want) {
  if (node.function->type != NodeType::kName || node.arguments.size() != 1 ||
      node.arguments[0]->type != NodeType::kGeneratorExp)
    return std::nullopt;
  const auto& generator = static_cast<const Comprehension&>(*node.arguments[0]);
  static constexpr std::pair<std::string_view, Sink::What> kReductions[] = {
      {"sum", Sink::What::kSum},    {"any", Sink::What::kAny}, {"all", Sink::What::kAll},
      {"min", Sink::What::kMin},    {"max", Sink::What::kMax}, {"list", Sink::What::kList},
      {"tuple", Sink::What::kList}, {"set", Sink::What::kSet}};
  const std::string_view name = static_cast<const Name&>(*node.function).id;
  const auto* found = std::find_if(std::begin(kReductions), std::end(kReductions),
                                   [&](const auto& r) { return r.first == name; });
  if (found == std::end(kReductions) || !symbols_.runs_in_place(generator)) return std::nullopt;
  note_global(global(name), *node.function);
  const uint16_t to = target(want);
  Temporaries temporaries(this);
  Sink sink{found->second, to};
  if (sink.what != Sink::What::kList) order_free_.push_back(&generator);
  run_into(generator, &sink);
  position_ = node.begin;
  if (sink.what == Sink::What::kAny || sink.what == Sink::What::kAll) end_search(sink);
  if (sink.what == Sink::What::kMin || sink.what == Sink::What::kMax) end_selection(sink, node);
  if (name == "tuple") emit(Op::kListToTuple, to, to);
  const KindSet kinds = call_result(*node.function);
  return Operand{to, kinds, kinds == kind_set(Kind::kList) ? sink.items : kAnyKind};
}

}  // namespace headrace::expr
