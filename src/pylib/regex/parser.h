// Parses a pattern into a syntax tree: Python 3.11's grammar, its errors and their positions.
#pragma once

#include <string_view>

#include "pylib/regex/syntax.h"

namespace headrace::regex {

// Groups nested deeper are refused as CPython does, which runs into its recursion limit near this depth.
inline constexpr int kMaxGroupNesting = 490;

// `pattern` is code points of a str (is_text) or the bytes of a bytes pattern. False: *error says why.
bool parse(std::u32string_view pattern, bool is_text, uint32_t flags, SyntaxTree* tree, CompileError* error);

}  // namespace headrace::regex
