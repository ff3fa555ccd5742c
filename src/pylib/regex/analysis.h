// Finds what the matcher can know before it starts: first sets, a literal prefix, anchors, and repeats that
// never need to give back.
#pragma once

#include "pylib/regex/program.h"

namespace headrace::regex {

// Fills in the hints of a program whose code is complete.
void analyze(Program* program);

}  // namespace headrace::regex
