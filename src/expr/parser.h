// Source text to syntax tree: the whole expression grammar of Python 3.11.
//
// Accepts what compile(text, '', 'eval') accepts, but for: complex literals, `...`, await, yield and async
// for (they have no meaning here), comprehension targets that are attributes or items, and trees of more than
// kTreeDepthMax levels. Errors use CPython's words where a user would look them up.
#pragma once

#include <string_view>

#include "expr/ast.h"
#include "expr/lexer.h"

namespace headrace::expr {

// `source` must be valid WTF-8. False with *error set, positions in bytes of `source`.
bool parse(std::string_view source, Ast* ast, SyntaxError* error);

}  // namespace headrace::expr
