#include "expr/compiler.h"

#include <algorithm>
#include <atomic>

#include "base/spelling.h"
#include "expr/children.h"
#include "expr/column_loop.h"
#include "expr/compiler_impl.h"
#include "expr/parser.h"
#include "pylib/builtins.h"
#include "pylib/module.h"

namespace headrace::expr {

uint32_t next_code_id() {
  static std::atomic<uint32_t> next{0};
  return next++;
}

Compiler::Compiler(Scope& scope, Symbols& symbols, Program* program, SyntaxError* error)
    : scope_(scope), symbols_(symbols), program_(program), error_(error) {}

const std::string* constant_string(const Node& node, std::string* storage) {
  if (node.type != NodeType::kConstant) return nullptr;
  const Value& v = static_cast<const Constant&>(node).value;
  if (!v.is_str()) return nullptr;
  *storage = std::string(v.str());
  return storage;
}

// --- functions under construction ---

void Compiler::begin_function(FunctionScope* scope) {
  auto f = std::make_unique<FunctionState>();
  f->scope = scope;
  f->code = std::make_unique<Code>();
  f->code->id = next_code_id();
  f->outer = function_;
  function_ = f.release();
}

// Puts the constants behind the registers, now that their number is known.
std::unique_ptr<Code> Compiler::end_function() {
  std::unique_ptr<FunctionState> f(function_);
  function_ = f->outer;
  Code& code = *f->code;
  code.registers = f->high;
  if (code.frame_size() >= kConstantBase) fail(0, 0, "the expression is too large");
  for (Instruction& in : code.instructions) {
    const char* operands = operand_pattern(in.op);
    uint16_t* fields[] = {&in.a, &in.b, &in.c};
    for (int i = 0; i < 3; ++i) {
      if ((operands[i] == 'r' || operands[i] == 'd') && *fields[i] >= kConstantBase) {
        *fields[i] = static_cast<uint16_t>(*fields[i] - kConstantBase + code.registers);
      }
    }
  }
  if (error_->message.empty()) find_column_loops(&code);
  return std::move(f->code);
}

uint16_t Compiler::reserve(uint16_t n) {
  const uint16_t first = function_->next;
  function_->next = static_cast<uint16_t>(first + n);
  function_->high = std::max(function_->high, function_->next);
  if (function_->next >= kPartsMax) fail(0, 0, "the expression is too large");
  return first;
}

bool Compiler::fits(const Node& node, size_t count) {
  if (count >= kPartsMax) fail(node, "the expression is too large");
  return count < kPartsMax;
}

uint16_t Compiler::constant(Value v) {
  make_immortal(v);
  auto& all = function_->code->constants;
  for (size_t i = 0; i < all.size(); ++i) {
    // Exactly the same: 1, 1.0 and True differ, and so do 0.0 and -0.0.
    if (all[i].identical(v) || (v.is_str() && all[i].is_str() && all[i].str() == v.str())) {
      return static_cast<uint16_t>(kConstantBase + i);
    }
  }
  if (all.size() >= kConstantBase) fail(0, 0, "the expression is too large");
  all.push_back(std::move(v));
  return static_cast<uint16_t>(kConstantBase + all.size() - 1);
}

size_t Compiler::emit(Op op, uint16_t a, uint16_t b, uint16_t c) {
  function_->code->instructions.push_back({op, a, b, c});
  function_->code->positions.push_back(position_);
  return function_->code->instructions.size() - 1;
}

// A jump whose target is set later by land().
size_t Compiler::emit_jump(Op op, uint16_t condition) { return emit(op, condition); }

void Compiler::land(size_t jump) { land_at(jump, function_->code->instructions.size()); }

void Compiler::land_at(size_t jump, size_t target) {
  const int64_t distance = static_cast<int64_t>(target) - static_cast<int64_t>(jump) - 1;
  if (distance > INT16_MAX || distance < INT16_MIN) fail(0, 0, "the expression is too large");
  Instruction& in = function_->code->instructions[jump];
  const auto encoded = static_cast<uint16_t>(static_cast<int16_t>(distance));
  (in.op == Op::kJump ? in.a : in.op == Op::kForIter || in.op == Op::kForPair ? in.c : in.b) = encoded;
}

uint16_t Compiler::attribute_site(std::string_view name) {
  auto& sites = function_->code->attributes;
  for (size_t i = 0; i < sites.size(); ++i) {
    if (sites[i].name.str() == name) return static_cast<uint16_t>(i);
  }
  sites.emplace_back(name);
  return last_of(sites);
}

Operand Compiler::fail(uint32_t begin, uint32_t end, std::string message, std::vector<std::string> known) {
  if (error_->message.empty()) *error_ = {std::move(message), begin, end, std::move(known)};
  return {0, kAnyKind};
}

// Where a result goes: the wanted register, or a new temporary.
uint16_t Compiler::target(uint16_t want) { return want == kNoRegister ? reserve(1) : want; }

Operand Compiler::place(Operand value, uint16_t want) {
  if (want == kNoRegister || value.reg == want) return value;
  emit(Op::kMove, want, value.reg);
  return {want, value.kinds, value.items};
}

// --- names ---

Operand Compiler::name(const Name& node, uint16_t want) {
  if (Variable* v = symbols_.variable_of(node)) return variable(*v, node, want);
  const Binding b = global(node.id);
  if (b.what == Binding::What::kUnknown) return unknown_name(node);
  return binding(b, node, want);
}

Binding Compiler::global(std::string_view name) {
  Binding b = scope_.lookup(name);
  if (b.what == Binding::What::kUnknown) {
    if (const Value* builtin = pylib::find_builtin(name)) b = Binding::constant(*builtin);
  }
  return b;
}

std::string Compiler::nearest(std::string_view word, const std::vector<std::string>& known) {
  const std::vector<std::string_view> views(known.begin(), known.end());
  return std::string(nearest_spelling(word, views));
}

// What a name was probably meant to be: a constant as other languages spell it, a field without its
// aggregate, or what is spelled much the same.
std::string Compiler::meant_by(const std::string& word) {
  static constexpr std::pair<std::string_view, std::string_view> kConstants[] = {
      {"true", "True"}, {"false", "False"}, {"null", "None"}, {"none", "None"}, {"nil", "None"}};
  for (const auto& [foreign, ours] : kConstants) {
    if (word == foreign) return std::string(ours);
  }
  std::vector<std::string> known = scope_.names();
  for (const std::string& name : known) {
    const Binding owner = scope_.lookup(name);
    if (owner.what != Binding::What::kNamespace) continue;
    const std::vector<std::string> members = owner.members->names();
    if (std::find(members.begin(), members.end(), word) != members.end()) return name + "." + word;
  }
  for (std::string_view n : pylib::builtin_names()) known.emplace_back(n);
  for (const char* constant : {"True", "False", "None"}) known.emplace_back(constant);
  return nearest(word, known);
}

Operand Compiler::unknown_name(const Name& node) {
  std::string message = "unknown name '" + node.id + "'";
  if (const std::string meant = meant_by(node.id); !meant.empty())
    message += "; did you mean '" + meant + "'?";
  return fail(node.begin, node.end, std::move(message), scope_.names());
}

Operand Compiler::binding(const Binding& b, const Node& node, uint16_t want) {
  switch (b.what) {
    case Binding::What::kSlot: {
      const uint16_t to = target(want);
      if (!b.fresh || !record_may_change_) return load_slot(b, node, to);
      Temporaries temporaries(this);
      const uint16_t shared = load_slot(b, node, reserve(1)).reg;
      copy_list(shared, to);
      return {to, b.kinds, b.items};
    }
    case Binding::What::kValue: note_global(b, node); return place({constant(b.value), b.kinds}, want);
    case Binding::What::kRecord: {
      const Binding whole = b.record->whole(record_may_change_);
      return {load_slot(whole, node, target(want)).reg, kind_set(Kind::kDict)};
    }
    default:
      return fail(node.begin, node.end,
                  b.members->title() + " is not a value: read one of its fields, as in '" +
                      program_->source.substr(node.begin, node.end - node.begin) + ".field'");
  }
}

void Compiler::copy_list(uint16_t from, uint16_t to) {
  emit(Op::kBuildList, to, 0, 0);
  emit(Op::kListExtend, to, from);
}

Operand Compiler::load_slot(const Binding& slot, const Node& node, uint16_t to) {
  emit(Op::kLoadSlot, to, slot.base, slot.offset);
  note_read(slot.base, slot.offset, node);
  return {to, slot.kinds, slot.items};
}

void Compiler::note_read(uint16_t base, uint16_t offset, const Node& node) {
  auto& reads = program_->reads;
  const bool known = std::any_of(reads.begin(), reads.end(),
                                 [&](const SlotRead& r) { return r.base == base && r.offset == offset; });
  if (!known) reads.push_back({base, offset, node.begin, node.end});
}

void Compiler::note_global(const Binding& b, const Node& node) {
  std::string name = program_->source.substr(node.begin, node.end - node.begin);
  auto& globals = program_->globals;
  if (std::any_of(globals.begin(), globals.end(), [&](const GlobalUse& g) { return g.name == name; })) return;
  const Node* root = &node;
  while (root->type == NodeType::kAttribute) root = static_cast<const Attribute*>(root)->value;
  const bool imported = root->type == NodeType::kName &&
                        scope_.lookup(static_cast<const Name*>(root)->id).what == Binding::What::kValue;
  globals.push_back({std::move(name), imported, b.value.kind() == Kind::kPyObject, node.begin, node.end});
}

void Compiler::note_failure(const Node& node, std::string why, std::string hint) {
  if (!program_->failure)
    program_->failure = Notice{"never-set", std::move(why), std::move(hint), node.begin, node.end};
}

// The cell or register of a variable, as this function sees it.
uint16_t Compiler::variable_register(const Variable& v) const {
  if (v.owner == function_->scope) return v.index;
  const auto& captures = function_->scope->captures;
  const auto it = std::find(captures.begin(), captures.end(), &v);
  return static_cast<uint16_t>(function_->first_cell + (it - captures.begin()));
}

Operand Compiler::variable(const Variable& v, const Name& node, uint16_t want) {
  const uint16_t home = variable_register(v);
  Operand value{home, kAnyKind};
  if (v.captured) {
    value.reg = target(want);
    emit(Op::kGetCell, value.reg, home, name_constant(v.name));
  } else if (v.rebound) {
    // A later assignment in the same expression must not change what was read.
    value.reg = target(want);
    emit(Op::kMove, value.reg, home);
  }
  if (!v.maybe_unbound()) return place(value, want);
  const Binding outside = v.rebound && v.owner == symbols_.top() ? global(v.name) : Binding();
  if (outside.what == Binding::What::kUnknown || outside.what == Binding::What::kNamespace) {
    emit(Op::kCheckBound, value.reg, name_constant(v.name));
    return place(value, want);
  }
  const size_t bound = emit_jump(Op::kJumpIfBound, value.reg);
  binding(outside, node, value.reg);
  land(bound);
  return place(value, want);
}

uint16_t Compiler::name_constant(std::string_view name) {
  // An index into the constants, not a register.
  return static_cast<uint16_t>(constant(Value::string(name)) - kConstantBase);
}

void Compiler::assign(const Variable& v, uint16_t value) {
  const uint16_t home = variable_register(v);
  if (v.captured)
    emit(Op::kSetCell, home, value);
  else if (home != value)
    emit(Op::kMove, home, value);
}

// Gives a variable of this function its register, and a fresh cell where it needs one.
void Compiler::open_variable(Variable& v) {
  v.index = reserve(1);
  emit(v.captured ? Op::kNewCell : Op::kClear, v.index);
}

// --- programs ---

bool Compiler::program(const Node& root) {
  begin_function(symbols_.top());
  for (Variable* v : symbols_.walrus_variables(symbols_.top())) open_variable(*v);
  const Operand result = expression(root, kNoRegister);
  emit(Op::kReturn, result.reg);
  program_->result = result.kinds;
  if (result.kinds != 0) program_->failure.reset();
  if (root.type == NodeType::kConstant) program_->literal = static_cast<const Constant&>(root).value;
  program_->code = end_function();
  if (!error_->message.empty()) return false;  // the code is not whole then
  program_->find_ways();
  return true;
}

void Program::find_ways() {
  shortcut = find_shortcut(*code);
  const auto calls = [](const Shortcut::Step& step) { return step.op == Op::kCallNative; };
  if (!shortcut || calls(shortcut.only) ||
      std::any_of(shortcut.choices.begin(), shortcut.choices.end(), calls))
    chain = Chain::find(*code);
  first_method = find_first_method(*code);
}

bool Program::uses_python() const {
  return std::any_of(globals.begin(), globals.end(), [](const GlobalUse& g) { return g.foreign; });
}

std::unique_ptr<Program> compile(std::string_view source, Scope& scope, SyntaxError* error) {
  *error = SyntaxError();
  Ast ast;
  if (!parse(source, &ast, error)) return nullptr;
  Symbols symbols;
  const auto is_builtin = [&](std::string_view name) {
    return scope.lookup(name).what == Binding::What::kUnknown && pylib::find_builtin(name);
  };
  if (!symbols.analyze(*ast.root, is_builtin, error)) return nullptr;
  auto program = std::make_unique<Program>();
  program->source = std::string(source);
  Compiler compiler(scope, symbols, program.get(), error);
  if (!compiler.program(*ast.root)) return nullptr;
  return program;
}

AttributeSite::AttributeSite(std::string_view attribute) : name(Value::string(attribute)) {
  make_immortal(name);
  for (size_t i = 0; i < kTypes; ++i) {
    const pylib::TypeDef* type = pylib::type_of(static_cast<Kind>(i / 4), static_cast<Flavor>(i % 4));
    if (!type) continue;
    methods[i] = pylib::find_method(*type, attribute);
    attributes[i] = pylib::find_attribute(*type, attribute);
  }
}

}  // namespace headrace::expr
