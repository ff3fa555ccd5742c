// What kinds the result of an operation can have, from the kinds of its operands. Errors are not results.
#pragma once

#include <optional>
#include <string>
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

// Why an operation fails whatever the values are, by their kinds alone, as Python says it; and what was
// probably meant. None where some value may do.
struct Refusal {
  std::string text;
  std::string hint;
};
std::optional<Refusal> refused_operands(pylib::BinaryOp op, KindSet left, KindSet right);
std::optional<Refusal> refused_attribute(const AttributeSite& site, KindSet owner);
std::optional<Refusal> refused_call(const AttributeSite& site, KindSet receiver);

// The names of Python's types, in the order of Kind.
std::vector<std::string_view> kind_names(KindSet kinds);
// A call of the type of this name.
KindSet constructed_kinds(std::string_view type);

}  // namespace headrace::expr
