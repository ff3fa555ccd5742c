// `headrace plot`: pictures of a run. The Python package draws them, and has the options
// (python/headrace/plotting/command.py).
#include <CLI/CLI.hpp>

#include <string>
#include <vector>

#include "cli/commands.h"
#include "cli/python_package.h"

namespace headrace::cli {

void add_plot(CLI::App& app, int* exit_code) {
  CLI::App* command =
      app.add_subcommand("plot", "Draw one identity's time line, or how features are distributed");
  command->set_help_flag();  // the package's own help is the one that knows
  command->prefix_command();
  command->callback([command, exit_code] {
    std::vector<std::string> arguments = command->remaining();
    arguments.insert(arguments.begin(), "plot");
    *exit_code = report(become_python("headrace", arguments));
  });
}

}  // namespace headrace::cli
