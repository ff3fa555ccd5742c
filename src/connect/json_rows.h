// Results as the lines that Blurr prints: ["key", {fields}] for a block, ["identity", [rows]] for an
// identity's rows.
#pragma once

#include <string>

#include "engine/result.h"
#include "plan/plan.h"

namespace headrace {

void append_block_line(const StreamPlan& plan, const KeyState& state, const SavedRow& row, std::string* out);
void append_rows_line(const IdentityResult& result, std::string* out);

}  // namespace headrace
