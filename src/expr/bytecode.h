// Compiled expressions: code for a register machine.
//
// A function's registers are Values: first its parameters, then captured cells, variables and temporaries,
// last the constants, which are put there once. An instruction is an operation and three operands of 16 bits.
// Operands are registers unless the table below says otherwise.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "data/object.h"
#include "data/value.h"
#include "pylib/api.h"

namespace headrace::expr {

// name, operands: d destination register, r register read, i number, j jump (signed, from the next
// instruction), - none.
// clang-format off
#define HEADRACE_OPCODES(X)                                                              \
  X(Move, "dr-")                                                                         \
  X(Clear, "d--") /* unbound */                                                          \
  X(CheckBound, "ri-") /* i: name; NameError when unbound */                             \
  X(JumpIfBound, "rj-")                                                                  \
  X(LoadSlot, "dii") /* bases[i][i] */                                                   \
  X(LoadRecord, "dii") /* bases[i][i], a part of the event: see WrapRecord */            \
  X(LoadMember, "dir") /* namespaces[i], by the name in r */                             \
  X(WrapRecord, "dr-") /* a dict or list out of an event, as the record it is read as */ \
  X(RecordAttr, "drr") /* dict: raw key or None; else attribute */                       \
  X(RecordItem, "drr") /* dict: raw key or None; else item */                            \
  X(GetAttr, "dri") /* i: attribute site */                                              \
  X(GetItem, "drr")                                                                      \
  X(GetSlice, "drr") /* start, stop, step in three registers from the last operand */    \
  X(Add, "drr")                                                                          \
  X(Sub, "drr")                                                                          \
  X(Mul, "drr")                                                                          \
  X(Div, "drr")                                                                          \
  X(FloorDiv, "drr")                                                                     \
  X(Mod, "drr")                                                                          \
  X(Pow, "drr")                                                                          \
  X(MatMul, "drr")                                                                       \
  X(LShift, "drr")                                                                       \
  X(RShift, "drr")                                                                       \
  X(And, "drr")                                                                          \
  X(Or, "drr")                                                                           \
  X(Xor, "drr")                                                                          \
  X(AddFloat, "drr")                                                                     \
  X(SubFloat, "drr")                                                                     \
  X(MulFloat, "drr") /* both proved floats */                                            \
  X(Neg, "dr-")                                                                          \
  X(Pos, "dr-")                                                                          \
  X(Invert, "dr-")                                                                       \
  X(Not, "dr-")                                                                          \
  X(Eq, "drr")                                                                           \
  X(Ne, "drr")                                                                           \
  X(Lt, "drr")                                                                           \
  X(Le, "drr")                                                                           \
  X(Gt, "drr")                                                                           \
  X(Ge, "drr")                                                                           \
  X(In, "drr")                                                                           \
  X(NotIn, "drr")                                                                        \
  X(Is, "drr")                                                                           \
  X(IsNot, "drr") /* one side is None, True or False */                                  \
  X(Jump, "j--")                                                                         \
  X(JumpIfFalse, "rj-")                                                                  \
  X(JumpIfTrue, "rj-")                                                                   \
  X(BuildTuple, "dri")                                                                   \
  X(BuildList, "dri")                                                                    \
  X(BuildSet, "dri")                                                                     \
  X(BuildDict, "dri") /* i items (pairs) from r on */                                    \
  X(ListAppend, "rr-")                                                                   \
  X(SetAdd, "rr-")                                                                       \
  X(DictPut, "rrr")                                                                      \
  X(ListExtend, "rr-")                                                                   \
  X(SetUpdate, "rr-")                                                                    \
  X(DictUpdate, "rr-")                                                                   \
  X(ListToTuple, "dr-")                                                                  \
  X(Sum, "rr-") /* adds as sum() does */                                                 \
  X(KeepLess, "rr-") /* the lesser, as min() does; the first where unbound */            \
  X(KeepGreater, "rr-")                                                                  \
  X(GetIter, "dr-")                                                                      \
  X(BeginLoop, "dr-") /* d and d + 1: what the next two walk; see loop.h */              \
  X(Columns, "i--")   /* walks as much as it can of the loop that begins next; i: column loop */ \
  X(ForIter, "drj")   /* the next item; jumps when there is one */                       \
  X(ForPair, "drj")   /* the next item, unpacked into d and d + 1 */                     \
  X(Unpack, "dri") /* exactly i items into registers from d on */                        \
  X(UnpackStar, "dri") /* i: before << 8 | after the starred one */                      \
  X(Call, "dri") /* function in r, arguments follow; i: call site */                     \
  X(CallNative, "dri") /* arguments from r on; i: call site */                           \
  X(CallMethod, "dri") /* receiver in r, arguments follow; i: call site */               \
  X(CheckMethod, "ri-") /* r as the receiver of a call, before its arguments; i: attribute site */ \
  X(CallSpread, "drr") /* function, list in r; dict in last + 1 */                       \
  X(NewCell, "d--")                                                                      \
  X(GetCell, "dri")                                                                      \
  X(SetCell, "rr-") /* i: name, for unbound cells */                                     \
  X(MakeFunction, "dri") /* defaults, then cells, from r on; i: function */              \
  X(MakeGenerator, "dri") /* iterator, then cells, from r on; i: function */             \
  X(Format, "dri") /* value in r, spec in r + 1; i: conversion character or 0 */         \
  X(BuildString, "dri")                                                                  \
  X(Yield, "r--")                                                                        \
  X(Return, "r--")
// clang-format on

enum class Op : uint16_t {
#define HEADRACE_OP(name, operands) k##name,
  HEADRACE_OPCODES(HEADRACE_OP)
#undef HEADRACE_OP
};

inline bool is_arithmetic(Op op) {
  switch (op) {
    case Op::kAdd:
    case Op::kSub:
    case Op::kMul:
    case Op::kDiv:
    case Op::kFloorDiv:
    case Op::kMod:
    case Op::kAddFloat:
    case Op::kSubFloat:
    case Op::kMulFloat: return true;
    default: return false;
  }
}

// By value: not `is`.
inline bool compares_values(Op op) {
  switch (op) {
    case Op::kEq:
    case Op::kNe:
    case Op::kLt:
    case Op::kLe:
    case Op::kGt:
    case Op::kGe: return true;
    default: return false;
  }
}

struct Instruction {
  Op op;
  uint16_t a = 0, b = 0, c = 0;
};

// A method or attribute name with what it finds in each type, looked up once.
struct AttributeSite {
  static constexpr size_t kTypes = static_cast<size_t>(kKindCount) * 4;
  static size_t index(const Value& v) {
    return static_cast<size_t>(v.kind()) * 4 + (v.is_heap() ? static_cast<size_t>(v.obj()->flavor) : 0);
  }
  Value name;
  std::array<const pylib::MethodDef*, kTypes> methods{};
  std::array<const pylib::AttributeDef*, kTypes> attributes{};

