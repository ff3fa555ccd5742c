#include "expr/symbols.h"

#include <algorithm>

#include "expr/children.h"

namespace headrace::expr {
namespace {

const std::vector<Variable*> kNone;

bool is_comprehension(NodeType t) { return t >= NodeType::kListComp && t <= NodeType::kGeneratorExp; }

}  // namespace

bool Symbols::analyze(const Node& root, const std::function<bool(std::string_view)>& is_builtin,
                      SyntaxError* error) {
  error_ = error;
  is_builtin_ = &is_builtin;
  blocks_.push_back(std::make_unique<Block>(Block{nullptr, &top_, false, {}}));
  declare_walruses(root, blocks_.back().get());
  return visit(root, blocks_.back().get());
}

Variable* Symbols::variable_of(const Name& name) const {
  auto it = names_.find(&name);
  return it == names_.end() ? nullptr : it->second;
}

const std::vector<Variable*>& Symbols::declared_by(const Node& node) const {
  auto it = declared_.find(&node);
  return it == declared_.end() ? kNone : it->second;
}

const std::vector<Variable*>& Symbols::walrus_variables(const FunctionScope* function) const {
  auto it = walruses_.find(function);
  return it == walruses_.end() ? kNone : it->second;
}

bool Symbols::fail(const Node& node, std::string message) {
  *error_ = {std::move(message), node.begin, node.end};
  return false;
}

Variable* Symbols::declare(std::string_view name, Block* block) {
  if (auto it = block->variables.find(name); it != block->variables.end()) return it->second;
  variables_.push_back(std::make_unique<Variable>(Variable{std::string(name), block->function}));
  Variable* v = variables_.back().get();
  block->variables.emplace(v->name, v);
  return v;
}

// A walrus binds in the function around it, past comprehensions: the names are known before any use is
// resolved.
void Symbols::declare_walruses(const Node& node, Block* block) {
  if (node.type == NodeType::kLambda) {  // the body is a function of its own, the defaults are not
    for (const Parameter& p : static_cast<const Lambda&>(node).parameters) {
      if (p.fallback) declare_walruses(*p.fallback, block);
    }
    return;
  }
  if (node.type == NodeType::kNamedExpr) {
    Variable* v = declare(static_cast<const NamedExpr&>(node).target->id, block);
    v->rebound = true;
    auto& all = walruses_[block->function];
    if (!v->is_parameter && std::find(all.begin(), all.end(), v) == all.end()) all.push_back(v);
  }
  for_each_child(node, [&](const Node& child) { declare_walruses(child, block); });
}

void Symbols::resolve(const Name& name, Block* block) {
  for (Block* b = block; b; b = b->parent) {
    auto it = b->variables.find(name.id);
    if (it == b->variables.end()) continue;
    Variable* v = it->second;
    names_[&name] = v;
    v->read_ahead = v->read_ahead || v->ahead;
    // Every function between the use and the owner passes the cell on.
    for (FunctionScope* f = block->function; f != v->owner; f = f->parent) {
      v->captured = true;
      if (std::find(f->captures.begin(), f->captures.end(), v) == f->captures.end()) f->captures.push_back(v);
    }
    return;
  }
}

bool Symbols::visit(const Node& node, Block* block) {
  if (node.type == NodeType::kName) {
    resolve(static_cast<const Name&>(node), block);
    return true;
  }
  if (node.type == NodeType::kNamedExpr) return visit_walrus(static_cast<const NamedExpr&>(node), block);
  if (node.type == NodeType::kLambda) return visit_lambda(static_cast<const Lambda&>(node), block);
  if (is_comprehension(node.type)) return visit_comprehension(static_cast<const Comprehension&>(node), block);
  if (node.type == NodeType::kCall) {
    if (const Node* generator = consumed_generator(static_cast<const Call&>(node), block))
      in_place_.insert(generator);
  }
  bool ok = true;
  for_each_child(node, [&](const Node& child) { ok = ok && visit(child, block); });
  return ok;
}

// The generator expression that is all a call is given, where the callee takes all its elements before it
// does anything else. Keywords are evaluated before the first element: only those that do nothing then are
// let in.
const Node* Symbols::consumed_generator(const Call& call, const Block* block) const {
  if (call.arguments.size() != 1 || call.arguments[0]->type != NodeType::kGeneratorExp) return nullptr;
  const Node* generator = call.arguments[0];
  if (call.function->type == NodeType::kAttribute) {
    const auto& method = static_cast<const Attribute&>(*call.function);
    const bool joins = method.name == "join" && call.keywords.empty() &&
                       method.value->type == NodeType::kConstant &&
                       static_cast<const Constant&>(*method.value).value.is_str();
    return joins ? generator : nullptr;
  }
  if (call.function->type != NodeType::kName) return nullptr;
  const std::string& name = static_cast<const Name&>(*call.function).id;
  const auto is_constant = [&](const Keyword& k) {
    return k.value->type == NodeType::kConstant &&
           (name == "sorted" ? k.name == "reverse" : (name == "min" || name == "max") && k.name == "default");
  };
  if (!std::all_of(call.keywords.begin(), call.keywords.end(), is_constant)) return nullptr;
  static constexpr std::string_view kConsumers[] = {"all", "any", "list",   "max",  "min",
                                                    "set", "sum", "sorted", "tuple"};
  if (std::find(std::begin(kConsumers), std::end(kConsumers), name) == std::end(kConsumers)) return nullptr;
  for (const Block* b = block; b; b = b->parent) {
    if (b->variables.contains(name)) return nullptr;
  }
  return (*is_builtin_)(name) ? generator : nullptr;
}

bool Symbols::visit_walrus(const NamedExpr& node, Block* block) {
  if (in_iterable_) {
    return fail(node, "assignment expression cannot be used in a comprehension iterable expression");
  }
  for (Block* b = block; b->is_comprehension; b = b->parent) {
    if (b->variables.contains(node.target->id)) {
      return fail(node, "assignment expression cannot rebind comprehension iteration variable '" +
                            node.target->id + "'");
    }
  }
  resolve(*node.target, block);
  return visit(*node.value, block);
}

bool Symbols::visit_lambda(const Lambda& node, Block* block) {
  for (const Parameter& p : node.parameters) {
    if (p.fallback && !visit(*p.fallback, block)) return false;
  }
  auto& function = functions_[&node];
  function = std::make_unique<FunctionScope>(FunctionScope{&node, block->function, {}});
  blocks_.push_back(std::make_unique<Block>(Block{block, function.get(), false, {}}));
  Block* inner = blocks_.back().get();
  auto& declared = declared_[&node];
  for (const Parameter& p : node.parameters) {
    declared.push_back(declare(p.name, inner));
    declared.back()->is_parameter = true;
  }
  declare_walruses(*node.body, inner);
  return visit(*node.body, inner);
}

bool Symbols::declare_targets(const Node& target, Block* block, std::vector<Variable*>* declared) {
  switch (target.type) {
    case NodeType::kName: {
      Variable* v = declare(static_cast<const Name&>(target).id, block);
      if (std::find(declared->begin(), declared->end(), v) == declared->end()) declared->push_back(v);
      names_[&static_cast<const Name&>(target)] = v;
      return true;
    }
    case NodeType::kStarred:
      return declare_targets(*static_cast<const Starred&>(target).value, block, declared);
    default:
      for (const Node* item : static_cast<const Sequence&>(target).items) {
        if (!declare_targets(*item, block, declared)) return false;
      }
      return true;
  }
}

// The variables of a `for` are set from here on.
void Symbols::reach_targets(const Node& target) {
  switch (target.type) {
    case NodeType::kName: names_.at(&static_cast<const Name&>(target))->ahead = false; break;
    case NodeType::kStarred: reach_targets(*static_cast<const Starred&>(target).value); break;
    default:
      for (const Node* item : static_cast<const Sequence&>(target).items) reach_targets(*item);
  }
}

bool Symbols::visit_comprehension(const Comprehension& node, Block* block) {
  // The first iterable belongs to the scope outside.
  bool saved = std::exchange(in_iterable_, true);
  bool ok = visit(*node.clauses[0].iterable, block);
  in_iterable_ = saved;
  if (!ok) return false;

  FunctionScope* function = block->function;
  if (node.type == NodeType::kGeneratorExp && !runs_in_place(node)) {
    auto& owned = functions_[&node];
    owned = std::make_unique<FunctionScope>(FunctionScope{&node, block->function, {}});
    function = owned.get();
  }
  blocks_.push_back(std::make_unique<Block>(Block{block, function, true, {}}));
  Block* inner = blocks_.back().get();
  auto& declared = declared_[&node];
  for (const ForClause& clause : node.clauses) {
    if (!declare_targets(*clause.target, inner, &declared)) return false;
  }
  for (Variable* v : declared) v->ahead = true;
  for (size_t i = 0; i < node.clauses.size(); ++i) {
    if (i > 0) {
      saved = std::exchange(in_iterable_, true);
      ok = visit(*node.clauses[i].iterable, inner);
      in_iterable_ = saved;
      if (!ok) return false;
    }
    reach_targets(*node.clauses[i].target);
    for (const Node* condition : node.clauses[i].conditions) {
      if (!visit(*condition, inner)) return false;
    }
  }
  return (!node.key || visit(*node.key, inner)) && visit(*node.element, inner);
}

}  // namespace headrace::expr
