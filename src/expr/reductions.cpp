#include "expr/reductions.h"

#include <algorithm>
#include <optional>

#include "expr/column_loop.h"
#include "expr/compiler_impl.h"
#include "pylib/builtins.h"

namespace headrace::expr {
namespace {

std::optional<Reduction::How> how_of(const CallSite& site) {
  static constexpr std::pair<const char*, Reduction::How> kBuiltins[] = {{"sum", Reduction::How::kSum},
                                                                         {"len", Reduction::How::kLen},
                                                                         {"min", Reduction::How::kMin},
                                                                         {"max", Reduction::How::kMax}};
  if (site.positional != 1 || !site.keywords.empty()) return std::nullopt;
  for (const auto& [name, how] : kBuiltins) {
    if (site.callee.identical(*pylib::find_builtin(name))) return how;
  }
  return std::nullopt;
}

// Without inner functions, which have frames of their own.
std::unique_ptr<Code> copy_of(const Code& code) {
  auto copy = std::make_unique<Code>();
  copy->id = next_code_id();
  copy->instructions = code.instructions;
  copy->positions = code.positions;
  copy->constants = code.constants;
  copy->registers = code.registers;
  copy->calls = code.calls;
  copy->attributes = code.attributes;
  copy->namespaces = code.namespaces;
  copy->generators = code.generators;
  return copy;
}

uint16_t place_of(const Reduction& reduction, std::vector<Reduction>* reductions) {
  auto found = std::find(reductions->begin(), reductions->end(), reduction);
  if (found == reductions->end()) found = reductions->insert(found, reduction);
  return static_cast<uint16_t>(found - reductions->begin());
}

// Whether an instruction can be reached otherwise than from the one before.
bool is_jumped_to(const Code& code, size_t wanted) {
  for (size_t i = 0; i < code.instructions.size(); ++i) {
    const Instruction& in = code.instructions[i];
    const char* const operands = operand_pattern(in.op);
    const uint16_t fields[] = {in.a, in.b, in.c};
    for (int k = 0; k < 3; ++k) {
      const auto target = static_cast<ptrdiff_t>(i) + 1 + static_cast<int16_t>(fields[k]);
      if (operands[k] == 'j' && target == static_cast<ptrdiff_t>(wanted)) return true;
    }
  }
  return false;
}

}  // namespace

bool reads_from(const Program& program, uint16_t from) {
  return std::any_of(program.reads.begin(), program.reads.end(),
                     [from](const SlotRead& read) { return read.base >= from; });
}

std::unique_ptr<Program> replace_reductions(const Program& program, uint16_t lists_from, uint16_t results,
                                            std::vector<Reduction>* reductions) {
  if (!reads_from(program, lists_from) || !program.code->functions.empty()) return nullptr;
  std::unique_ptr<Code> code = copy_of(*program.code);
  std::vector<Reduction> found = *reductions;
  std::vector<Instruction>& instructions = code->instructions;
  for (size_t i = 0; i < instructions.size(); ++i) {
    Instruction& load = instructions[i];
    if (load.op != Op::kLoadSlot || load.b < lists_from) continue;
    if (i + 1 == instructions.size() || is_jumped_to(*program.code, i + 1)) return nullptr;
    Instruction& call = instructions[i + 1];
    if (call.op != Op::kCallNative || call.b != load.a) return nullptr;
    const auto how = how_of(code->calls[call.c]);
    if (!how) return nullptr;
    // The call's place is kept, so that jumps stay what they are.
    load = {Op::kLoadSlot, call.a, results, place_of({*how, load.b, load.c}, &found)};
    call = {Op::kMove, call.a, call.a, 0};
  }
  find_column_loops(code.get());
  auto replaced = std::make_unique<Program>();
  replaced->source = program.source;
  replaced->code = std::move(code);
  replaced->find_ways();
  replaced->result = program.result;
  *reductions = std::move(found);
  return replaced;
}

}  // namespace headrace::expr
