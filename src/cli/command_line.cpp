#include "cli/command_line.h"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "cli/commands.h"
#include "cli/option_values.h"
#include "cli/usage.h"

namespace headrace::cli {
namespace {

bool takes_value(const CLI::Option& option) {
  return option.nonpositional() && option.get_items_expected_max() > 0;
}

// Each option takes one value where it stands, never the arguments behind it, and none that is empty.
void complete_options(CLI::App& command) {
  for (CLI::Option* option : command.get_options()) {
    if (takes_value(*option)) option->allow_extra_args(false)->transform(not_empty());
  }
  for (CLI::App* below : command.get_subcommands([](const CLI::App*) { return true; }))
    complete_options(*below);
}

// Whether the command takes any number of files.
bool takes_files(const CLI::App& command) {
  const auto is_list = [](const CLI::Option* o) { return o->get_positional() && o->get_allow_extra_args(); };
  return !command.get_options(is_list).empty();
}

// CLI11 knows "--" only in front of the first file, and takes a name in brackets for a list of names. So the
// "--" goes, and a name that would be misread begins with "./".
void protect_file_names(const CLI::App& app, std::vector<std::string>* arguments) {
  const auto named = app.get_subcommands(
      [&](const CLI::App* c) { return !arguments->empty() && c->get_name() == arguments->front(); });
  if (named.empty() || !takes_files(*named.front())) return;
  bool is_value = false, all_files = false;
  for (auto at = arguments->begin() + 1; at != arguments->end();) {
    if (*at == "--" && !is_value && !all_files) {
      all_files = true;
      at = arguments->erase(at);
      continue;
    }
    const bool has_dash = at->starts_with('-') && *at != "-";
    if (is_value) {
      is_value = false;
    } else if (has_dash && !all_files) {
      const CLI::Option* option = named.front()->get_option_no_throw(*at);
      is_value = option && takes_value(*option);
    } else if (has_dash || (at->starts_with('[') && at->ends_with(']'))) {
      at->insert(0, "./");
    }
    ++at;
  }
}

}  // namespace

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
  complete_options(app);
  // `help COMMAND` is `COMMAND --help`.
  std::vector<std::string> arguments(argv + std::min(argc, 1), argv + argc);
  if (!arguments.empty() && arguments.front() == "help") {
    arguments.erase(arguments.begin());
    arguments.emplace_back("--help");
  }
  // `--output=$NAME` without a NAME would take the next argument, an event file, for the value.
  for (const std::string& argument : arguments) {
    if (argument == "--") break;
    if (argument.starts_with("--") && argument.find('=') == argument.size() - 1) {
      return report({ErrorKind::kUsage, argument.substr(0, argument.size() - 1) + " has no value", "headrace",
                     "give it one behind the '=', or leave the option out", false});
    }
  }
  protect_file_names(app, &arguments);
  std::reverse(arguments.begin(), arguments.end());  // as parse() wants them
  try {
    app.parse(std::move(arguments));
  } catch (const CLI::ParseError& e) {
    return report_usage(app, e);
  }
  return code;
}

}  // namespace headrace::cli
