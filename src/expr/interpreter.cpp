// The interpreter's loop: Machine::run().

#include <algorithm>

#include "expr/arithmetic.h"
#include "expr/closure.h"
#include "expr/column_loop.h"
#include "expr/loop.h"
#include "expr/machine.h"
#include "expr/steps.h"
#include "pylib/collections/reduction.h"
#include "pylib/operators.h"

namespace headrace::expr {
namespace {

using pylib::BinaryOp;
using pylib::UnaryOp;

bool fail_unbound(Context& cx, const Value& name) {
  return cx.fail(Exc::kNameError, "cannot access local variable '{}' where it is not associated with a value",
                 name);
}

// min()'s and max()'s step.
template <typename Relation>
bool keep(Context& cx, const Value& item, Value* best) {
  bool better = is_unbound(*best);
  if (!better && !arithmetic::order<Relation>(cx, item, *best, &better)) return false;
  if (better) *best = item;
  return true;
}

}  // namespace

// A generator expression may not end by a StopIteration, also where it runs in place.
Machine::Outcome Machine::failed(const Code& code, size_t at) {
  if (error_.type != Exc::kStopIteration) [[likely]]
    return Outcome::kFailed;
  for (const auto& [begin, end] : code.generators) {
    if (at >= begin && at < end) {
      fail(Exc::kRuntimeError, "generator raised StopIteration");
      break;
    }
  }
  return Outcome::kFailed;
}

// Each operation ends by going to the next one itself, so that the processor learns what follows what.
Machine::Outcome Machine::run(const Code& code, Value* frame, size_t* resume, Value* out) {
  using namespace arithmetic;
  static constexpr const void* kLabels[] = {
#define HEADRACE_OP(name, operands) &&op_##name,
      HEADRACE_OPCODES(HEADRACE_OP)
#undef HEADRACE_OP
  };
  const Instruction* const start = code.instructions.data();
  const Instruction* in = start + *resume;

#define A frame[in->a]
#define B frame[in->b]
#define C frame[in->c]
#define OP(name) op_##name:
#define GO goto* kLabels[static_cast<size_t>(in->op)]
#define NEXT \
  ++in;      \
  GO
#define JUMP(operand) in += static_cast<int16_t>(operand)
#define TRY(condition)           \
  if (!(condition)) [[unlikely]] \
  return failed(code, static_cast<size_t>(in - start))
#define BINARY(op)                                   \
  TRY(pylib::binary(*this, BinaryOp::op, B, C, &A)); \
  NEXT
#define UNARY(op)                               \
  TRY(pylib::unary(*this, UnaryOp::op, B, &A)); \
  NEXT

  // clang-format off
  GO;
  OP(Move) A = B; NEXT;
  OP(Clear) A = unbound(); NEXT;
  OP(CheckBound) TRY(!is_unbound(A) || fail_unbound(*this, code.constants[in->b])); NEXT;
  OP(JumpIfBound) if (!is_unbound(A)) JUMP(in->b); NEXT;

  OP(LoadSlot) A = inputs_.bases[in->b][in->c]; NEXT;
  OP(LoadRecord) TRY(wrap_record(*this, inputs_.bases[in->b][in->c], &A)); NEXT;
  OP(LoadMember) TRY(load_member(*this, code.namespaces[in->b], C, inputs_, &A)); NEXT;
  OP(WrapRecord) TRY(wrap_record(*this, B, &A)); NEXT;
  OP(RecordAttr) TRY(record_attribute(*this, B, C, &A)); NEXT;
  OP(RecordItem) TRY(item_quickly(B, C, &A) || record_item(*this, B, C, &A)); NEXT;
  OP(GetAttr) TRY(get_attribute(*this, B, code.attributes[in->c], &A)); NEXT;
  OP(GetItem) TRY(item_quickly(B, C, &A) || get_item(*this, B, C, &A)); NEXT;
  OP(GetSlice) TRY(get_slice(*this, B, &C, &A)); NEXT;

  OP(Add) TRY(combine<Add>(*this, B, C, &A)); NEXT;
  OP(Sub) TRY(combine<Sub>(*this, B, C, &A)); NEXT;
  OP(Mul) TRY(combine<Mul>(*this, B, C, &A)); NEXT;
  OP(Div) if (!divide_quickly(B, C, &A)) { TRY(pylib::binary(*this, BinaryOp::kDiv, B, C, &A)); } NEXT;
  OP(FloorDiv) if (!floor_divide_quickly(B, C, &A)) { TRY(pylib::binary(*this, BinaryOp::kFloorDiv, B, C, &A)); } NEXT;
  OP(Mod) if (!remainder_quickly(B, C, &A)) { TRY(pylib::binary(*this, BinaryOp::kMod, B, C, &A)); } NEXT;
  OP(Pow) BINARY(kPow);
  OP(MatMul) BINARY(kMatMul);
  OP(LShift) BINARY(kLShift);
  OP(RShift) BINARY(kRShift);
  OP(And) BINARY(kAnd);
  OP(Or) BINARY(kOr);
  OP(Xor) BINARY(kXor);
  OP(AddFloat) A = Value::real(B.as_float() + C.as_float()); NEXT;
  OP(SubFloat) A = Value::real(B.as_float() - C.as_float()); NEXT;
  OP(MulFloat) A = Value::real(B.as_float() * C.as_float()); NEXT;
  OP(Neg) UNARY(kNeg);
  OP(Pos) UNARY(kPos);
  OP(Invert) UNARY(kInvert);
  OP(Not) { bool is; TRY(truth(*this, B, &is)); A = Value::boolean(!is); } NEXT;

  OP(Eq) TRY(equality<true>(*this, B, C, &A)); NEXT;
  OP(Ne) TRY(equality<false>(*this, B, C, &A)); NEXT;
  OP(Lt) TRY(order<Less>(*this, B, C, &A)); NEXT;
  OP(Le) TRY(order<LessEqual>(*this, B, C, &A)); NEXT;
  OP(Gt) TRY(order<Greater>(*this, B, C, &A)); NEXT;
  OP(Ge) TRY(order<GreaterEqual>(*this, B, C, &A)); NEXT;
  OP(In) { bool is; TRY(pylib::contains(*this, C, B, &is)); A = Value::boolean(is); } NEXT;
  OP(NotIn) { bool is; TRY(pylib::contains(*this, C, B, &is)); A = Value::boolean(!is); } NEXT;
  OP(Is) A = Value::boolean(is_same_singleton(B, C)); NEXT;
  OP(IsNot) A = Value::boolean(!is_same_singleton(B, C)); NEXT;

  OP(Jump) if (static_cast<int16_t>(in->a) < 0) { TRY(charge(1)); } JUMP(in->a); NEXT;
  OP(JumpIfFalse) { bool is; TRY(truth(*this, A, &is)); if (!is) JUMP(in->b); } NEXT;
  OP(JumpIfTrue) { bool is; TRY(truth(*this, A, &is)); if (is) JUMP(in->b); } NEXT;

  OP(BuildTuple) TRY(build_tuple(*this, &B, in->c, &A)); NEXT;
  OP(BuildList) TRY(build_list(*this, &B, in->c, &A)); NEXT;
  OP(BuildSet) TRY(build_set(*this, &B, in->c, &A)); NEXT;
  OP(BuildDict) build_dict(in->c, &A); NEXT;
  OP(ListAppend) TRY(list_append(*this, A.as<ListObj>(), B)); NEXT;
  OP(SetAdd) TRY(set_add(*this, A.as<SetObj>(), B)); NEXT;
  OP(DictPut) TRY(dict_put(*this, A.as<DictObj>(), B, C)); NEXT;
  OP(ListExtend) TRY(list_extend(*this, A.as<ListObj>(), B)); NEXT;
  OP(SetUpdate) TRY(set_update(*this, A.as<SetObj>(), B)); NEXT;
  OP(DictUpdate) TRY(dict_update(*this, A.as<DictObj>(), B, in->c != 0)); NEXT;
  OP(ListToTuple) TRY(list_to_tuple(*this, B, &A)); NEXT;

  OP(Sum) TRY(pylib::add_to(*this, &A, B)); NEXT;
  OP(KeepLess) TRY(keep<Less>(*this, B, &A)); NEXT;
  OP(KeepGreater) TRY(keep<Greater>(*this, B, &A)); NEXT;

  OP(GetIter) TRY(get_iterator(*this, B, &A)); NEXT;
  OP(BeginLoop) TRY(begin_loop(*this, B, &A)); NEXT;
  OP(Columns) run_columns(*this, code.column_loops[in->a], inputs_, frame); NEXT;
  OP(ForIter) {
    const Next next = next_in_loop(*this, &B, &A);
    if (next != Next::kEnd) {
      TRY(next == Next::kItem && charge(1));
      JUMP(in->c);
    }
  } NEXT;
  OP(ForPair) {
    const Next next = next_pair(&B, &A);
    if (next != Next::kEnd) {
      TRY(next == Next::kItem && charge(1));
      JUMP(in->c);
    }
  } NEXT;
  OP(Unpack) TRY(unpack_exactly(Value(B), &A, in->c)); NEXT;
  OP(UnpackStar) TRY(unpack(Value(B), &A, in->c >> 8, in->c & 0xff, true)); NEXT;

  OP(Call) TRY(call_site(code.calls[in->c], &B, &A)); NEXT;
  OP(CallNative) TRY(call_native(code.calls[in->c], &B, &A)); NEXT;
  OP(CallMethod) TRY(call_method(code, code.calls[in->c], &B, &A)); NEXT;
  OP(CheckMethod) TRY(check_method(*this, A, code.attributes[in->b])); NEXT;
  OP(CallSpread) TRY(call_spread(B, &C, &A)); NEXT;

  OP(NewCell) new_cell(&A); NEXT;
  OP(GetCell) A = B.as<Cell>()->value; NEXT;
  OP(SetCell) A.as<Cell>()->value = B; NEXT;
  OP(MakeFunction) A = Value::adopt(new Closure(*this, *code.functions[in->c], &B)); NEXT;
  OP(MakeGenerator) A = Value::adopt(new Generator(*this, *code.functions[in->c], &B)); NEXT;

  OP(Format) TRY(format_field(*this, B, static_cast<char>(in->c), (&B)[1].str(), &A)); NEXT;
  OP(BuildString) TRY(build_string(*this, &B, in->c, &A)); NEXT;

  OP(Yield)
    *out = A;
    *resume = static_cast<size_t>(in + 1 - start);
    return Outcome::kYielded;
  OP(Return)
    if (in->a < code.registers)
      *out = std::move(A);
    else
      *out = A;
    return Outcome::kReturned;
  // clang-format on
#undef A
#undef B
#undef C
#undef OP
#undef GO
#undef NEXT
#undef JUMP
#undef TRY
#undef BINARY
#undef UNARY
}

}  // namespace headrace::expr
