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

std::vector<const Diagnostic*> diagnostics_of(const CheckedSpecs& checked, const CheckedSpec& spec) {
  std::vector<const Diagnostic*> out;
  for (const Diagnostic& d : checked.diagnostics.all()) {
    if (d.span.file == spec.head().document->file()) out.push_back(&d);
  }
  return out;
}

std::string as_text(const CheckedSpecs& checked, bool colour) {
  std::string out;
  for (const CheckedSpec& spec : checked.specs) {
    out += (out.empty() ? "" : "\n\n") + to_text(explain(spec));
    const auto diagnostics = diagnostics_of(checked, spec);
    if (!diagnostics.empty()) out += "\n";
    for (const Diagnostic* d : diagnostics) out += to_text(*d, colour);
  }
  return out;
}

std::string as_json(const CheckedSpecs& checked) {
  std::string specs;
  for (const CheckedSpec& spec : checked.specs) {
    specs += (specs.empty() ? "" : ", ") + to_json(explain(spec), diagnostics_of(checked, spec));
  }
  return "{\"specs\": [" + specs + "]}\n";
}

int run(const Options& options) {
  // Without its streaming spec a window spec has no names to explain.
  const CheckedSpecs checked =
      check_specs(read_spec_files(options.specs), {.companions = {}, .require_streaming = true});
  const bool json = options.format == OutputFormat::kJson;
  const bool explained = !checked.diagnostics.has_errors() && !checked.specs.empty();
  const bool colour = shows_colours(stdout);
  std::string text;
  if (explained)
    text = json ? as_json(checked) : as_text(checked, colour);
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
