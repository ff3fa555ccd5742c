// Which variable each name of an expression is: Python's scoping rules, decided before code is made.
//
// The expression, each lambda and each generator expression is a function with registers of its own. List,
// set and dict comprehensions run inside the function around them, with variables of their own, and so do
// generator expressions that a builtin runs to the end before it does anything else, as in `sum(x for ...)`.
// A variable that a function inside uses lives in a cell.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "expr/ast.h"
#include "expr/lexer.h"

namespace headrace::expr {

struct FunctionScope;

struct Variable {
  std::string name;
  FunctionScope* owner;
  bool captured = false;      // by a function inside: lives in a cell
  bool is_parameter = false;  // set from the start
  bool rebound = false;       // by an assignment expression
  bool ahead = false;         // of a later `for` than the one being looked at
  bool read_ahead = false;    // [y for x in a if y for y in b]: the first time y is not set
  uint16_t index = 0;         // its register in the owner, given by the compiler
  // May be read before it is set.
  bool maybe_unbound() const { return (rebound || read_ahead) && !is_parameter; }
};

struct FunctionScope {
  const Node* node;  // null: the expression itself
  FunctionScope* parent;
  std::vector<Variable*> captures;  // variables of enclosing functions, in cell order
};

class Symbols {
 public:
  // False with *error for what Python's compiler refuses (rebinding a comprehension variable...).
  // `is_builtin`: whether a name that is no variable is a builtin's.
  bool analyze(const Node& root, const std::function<bool(std::string_view)>& is_builtin, SyntaxError* error);

  // Null: a global name.
  Variable* variable_of(const Name& name) const;
  // The variables that a lambda's parameters or a comprehension's targets make, in order of appearance.
  const std::vector<Variable*>& declared_by(const Node& node) const;
  FunctionScope* function_of(const Node& node) const { return functions_.at(&node).get(); }
  bool runs_in_place(const Node& generator) const { return in_place_.contains(&generator); }
  FunctionScope* top() { return &top_; }
  // Variables that assignment expressions make in a function.
  const std::vector<Variable*>& walrus_variables(const FunctionScope* function) const;

 private:
  struct Block {
    Block* parent;
    FunctionScope* function;
    bool is_comprehension;
    std::unordered_map<std::string_view, Variable*> variables;
  };

  bool visit(const Node& node, Block* block);
  bool visit_comprehension(const Comprehension& node, Block* block);
  bool visit_lambda(const Lambda& node, Block* block);
  const Node* consumed_generator(const Call& call, const Block* block) const;
  bool visit_walrus(const NamedExpr& node, Block* block);
  bool declare_targets(const Node& target, Block* block, std::vector<Variable*>* declared);
  void reach_targets(const Node& target);
  void declare_walruses(const Node& node, Block* block);
  void resolve(const Name& name, Block* block);
  Variable* declare(std::string_view name, Block* block);
  bool fail(const Node& node, std::string message);

  FunctionScope top_{nullptr, nullptr, {}};
  std::vector<std::unique_ptr<Variable>> variables_;
  std::vector<std::unique_ptr<Block>> blocks_;
  std::unordered_map<const Node*, std::unique_ptr<FunctionScope>> functions_;
  std::unordered_map<const Name*, Variable*> names_;
  std::unordered_map<const Node*, std::vector<Variable*>> declared_;
  std::unordered_map<const FunctionScope*, std::vector<Variable*>> walruses_;
  std::unordered_set<const Node*> in_place_;
  const std::function<bool(std::string_view)>* is_builtin_ = nullptr;
  SyntaxError* error_ = nullptr;
  bool in_iterable_ = false;
};

}  // namespace headrace::expr
