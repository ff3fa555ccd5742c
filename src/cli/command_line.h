// The `headrace` program behind main().
#pragma once

namespace headrace::cli {

// Gives the exit code.
int run_command_line(int argc, char** argv);

}  // namespace headrace::cli
