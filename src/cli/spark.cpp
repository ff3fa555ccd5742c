#include "cli/spark.h"

#include <CLI/CLI.hpp>

#include <memory>
#include <utility>

#include "cli/commands.h"
#include "cli/messages.h"
#include "cli/python_package.h"

namespace headrace::cli {
namespace {

constexpr const char* kModule = "headrace.spark";

// What only one process can do; empty where nothing of it was asked for.
std::string local_option(const TransformOptions& o) {
  const std::pair<bool, const char*> given[] = {
      {o.no_user_code, "--no-user-code"},     {o.strict_json, "--strict-json"},
      {!o.state_in.empty(), "--state-in"},    {!o.state_out.empty(), "--state-out"},
      {o.threads > 0, "--threads"},           {o.memory_bytes > 0, "--memory"},
      {o.identity.has_value(), "--identity"}, {!o.errors.empty(), "--errors"},
      {!o.stats.empty(), "--stats"},          {!o.profile.empty(), "--profile"},
  };
  for (const auto& [is_given, name] : given) {
    if (is_given) return name;
  }
  return "";
}

std::vector<std::string> arguments_of(const TransformOptions& o, const SpecPaths& specs) {
  std::vector<std::string> out = {"transform", "--streaming-bts=" + specs.streaming};
  const std::pair<const char*, const std::string*> texts[] = {
      {"--window-bts=", &specs.window},
      {"--output=", &o.sink.path},
      {"--output-format=", &o.sink.format},
      {"--input-format=", &o.source.format},
      {"--now=", &o.now},
  };
  for (const auto& [flag, text] : texts) {
    if (!text->empty()) out.push_back(flag + *text);
  }
  for (const std::string& types : o.source.csv_types) out.push_back("--csv-types=" + types);
  out.push_back("--data-processor=" + o.data_processor);
  if (o.seed != 0) out.push_back("--seed=" + std::to_string(o.seed));
  if (o.keep_going) out.emplace_back("--keep-going");
  if (!says(Level::kInfo)) out.emplace_back("--quiet");
  out.emplace_back("--");
  for (std::string& path : event_paths(o)) out.push_back(std::move(path));
  return out;
}

struct PackageOptions {
  std::string source_dir = ".", target = "spark-app.zip";
};

constexpr const char* kExample =
    R"(Example:
  headrace package-spark --source-dir=app --target=app.zip
  spark-submit --archives app.zip#headrace_app app.py events.jsonl

docs/spark.md tells more.)";

}  // namespace

Error transform_on_spark(const TransformOptions& options, const SpecPaths& specs) {
  if (const std::string name = local_option(options); !name.empty()) {
    return {ErrorKind::kUsage, name + " is of one process and means nothing to Spark", "headrace transform",
            "leave it out, or run with --runner=local", false};
  }
  return become_python(kModule, arguments_of(options, specs));
}

void add_package_spark(CLI::App& app, int* exit_code) {
  auto options = std::make_shared<PackageOptions>();
  CLI::App* command = app.add_subcommand("package-spark", "Pack a folder of specs for spark-submit");
  command
      ->add_option("--source-dir", options->source_dir, "Specs, modules that they import, requirements.txt")
      ->type_name("FOLDER");
  command
      ->add_option("--target", options->target, "The zip to write; its launcher, a .py, is written beside it")
      ->type_name("ZIP");
  command->footer(kExample);
  command->callback([options, exit_code] {
    *exit_code = report(become_python(
        kModule, {"package", "--source-dir=" + options->source_dir, "--target=" + options->target}));
  });
}

}  // namespace headrace::cli
