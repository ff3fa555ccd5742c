#include <CLI/CLI.hpp>

#include "cli/commands.h"
#include "connect/python/python_modules.h"

namespace headrace::cli {
namespace {

std::vector<std::string> split_commas(const std::vector<std::string>& given) {
  std::vector<std::string> out;
  for (const std::string& g : given) {
    for (size_t begin = 0; begin <= g.size();) {
      const size_t comma = std::min(g.find(',', begin), g.size());
      if (comma > begin) out.push_back(g.substr(begin, comma - begin));
      begin = comma + 1;
    }
  }
  return out;
}

int run(int argc, char** argv) {
  CLI::App app{"headrace: a real-time feature engine"};
  app.require_subcommand(1);

  TransformOptions transform_options;
  std::vector<std::string> named_sources, sources;
  CLI::App* transform_command = app.add_subcommand("transform", "Turn events into blocks or window rows");
  transform_command->add_option("--streaming-bts", transform_options.streaming_bts, "Streaming spec");
  transform_command->add_option("--window-bts", transform_options.window_bts, "Window spec");
  transform_command->add_option("--runner", transform_options.runner, "local")
      ->check(CLI::IsMember({"local"}));
  transform_command->add_option("--data-processor", transform_options.data_processor, "simple or ipfix")
      ->check(CLI::IsMember({"simple", "ipfix"}));
  transform_command->add_option("--source", named_sources, "Event files, separated by commas");
  transform_command->add_option("--threads", transform_options.threads, "Threads (default: one a core)");
  transform_command->add_option("--seed", transform_options.seed, "Decides which anchors Anchor.Max keeps");
  transform_command->add_flag("--quiet", transform_options.quiet, "Print nothing but results and errors");
  transform_command->add_option("files", sources, "Event files");

  std::string cases;
  CLI::App* eval_command = app.add_subcommand("eval", "Evaluate an expression");
  eval_command->add_option("--cases", cases, "Evaluate a file of test cases")->required();

  CLI::App* version_command = app.add_subcommand("version", "Print the version");

  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& e) {
    return app.exit(e) == 0 ? 0 : exit_code(ErrorKind::kUsage);
  }
  if (*version_command) {
    std::puts("headrace " HEADRACE_VERSION);
    return 0;
  }
  if (*eval_command) {
    python::PythonModules python(".");
    const Status s = eval_cases(cases, &python);
    return s ? 0 : report(s.error());
  }
  if (*transform_command) {
    transform_options.sources = split_commas(named_sources);
    for (std::string& s : split_commas(sources)) transform_options.sources.push_back(std::move(s));
    return transform(transform_options);
  }
  return exit_code(ErrorKind::kUsage);
}

}  // namespace
}  // namespace headrace::cli

int main(int argc, char** argv) { return headrace::cli::run(argc, argv); }
