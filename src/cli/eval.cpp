// `headrace eval`: expressions by themselves.

#include <CLI/CLI.hpp>

#include <cstdio>

#include "cli/commands.h"
#include "cli/eval_cases.h"
#include "cli/eval_expression.h"
#include "cli/option_values.h"
#include "connect/python/python_modules.h"

namespace headrace::cli {
namespace {

struct Options {
  EvalOptions eval;
  std::string format = "text";
  std::string cases;
};

int evaluate(Options& options) {
  if (!options.cases.empty()) {
    python::PythonModules python(".");
    const Status s = eval_cases(options.cases, &python);
    return s ? 0 : report(s.error());
  }
  if (options.eval.expression.empty()) {
    return report({ErrorKind::kUsage, "no expression was given", "", "headrace eval '1 + 1'", false});
  }
  options.eval.json = options.format == "json";
  return eval_expression(options.eval);
}

int run(Options& options) {
  const int code = evaluate(options);
  if (std::fflush(stdout) == 0 && !std::ferror(stdout)) return code;
  return report({ErrorKind::kOutside, "cannot write", "<stdout>", "", false});
}

}  // namespace

void add_eval(CLI::App& app, int* exit_code) {
  auto o = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand("eval", "Evaluate an expression");
  command->add_option("expression", o->eval.expression, "As in a spec");
  command->add_option("--event", o->eval.event, "The event that is 'source', as a JSON object");
  command->add_option("--import", o->eval.imports, "MODULE, or MODULE:NAME,NAME");
  command->add_option("--time", o->eval.time, "The event's time, 'time'");
  command->add_option("--now", o->eval.now, "What now() and today() give");
  command->add_option("--format", o->format, "text or json")->check(one_of({"text", "json"}));
  command->add_option("--cases", o->cases, "Evaluate a file of test cases instead");
  command->callback([o, exit_code] { *exit_code = run(*o); });
}

}  // namespace headrace::cli
