// `headrace test`: the tests inside specs, run by the engine that runs everything else.

#include <CLI/CLI.hpp>

#include <cstdio>
#include <memory>

#include "cli/checked_specs.h"
#include "cli/commands.h"
#include "cli/option_values.h"
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

void run_spec(const CheckedSpec& spec, CheckedSpecs& checked, const Options& options, Summary* summary) {
  if (!spec.head().valid || spec.head().tests.empty()) return;
  const StreamPlan* stream = checked.stream_plan(spec);
  if (!stream || !(spec.is_streaming() || spec.window)) return;  // why was reported
  run_tests(spec.head(), *stream, spec.window.get(), options, summary);
}

std::string counted(size_t n, const char* what) { return std::to_string(n) + " " + what; }

int finish(const Summary& summary, CheckedSpecs& checked, const Options& options) {
  Diagnostics& diagnostics = checked.diagnostics;
  diagnostics.sort();
  const bool json = options.format == "json";
  if (json) {
    std::printf("{\"tests\": [\n  %s\n], \"passed\": %zu, \"failed\": %zu, \"specs\": %s}\n",
                summary.json.c_str(), summary.passed, summary.failed, to_json(checked).c_str());
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
  const int wrong = exit_code(checked, false);
  if (wrong != 0) return wrong;
  if (summary.failed > 0) return exit_code(ErrorKind::kInput);
  if (tests > 0) return 0;
  if (summary.left_out > 0) {
    return report({ErrorKind::kInput, "no test has '" + options.filter + "' in its name", "",
                   "there are " + counted(summary.left_out, "others"), false});
  }
  return report({ErrorKind::kInput, "there are no tests in these specs", "",
                 "a spec's tests stand under its key 'Tests'; docs/spec-tests.md shows how", false});
}

int run(const Options& options) {
  CheckedSpecs checked =
      check_specs(read_spec_files(options.specs), {.companions = {}, .require_streaming = true});
  if (checked.specs.empty() && !checked.diagnostics.has_errors()) {
    std::string searched;
    for (const std::string& path : options.specs) searched += (searched.empty() ? "" : ", ") + path;
    return report({ErrorKind::kInput, "there are no specs here", searched.empty() ? "." : searched,
                   "name the spec files to test", false});
  }
  Summary summary;
  for (const CheckedSpec& spec : checked.specs) run_spec(spec, checked, options, &summary);
  return finish(summary, checked, options);
}

}  // namespace

void add_test(CLI::App& app, int* exit_code) {
  auto o = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand("test", "Run the tests inside specs");
  command->add_option("specs", o->specs,
                      "Spec files or folders of them (default: the .yml and .yaml files here)");
  command->add_option("--filter", o->filter, "Only tests with this text in their name");
  command->add_option("--format", o->format, "text or json")->check(one_of({"text", "json"}));
  command->add_option("--threads", o->run.threads, "Threads")->transform(whole_number(1, 1024));
  command->add_option("--batch-size", o->run.batch_rows, "Events read at a time")
      ->transform(whole_number(1, 1 << 20));
  command->callback([o, exit_code] { *exit_code = run(*o); });
}

}  // namespace headrace::cli
