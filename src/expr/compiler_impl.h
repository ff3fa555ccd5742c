// The compiler's class, shared by compiler.cpp (names, functions) and its parts: compile_expression.cpp
// (operators, displays), compile_attribute.cpp, compile_call.cpp, compile_function.cpp (lambdas) and
// compile_comprehension.cpp. Everyone else includes compiler.h.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "expr/ast.h"
#include "expr/bytecode.h"
#include "expr/compiler.h"
#include "expr/symbols.h"

namespace headrace::expr {

inline constexpr uint16_t kNoRegister = UINT16_MAX;
// While a function is being compiled its constants are numbered from here.
inline constexpr uint16_t kConstantBase = 0x8000;
// Registers, call sites and the like of one function: an operand has sixteen bits.
inline constexpr size_t kPartsMax = 16'384;

uint32_t next_code_id();
const char* operand_pattern(Op op);

// The text of a constant string, or null; *storage keeps it.
const std::string* constant_string(const Node& node, std::string* storage);

// Where a value is and what it can be.
struct Operand {
  uint16_t reg;
  KindSet kinds = kAnyKind;
  KindSet items = kAnyKind;  // of a list's elements
};

// A part of an event, reached by constant keys: kept raw while more keys follow.
struct RecordPath {
  bool is_record = false;
  Operand value{0};
};

class Compiler {
 public:
  Compiler(Scope& scope, Symbols& symbols, Program* program, SyntaxError* error);
  bool program(const Node& root);

 private:
  struct FunctionState {
    FunctionState* outer;
    FunctionScope* scope;
    std::unique_ptr<Code> code;
    uint16_t next = 0, high = 0;  // next free register, registers used at most
    uint16_t first_cell = 0;
  };
  // Frees the temporaries taken since.
  class Temporaries {
   public:
    explicit Temporaries(Compiler* c) : function_(c->function_), mark_(function_->next) {}
    ~Temporaries() { function_->next = mark_; }

   private:
    FunctionState* function_;
    uint16_t mark_;
  };

  void begin_function(FunctionScope* scope);
  std::unique_ptr<Code> end_function();
  uint16_t reserve(uint16_t n);
  // Whether so many values can stand in registers side by side; fails where they cannot.
  bool fits(const Node& node, size_t count);
  // The index of what has been put into a table of the function's.
  template <typename Part>
  uint16_t last_of(const std::vector<Part>& parts) {
    if (parts.size() > kPartsMax) fail(0, 0, "the expression is too large");
    return static_cast<uint16_t>(parts.size() - 1);
  }
  uint16_t constant(Value v);
  uint16_t name_constant(std::string_view name);
  size_t emit(Op op, uint16_t a = 0, uint16_t b = 0, uint16_t c = 0);
  size_t emit_jump(Op op, uint16_t condition = 0);
  void land(size_t jump);
  void land_at(size_t jump, size_t target);
  uint16_t attribute_site(std::string_view name);
  // `known`: the names that would be right.
  Operand fail(uint32_t begin, uint32_t end, std::string message, std::vector<std::string> known = {});
  Operand fail(const Node& node, std::string message) {
    return fail(node.begin, node.end, std::move(message));
  }
  uint16_t target(uint16_t want);
  Operand place(Operand value, uint16_t want);

  // Compiles a node. The result is in `want` when that is given; otherwise anywhere, perhaps in a variable's
  // or constant's own register, which must not be written.
  Operand expression(const Node& node, uint16_t want);
  Operand name(const Name& node, uint16_t want);
  Binding global(std::string_view name);
  static std::string nearest(std::string_view word, const std::vector<std::string>& known);
  std::string meant_by(const std::string& word);
  Operand unknown_name(const Name& node);
  Operand binding(const Binding& b, const Node& node, uint16_t want);
  uint16_t variable_register(const Variable& v) const;
  Operand variable(const Variable& v, const Name& node, uint16_t want);
  void assign(const Variable& v, uint16_t value);
  void open_variable(Variable& v);

