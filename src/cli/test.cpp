// `headrace test`: the tests inside specs, run by the engine that runs everything else.

#include <cstdio>
#include <memory>

#include "cli/commands.h"
#include "cli/spec_set.h"
#include "cli/test_report.h"

namespace headrace::cli {
namespace {

struct Options {
  std::vector<std::string> specs;
  std::string filter;
  std::string format = "text";
  TestRunOptions run;
};

struct Summary {
  size_t passed = 0;
  size_t failed = 0;
  size_t left_out = 0;  // by --filter
  std::string json;
};

void run_tests(const SpecHeader& spec, const StreamPlan& stream, const WindowPlan* window,
               const Options& options, Summary* summary) {
  for (const SpecTest& test : spec.tests) {
    if (test.name.find(options.filter) == std::string::npos) {
      ++summary->left_out;
      continue;
    }
    const TestOutcome outcome = run_test(test, stream, window, options.run);
    ++(outcome.passed() ? summary->passed : summary->failed);
    if (options.format == "json") {
      summary->json.append(summary->json.empty() ? "" : ",\n  ").append(test_json(outcome));
    } else {
      std::fputs(test_text(outcome).c_str(), stdout);
    }
  }
}

void run_spec(const Spec& spec, LoadedSpecs& loaded, const Options& options, Summary* summary) {
  if (!header(spec).valid || header(spec).tests.empty()) return;
  const auto* window = std::get_if<WindowSpec>(&spec);
  const StreamingSpec* streaming = window ? loaded.streaming_of(*window) : std::get_if<StreamingSpec>(&spec);
  const StreamPlan* stream = streaming ? loaded.stream_plan(*streaming) : nullptr;
  const WindowPlan* window_plan = window ? loaded.window_plan(*window) : nullptr;
  if (!stream || (window && !window_plan)) return;  // why was reported
  run_tests(header(spec), *stream, window_plan, options, summary);
}

std::string counted(size_t n, const char* what) { return std::to_string(n) + " " + what; }

int finish(const Summary& summary, LoadedSpecs& loaded, const Options& options) {
  Diagnostics& diagnostics = loaded.diagnostics();
  diagnostics.sort();
  const bool json = options.format == "json";
  if (json) {
    std::printf("{\"tests\": [\n  %s\n], \"passed\": %zu, \"failed\": %zu, \"specs\": %s}\n",
                summary.json.c_str(), summary.passed, summary.failed, to_json(diagnostics).c_str());
  } else if (diagnostics.has_errors()) {
    std::fputs(to_text(diagnostics).c_str(), stderr);
  }
  const size_t tests = summary.passed + summary.failed;
  if (!json && tests > 0) {
    std::printf("%s: %s%s\n", counted(tests, tests == 1 ? "test" : "tests").c_str(),
                counted(summary.passed, "passed").c_str(),
                summary.failed ? (", " + counted(summary.failed, "failed")).c_str() : "");
  }
  if (std::fflush(stdout) != 0 || std::ferror(stdout)) {
    return report({ErrorKind::kOutside, "cannot write the report", "<stdout>", "", false});
  }
  if (summary.failed > 0 || diagnostics.has_errors()) return exit_code(ErrorKind::kInput);
  if (tests > 0) return 0;
  if (summary.left_out > 0) {
    return report({ErrorKind::kInput, "no test has '" + options.filter + "' in its name", "",
                   "there are " + counted(summary.left_out, "others"), false});
  }
  return report({ErrorKind::kInput, "there are no tests in these specs", "",
                 "a spec's tests stand under its key 'Tests'; docs/spec-tests.md shows how", false});
}

int run(const Options& options) {
  Result<LoadedSpecs> loaded = LoadedSpecs::load(options.specs);
  if (!loaded) return report(loaded.error());
  if (loaded->specs().empty() && !loaded->diagnostics().has_errors()) {
    return report({ErrorKind::kInput, "there are no specs here", ".", "name the spec files to test", false});
  }
  Summary summary;
  for (const Spec& spec : loaded->specs()) run_spec(spec, *loaded, options, &summary);
  return finish(summary, *loaded, options);
}

}  // namespace

void add_test(CLI::App& app, int* exit_code) {
  auto o = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand("test", "Run the tests inside specs");
  command->add_option("specs", o->specs, "Spec files (default: those of this folder)");
  command->add_option("--filter", o->filter, "Only tests with this text in their name");
  command->add_option("--format", o->format, "text or json")->check(CLI::IsMember({"text", "json"}));
  command->add_option("--threads", o->run.threads, "Threads")->check(CLI::Range(1, 256));
  command->add_option("--batch-size", o->run.batch_rows, "Events read at a time")
      ->check(CLI::Range(size_t{1}, size_t{1} << 20));
  command->callback([o, exit_code] { *exit_code = run(*o); });
}

}  // namespace headrace::cli
