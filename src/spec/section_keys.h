// Which keys each section of a spec may have.
#pragma once

#include <span>
#include <string_view>

#include "spec/section.h"

namespace headrace {

std::span<const std::string_view> section_keys(SectionKind kind);

// A section that has this key, where `kind` does not; empty when none does. "an activity aggregate"
std::string_view section_with_key(std::string_view key);

// Keys whose value is an expression.
bool is_expression_key(std::string_view key);

}  // namespace headrace
