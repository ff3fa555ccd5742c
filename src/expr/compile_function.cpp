// Lambdas, and what assigns to targets.

#include <algorithm>

#include "expr/compiler_impl.h"

namespace headrace::expr {

// Gathers the cells that a function captures behind `first`, and makes it.
Operand Compiler::closure(Op op, std::unique_ptr<Code> code, FunctionScope* scope, uint16_t first,
                          uint16_t want) {
  for (Variable* v : scope->captures) emit(Op::kMove, reserve(1), variable_register(*v));
  function_->code->functions.push_back(std::move(code));
  emit(op, want, first, last_of(function_->code->functions));
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
  if (!fits(target, items.size())) return;
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

}  // namespace headrace::expr
