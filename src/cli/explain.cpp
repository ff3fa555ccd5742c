// `headrace explain`: what a plan reads, computes and keeps, and what is doubtful about it.
#include <CLI/CLI.hpp>

#include <memory>

#include "cli/checked_specs.h"
#include "cli/commands.h"
#include "cli/diagnostics_output.h"
#include "cli/explanation.h"

namespace headrace::cli {
namespace {

struct Options {
  std::vector<std::string> specs;
  OutputFormat format = OutputFormat::kText;
};

int run(const Options& options) {
  // Without its streaming spec a window spec has no names to explain.
  const CheckedSpecs checked =
      check_specs(read_spec_files(options.specs), {.companions = {}, .require_streaming = true});
  const bool json = options.format == OutputFormat::kJson;
  const bool explained = !checked.diagnostics.has_errors() && !checked.specs.empty();
  const bool colour = shows_colours(stdout);
  std::string text;
  if (explained)
    text = json ? explanations_json(checked) : explanations_text(checked, colour);
  else
    text = json ? to_json(checked.diagnostics) : to_text(checked.diagnostics, colour);
  const int failed = write_output(text);
  return failed != 0 ? failed : exit_code(checked, false);
}

}  // namespace

void add_explain(CLI::App& app, int* exit_code) {
  auto o = std::make_shared<Options>();
  CLI::App* command =
      app.add_subcommand("explain", "Say how specs are run: what they read, keep and call; what is doubtful");
  command->add_option("specs", o->specs,
                      "Spec files or folders of them (default: the .yml and .yaml files here)");
  add_format_option(command, &o->format);
  command->callback([o, exit_code] { *exit_code = run(*o); });
}

}  // namespace headrace::cli
