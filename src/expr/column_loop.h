// Loops over columns. A comprehension such as `n * 2 for n in l if n % 2` does the same to every item, so
// each of its operations can go over many items before the next one begins: what an operation costs besides
// its work is paid once for all of them, and kinds are checked once.
//
// The instruction Columns stands before a loop of bytecode whose body is made of everyday operations. It
// takes items as long as they are what it expects, ints of 64 bits, floats or texts, and leaves the loop as
// the bytecode would have left it after as many turns. Before the first item that is anything else, whose
// result would overflow, fail or end the loop it stops, and the bytecode goes on there. So it decides nothing
// by itself.
#pragma once

#include "data/context.h"
#include "expr/bytecode.h"
#include "expr/machine.h"

namespace headrace::expr {

inline constexpr uint16_t kColumnsMax = 12;

// Finds the loops behind the instructions Columns of finished code, and takes away those that stand before
// another kind of loop.
void find_column_loops(Code* code);

// Takes what items it can. Never fails.
void run_columns(Context& cx, const ColumnLoop& loop, const Inputs& inputs, Value* frame);

}  // namespace headrace::expr
