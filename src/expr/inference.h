// What kinds the result of an operation can have, from the kinds of its operands. Errors are not results.
#pragma once

#include <string_view>
#include <vector>

#include "data/value.h"
#include "expr/bytecode.h"
#include "pylib/operators.h"

namespace headrace::expr {

KindSet binary_kinds(pylib::BinaryOp op, KindSet left, KindSet right);
KindSet unary_kinds(pylib::UnaryOp op, KindSet operand);
// A method called on a receiver of these kinds.
KindSet method_kinds(const AttributeSite& site, KindSet receiver);
// The names of Python's types, in the order of Kind.
std::vector<std::string_view> kind_names(KindSet kinds);
// A call of the type of this name.
KindSet constructed_kinds(std::string_view type);

}  // namespace headrace::expr
