#include "cli/command_line.h"

#include <CLI/CLI.hpp>

#include <string>
#include <string_view>
#include <vector>

#include "cli/commands.h"
#include "cli/usage.h"

namespace headrace::cli {

int run_command_line(int argc, char** argv) {
  CLI::App app{"headrace: a feature engine. A YAML spec of Python expressions turns events into features.",
               "headrace"};
  app.set_version_flag("--version", "headrace " HEADRACE_VERSION, "Print the version");
  app.require_subcommand(1);
  app.footer("'headrace COMMAND --help' tells more of a command.");
  int code = 0;
  for (const auto add : {add_transform, add_validate, add_explain, add_test, add_init, add_eval, add_state,
                         add_plot, add_package_spark, add_schema, add_version}) {
    add(app, &code);
  }
  // `help COMMAND` is `COMMAND --help`.
  char help[] = "--help";
  std::vector<char*> arguments(argv, argv + argc);
  if (argc > 1 && std::string_view(argv[1]) == "help") {
    arguments.erase(arguments.begin() + 1);
    arguments.push_back(help);
  }
  // `--output=$NAME` without a NAME would take the next argument, an event file, for the value.
  for (int i = 1; i < argc; ++i) {
    const std::string argument = argv[i];
    if (argument == "--") break;
    if (argument.starts_with("--") && argument.find('=') == argument.size() - 1) {
      return report({ErrorKind::kUsage, argument.substr(0, argument.size() - 1) + " has no value", "headrace",
                     "give it one behind the '=', or leave the option out", false});
    }
  }
  try {
    app.parse(static_cast<int>(arguments.size()), arguments.data());
  } catch (const CLI::ParseError& e) {
    return report_usage(app, e);
  }
  return code;
}

}  // namespace headrace::cli