  explicit AttributeSite(std::string_view attribute);
};

struct CallSite {
  uint16_t positional = 0;
  Values keywords;         // names; their values follow the positional arguments
  uint16_t attribute = 0;  // CallMethod: index into Code::attributes
  // CallNative: what to call, and the function behind it.
  Value callee;
  pylib::FunctionFn native = nullptr;
};

// What LoadMember chooses from.
struct MemberTable {
  struct Member {
    std::string name;
    uint16_t base, offset;
  };
  std::string title;
  std::vector<Member> members;
};

struct ParameterInfo {
  Values names;  // all parameters that have a name, in register order
  uint16_t positional_only = 0;
  uint16_t positional = 0;  // positional-only and plain ones
  uint16_t keyword_only = 0;
  bool has_varargs = false;                // the register after the named ones
  bool has_varkeywords = false;            // the next one
  uint16_t defaults = 0;                   // of the last positional ones
  std::vector<uint16_t> keyword_defaults;  // registers of keyword-only parameters with a default
};

// The body of a loop for column_loop.h, its registers told apart: those that hold something else at each turn
// are columns.
struct ColumnLoop {
  struct Place {
    uint16_t index;  // of a column or of a register
    bool is_column;
  };
  struct Step {
    Op op;
    uint16_t to;  // the column or, of a step without columns, the register; of the last step its container
    Place left, right;
  };

  static constexpr uint16_t kNoCounter = UINT16_MAX;

  uint16_t walk = 0;              // the two registers of the loop, see loop.h
  bool pairs = false;             // items are a dict's keys and values
  uint16_t counter = kNoCounter;  // enumerate(): the register that counts
  uint16_t columns = 0;           // the items, or keys and values; then the counter; then results
  std::vector<Step> steps;        // the last one takes what the body gave
};

// One function: the expression itself, a lambda, a generator. Immutable after compiling; any thread may run
// it.
struct Code {
  uint32_t id = 0;  // unique in the process: names the frame pool of a machine
  std::vector<Instruction> instructions;
  std::vector<uint32_t> positions;  // source byte offset of each instruction
  Values constants;                 // immortal
  uint16_t registers = 0;           // without the constants
  uint16_t cells = 0;               // captured from outside; in registers after the parameters
  ParameterInfo parameters;
  std::vector<CallSite> calls;
  std::vector<AttributeSite> attributes;
  std::vector<MemberTable> namespaces;
  std::vector<std::unique_ptr<Code>> functions;
  std::vector<ColumnLoop> column_loops;
  // Instructions [first, second) are the body of a generator expression that runs in place.
  std::vector<std::pair<size_t, size_t>> generators;

  size_t frame_size() const { return registers + constants.size(); }
};

// The code as text, a line an instruction; for tests and `explain`.
std::string disassemble(const Code& code);

}  // namespace headrace::expr
