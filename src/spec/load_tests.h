// `Tests:` of a spec.
#pragma once

#include "spec/load.h"

namespace headrace {

// Reads the tests of each spec of the set, which is otherwise complete: what they expect is checked against
// the aggregates and fields there are.
void load_tests(SpecSet& set, Diagnostics& diagnostics);

}  // namespace headrace
