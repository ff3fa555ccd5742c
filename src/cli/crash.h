// What happens when headrace itself breaks: a message that asks for a report, and the exit code of a bug.
#pragma once

namespace headrace::cli {

// Aborts (HEADRACE_CHECK), uncaught exceptions, faults and an overflowing stack of the main thread end the
// process with a message and exit code 70; memory or threads that are not to be had end it with exit code 3.
void install_crash_handlers();

}  // namespace headrace::cli
