#include "cli/usage.h"

#include <CLI/CLI.hpp>

#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include "base/spelling.h"
#include "cli/commands.h"
#include "cli/diagnostics_output.h"

namespace headrace::cli {
namespace {

std::vector<std::string> command_names(const CLI::App& app) {
  std::vector<std::string> names;
  for (const CLI::App* command : app.get_subcommands([](const CLI::App*) { return true; })) {
    names.push_back(command->get_name());
  }
  return names;
}

std::vector<std::string> flag_names(const CLI::App& command) {
  std::vector<std::string> names;
  for (const CLI::Option* option : command.get_options()) {
    for (const std::string& name : option->get_lnames()) names.push_back("--" + name);
  }
  return names;
}

std::string hint_for(std::string_view word, const std::vector<std::string>& names) {
  return spelling_hint(word, std::vector<std::string_view>(names.begin(), names.end()));
}

}  // namespace

int report_usage(const CLI::App& app, const CLI::ParseError& error) {
  if (error.get_exit_code() == 0) {
    std::ostringstream text;
    app.exit(error, text);
    return write_output(text.str());
  }
  const CLI::App* command = &app;
  std::string name = app.get_name();
  while (!command->get_subcommands().empty()) {
    command = command->get_subcommands().front();
    name += " " + command->get_name();
  }
  const std::vector<std::string> below = command_names(*command);
  std::string message = error.what(), hint;
  for (const std::string& word : command->remaining()) {
    if (word == "--") continue;
    if (word.size() > 1 && word.front() == '-') {
      const std::string flag = word.substr(0, word.find('='));
      message = "there is no option '" + flag + "'";
      hint = hint_for(flag, flag_names(*command));
      break;
    }
    if (!below.empty()) {
      message = "there is no command '" + word + "'";
      hint = hint_for(word, below);
      break;
    }
  }
  if (hint.empty()) hint = "'" + name + " --help' lists what there is";
  return report({ErrorKind::kUsage, message, name, hint, false});
}

}  // namespace headrace::cli
