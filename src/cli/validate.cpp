// `headrace validate`: everything that is wrong with specs, at once.
#include <CLI/CLI.hpp>

#include <memory>

#include "cli/checked_specs.h"
#include "cli/commands.h"
#include "cli/diagnostics_output.h"
#include "cli/option_values.h"

namespace headrace::cli {
namespace {

struct Options {
  std::vector<std::string> specs;
  OutputFormat format = OutputFormat::kText;
  bool warnings_are_errors = false;
};

// A file that holds a spec, or something that was meant to be one.
bool counts_as_spec(const CheckedSpecs& checked, const SourceFile& file) {
  if (checked.diagnostics.has_errors(file)) return true;
  return std::any_of(checked.specs.begin(), checked.specs.end(),
                     [&](const CheckedSpec& s) { return s.head().document->file().get() == &file; });
}

std::string summary(const CheckedSpecs& checked) {
  const Diagnostics& d = checked.diagnostics;
  size_t specs = 0;
  for (const auto& file : checked.input.files) specs += counts_as_spec(checked, *file);
  std::string out = counted(specs, "spec") + ", " + counted(d.count(Severity::kError), "error");
  if (const size_t n = d.count(Severity::kWarning)) out += ", " + counted(n, "warning");
  if (const size_t n = d.count(Severity::kNote)) out += ", " + counted(n, "note");
  return out + "\n";
}

std::string as_text(const CheckedSpecs& checked, bool colour) {
  const auto& all = checked.diagnostics.all();
  std::string out;
  size_t next = 0;  // they are sorted by file, those of unreadable files last
  const auto say_of = [&](const SourceFile* file) {
    for (; next < all.size(); ++next) {
      const SourceFile* of = all[next].span.file.get();
      if (file && of && of != file) break;
      out += to_text(all[next], colour);
    }
  };
  for (const auto& file : checked.input.files) {
    say_of(file.get());
    if (counts_as_spec(checked, *file) && !checked.diagnostics.has_errors(*file))
      out += file->path() + ": ok\n";
  }
  say_of(nullptr);
  return out + summary(checked);
}

int run(const Options& options) {
  const CheckedSpecs checked = check_specs(read_spec_files(options.specs));
  const int written = write_output(
      options.format == OutputFormat::kJson ? to_json(checked) : as_text(checked, shows_colours(stdout)));
  return written != 0 ? written : exit_code(checked, options.warnings_are_errors);
}

}  // namespace

void add_validate(CLI::App& app, int* exit_code) {
  auto o = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand("validate", "Say what is wrong with specs, all at once");
  command->add_option("specs", o->specs,
                      "Spec files or folders of them (default: the .yml and .yaml files here)");
  add_format_option(command, &o->format);
  command->add_flag("--strict", o->warnings_are_errors, "Fail on warnings too");
  command
      ->add_option_function<std::string>(
          "-W", [o](const std::string&) { o->warnings_are_errors = true; }, "-W error: as --strict")
      ->check(one_of({"error"}));
  command->callback([o, exit_code] { *exit_code = run(*o); });
}

}  // namespace headrace::cli
