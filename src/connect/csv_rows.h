// Results as rows of CSV, with CR LF at their ends.
#pragma once

#include <cstdint>
#include <string>

#include "data/context.h"
#include "data/value.h"
#include "plan/plan.h"
#include "state/key_state.h"

namespace headrace {

// Blocks of one aggregate: its slots are the columns, under their names. None is an empty cell, times are ISO
// text, booleans true and false, containers JSON.
void append_block_header(const AggregatePlan& plan, std::string* out);
void append_block_row(const AggregatePlan& plan, const std::vector<Value>& slots, std::string* out);

// A cell as Python's csv module writes the value: None as an empty cell, anything else as str(value).
void append_python_cell(Context& cx, const Value& value, std::string* out);

// Ends a row whose cells were appended with commas between. `begin`: where it began.
void end_csv_row(size_t begin, std::string* out);

}  // namespace headrace