  Operand named(const NamedExpr& node, uint16_t want);
  Operand boolean(const BoolOp& node, uint16_t want);
  Operand binary(const BinOp& node, uint16_t want);
  Operand unary(const UnaryOp& node, uint16_t want);
  Operand conditional(const IfExp& node, uint16_t want);
  Operand compare(const Compare& node, uint16_t want);
  Operand compare_pair(CompareOp op, const Node& left_node, Operand left, const Node& right_node,
                       Operand right, uint16_t want);
  Operand dict(const Dict& node, uint16_t want);
  static size_t end_of_pairs(const std::vector<DictItem>& items, size_t begin);
  void pairs(const std::vector<DictItem>& items, size_t begin, size_t end, uint16_t to);
  Operand display(const Sequence& node, uint16_t want);
  Operand call(const Call& node, uint16_t want);
  Operand method_call(const Call& node, const Attribute& method, uint16_t want);
  Operand spread_call(const Call& node, uint16_t want);
  Operand constant_getattr(const Call& node, uint16_t want, bool* done);
  void call_arguments(const Call& node, uint16_t first, CallSite* site);
  // A function or type of ours that the compiler knows; false for others. Its arguments stand from `first`
  // on.
  std::optional<Value> constant_timedelta(const Call& node);
  bool native_function(const Node& function, Value* callee, pylib::FunctionFn* native);
  bool call_native(const Node& function, uint16_t first, CallSite site, uint16_t to);
  KindSet call_result(const Node& function);
  void note_clock(const Node& function);
  // Where the items of a set get an order that the result shows.
  bool is_order_free(const Node& node) const;
  void note_set_order(KindSet kinds, const Node& node);
  void copy_list(uint16_t from, uint16_t to);
  Operand load_slot(const Binding& slot, const Node& node, uint16_t to);
  void note_read(uint16_t base, uint16_t offset, const Node& node);
  void note_global(const Binding& b, const Node& node);
  Operand attribute(const Attribute& node, uint16_t want);
  Operand subscript(const Subscript& node, uint16_t want);
  Operand dynamic_member(const Binding& parent, const Node& index, uint16_t to);
  uint16_t slice_bounds(const Slice& node);
  // A global function, module or type, or an attribute of one.
  bool constant_value(const Node& node, Value* out);
  Operand joined(const JoinedStr& node, uint16_t want);
  Operand formatted(const FormattedValue& node, uint16_t want);
  // Of an attribute that is no constant_value(): whether it is that of a module or type, which then has no
  // such. That is noted.
  bool lacks_attribute(const Attribute& node);
  // Part of an expression that fails for every event: the first is kept, for the case that all of it does.
  void note_failure(const Node& node, std::string why, std::string hint = "");
  // A path of constant keys into the event; is_record false when the node is none.
  RecordPath record_path(const Node& node);
  // As expression(), for contexts that only look into the value (index, compare, iterate): no copy of a
  // record or of a list that is fresh at each use.
  Operand read_only(const Node& node, uint16_t want = kNoRegister);
  bool is_record(const Node& node);
  bool is_fresh(const Node& node) { return namespace_member(node).fresh; }
  Operand redirect(Operand value, uint16_t want);
  Operand wrapped(const RecordPath& path, uint16_t to);
  // Resolves `a.b.c` of namespaces; kUnknown when the node is not one, after fail() when a member is missing.
  Binding namespace_member(const Node& node);
  Binding member_of(const Binding& parent, std::string_view name, const Node& node, uint32_t name_begin);

  Operand lambda(const Lambda& node, uint16_t want);
  // A `for` clause: what it walks, a pair of registers each, and what takes the items.
  struct Loop {
    std::vector<uint16_t> walked;  // several: zip()
    std::vector<const Node*> targets;
    bool counts = false;  // enumerate(): the first target takes a number
    bool pairs = false;   // each item is unpacked into two targets
  };
  // What becomes of a comprehension's elements.
  struct Sink {
    enum class What : uint8_t { kList, kSet, kDict, kYield, kSum, kAny, kAll, kMin, kMax };
    What what;
    uint16_t result;
    KindSet items = 0;
    std::vector<size_t> found = {};  // any(), all(): jumps out of the middle
  };
  Operand comprehension(const Comprehension& node, uint16_t want);
  Operand generator(const Comprehension& node, uint16_t want);
  // sum(... for ...) and others that run their generator expression in place.
  std::optional<Operand> reduction(const Call& node, uint16_t want);
  const Call* builtin_call(const Node& node, std::string_view name, size_t arguments);
  Loop begin_loop(const Comprehension& node, const ForClause& clause);
  uint16_t plain_register(const Node& target) const;
  bool is_read_ahead(const Node& target) const;
  std::vector<uint16_t> item_registers(const Loop& loop, bool is_only_clause);
  void step(const Loop& loop, const std::vector<uint16_t>& items, size_t body);
  void clause(const Comprehension& node, size_t index, const Loop& loop, Sink* sink);
  void element(const Comprehension& node, Sink* sink);
  void run_into(const Comprehension& node, Sink* sink);
  void begin_sink(const Sink& sink);
  void end_search(const Sink& sink);
  void end_selection(const Sink& sink, const Call& node);
  void assign_target(const Node& target, uint16_t value);
  Operand closure(Op op, std::unique_ptr<Code> code, FunctionScope* scope, uint16_t first, uint16_t want);

  Scope& scope_;
  Symbols& symbols_;
  Program* program_;
  SyntaxError* error_;
  FunctionState* function_ = nullptr;
  uint32_t position_ = 0;
  // Whether the event as a whole, or a fresh list, is handed to something that could change it.
  bool record_may_change_ = true;
  // Arguments of functions to which the order of their items is all the same, as sorted().
  std::vector<const Node*> order_free_;

  friend class Temporaries;
};

}  // namespace headrace::expr
