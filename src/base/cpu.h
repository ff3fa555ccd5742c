// What the processor can do.
#pragma once

namespace headrace {

// Whether functions for the instruction sets AVX2, BMI and LZCNT may be called. HEADRACE_CPU=baseline in the
// environment denies it, so that tests reach what other processors run.
bool has_avx2();

}  // namespace headrace
