// Lambdas, comprehensions, generator expressions.

#include <algorithm>

#include "expr/compiler_impl.h"

namespace headrace::expr {

// Gathers the cells that a function captures behind `first`, and makes it.
Operand Compiler::closure(Op op, std::unique_ptr<Code> code, FunctionScope* scope, uint16_t first,
                          uint16_t want) {
  for (Variable* v : scope->captures) emit(Op::kMove, reserve(1), variable_register(*v));
  function_->code->functions.push_back(std::move(code));
  emit(op, want, first, static_cast<uint16_t>(function_->code->functions.size() - 1));
  return {want, kind_set(op == Op::kMakeFunction ? Kind::kFunction : Kind::kIterator)};
}

Operand Compiler::lambda(const Lambda& node, uint16_t want) {
  using PKind = Parameter::Kind;
  const uint16_t to = target(want);
  Temporaries temporaries(this);
  FunctionScope* scope = symbols_.function_of(node);

  // Defaults, in parameter order, evaluated outside.
  const auto defaults = std::count_if(node.parameters.begin(), node.parameters.end(),
                                      [](const Parameter& p) { return p.fallback != nullptr; });
  const uint16_t first = reserve(static_cast<uint16_t>(defaults));
  uint16_t at = first;
  for (const Parameter& p : node.parameters) {
    if (!p.fallback) continue;
    Temporaries inner(this);
    expression(*p.fallback, at++);
  }

  begin_function(scope);
  ParameterInfo& info = function_->code->parameters;
  // Named parameters first, then *args, then **kwargs.
  const auto& variables = symbols_.declared_by(node);
  const auto place_parameters = [&](auto&& chosen) {
    for (size_t i = 0; i < node.parameters.size(); ++i) {
      if (!chosen(node.parameters[i].kind)) continue;
      variables[i]->index = reserve(1);
      Value name = Value::string(node.parameters[i].name);
      make_immortal(name);
      info.names.push_back(std::move(name));
    }
  };
  place_parameters([](PKind k) { return k == PKind::kPositionalOnly || k == PKind::kPlain; });
  info.positional = static_cast<uint16_t>(info.names.size());
  place_parameters([](PKind k) { return k == PKind::kKeywordOnly; });
  info.keyword_only = static_cast<uint16_t>(info.names.size() - info.positional);
  for (size_t i = 0; i < node.parameters.size(); ++i) {
    const Parameter& p = node.parameters[i];
    info.positional_only += p.kind == PKind::kPositionalOnly;
    if (p.kind == PKind::kKeywordOnly && p.fallback) info.keyword_defaults.push_back(variables[i]->index);
    if ((p.kind == PKind::kPositionalOnly || p.kind == PKind::kPlain) && p.fallback) ++info.defaults;
  }
  for (PKind kind : {PKind::kVarArgs, PKind::kVarKeywords}) {
    for (size_t i = 0; i < node.parameters.size(); ++i) {
      if (node.parameters[i].kind != kind) continue;
      variables[i]->index = reserve(1);
      (kind == PKind::kVarArgs ? info.has_varargs : info.has_varkeywords) = true;
    }
  }
  function_->code->cells = static_cast<uint16_t>(scope->captures.size());
  function_->first_cell = reserve(function_->code->cells);
  for (Variable* v : variables) {
    if (!v->captured) continue;
    const uint16_t cell = reserve(1);
    emit(Op::kNewCell, cell);
    emit(Op::kSetCell, cell, v->index);
    v->index = cell;
  }
  for (Variable* v : symbols_.walrus_variables(scope)) open_variable(*v);
  emit(Op::kReturn, expression(*node.body, kNoRegister).reg);
  return closure(Op::kMakeFunction, end_function(), scope, first, to);
}

void Compiler::assign_target(const Node& target, uint16_t value) {
  if (target.type == NodeType::kName) {
    assign(*symbols_.variable_of(static_cast<const Name&>(target)), value);
    return;
  }
  const auto& items = static_cast<const Sequence&>(target).items;
  const auto star =
      std::find_if(items.begin(), items.end(), [](Node* n) { return n->type == NodeType::kStarred; });
  Temporaries temporaries(this);
  const uint16_t first = reserve(static_cast<uint16_t>(items.size()));
  if (star == items.end()) {
    emit(Op::kUnpack, first, value, static_cast<uint16_t>(items.size()));
  } else {
    if (items.size() > 255) fail(target, "too many targets");
    const auto before = star - items.begin();
    const auto after = items.end() - star - 1;
    emit(Op::kUnpackStar, first, value, static_cast<uint16_t>(before << 8 | after));
  }
  for (size_t i = 0; i < items.size(); ++i) {
    const Node* item =
        items[i]->type == NodeType::kStarred ? static_cast<const Starred*>(items[i])->value : items[i];
    assign_target(*item, static_cast<uint16_t>(first + i));
  }
}

void Compiler::element(const Comprehension& node, uint16_t result) {
  Temporaries temporaries(this);
  if (node.type == NodeType::kDictComp) {
    const Operand key = expression(*node.key, kNoRegister);
    const Operand value = expression(*node.element, kNoRegister);
    emit(Op::kDictPut, result, key.reg, value.reg);
    return;
  }
  const Operand value = expression(*node.element, kNoRegister);
  const Op op = node.type == NodeType::kListComp  ? Op::kListAppend
                : node.type == NodeType::kSetComp ? Op::kSetAdd
                                                  : Op::kYield;
  if (op == Op::kYield)
    emit(op, value.reg);
  else
    emit(op, result, value.reg);
}

void Compiler::iterate_clause(const Comprehension& node, const ForClause& clause, uint16_t iterator) {
  const Operand iterable = read_only(*clause.iterable);
  if (node.type != NodeType::kSetComp && !is_order_free(node))
    note_set_order(iterable.kinds, *clause.iterable);
  emit(Op::kGetIter, iterator, iterable.reg);
}

// One `for` with its conditions, and all that is inside it.
void Compiler::clause(const Comprehension& node, size_t index, uint16_t result, uint16_t first_iterator) {
  if (index == node.clauses.size()) return element(node, result);
  const ForClause& f = node.clauses[index];
  Temporaries temporaries(this);
  uint16_t iterator = first_iterator;
  if (index > 0) {
    iterator = reserve(1);
    iterate_clause(node, f, iterator);
  }
  const uint16_t item = reserve(1);
  const size_t loop = function_->code->instructions.size();
  const size_t done = emit(Op::kForIter, item, iterator);
  assign_target(*f.target, item);
  std::vector<size_t> skips;
  for (const Node* condition : f.conditions) {
    Temporaries inner(this);
    skips.push_back(emit_jump(Op::kJumpIfFalse, read_only(*condition).reg));
  }
  clause(node, index + 1, result, 0);
  for (size_t skip : skips) land_at(skip, function_->code->instructions.size());
  land_at(emit_jump(Op::kJump), loop);
  land(done);
}

Operand Compiler::comprehension(const Comprehension& node, uint16_t want) {
  const uint16_t to = target(want);
  Temporaries temporaries(this);
  const uint16_t iterator = reserve(1);
  iterate_clause(node, node.clauses[0], iterator);
  const uint16_t result = reserve(1);
  const Kind kind = node.type == NodeType::kListComp  ? Kind::kList
                    : node.type == NodeType::kSetComp ? Kind::kSet
                                                      : Kind::kDict;
  emit(kind == Kind::kList  ? Op::kBuildList
       : kind == Kind::kSet ? Op::kBuildSet
                            : Op::kBuildDict,
       result, 0, 0);
  for (Variable* v : symbols_.declared_by(node)) open_variable(*v);
  clause(node, 0, result, iterator);
  emit(Op::kMove, to, result);
  return {to, kind_set(kind)};
}

Operand Compiler::generator(const Comprehension& node, uint16_t want) {
  const uint16_t to = target(want);
  Temporaries temporaries(this);
  const uint16_t first = reserve(1);
  {
    Temporaries inner(this);  // the captured cells come right behind `first`
    iterate_clause(node, node.clauses[0], first);
  }
  FunctionScope* scope = symbols_.function_of(node);
  begin_function(scope);
  const uint16_t iterator = reserve(1);
  function_->code->cells = static_cast<uint16_t>(scope->captures.size());
  function_->first_cell = reserve(function_->code->cells);
  for (Variable* v : symbols_.declared_by(node)) open_variable(*v);
  clause(node, 0, 0, iterator);
  emit(Op::kReturn, constant(Value()));
  return closure(Op::kMakeGenerator, end_function(), scope, first, to);
}

}  // namespace headrace::expr
