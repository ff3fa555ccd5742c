// `headrace eval`: expressions by themselves.

#include <memory>

#include "cli/commands.h"
#include "cli/eval_cases.h"
#include "connect/python/python_modules.h"

namespace headrace::cli {

void add_eval(CLI::App& app, int* exit_code) {
  auto cases = std::make_shared<std::string>();
  CLI::App* command = app.add_subcommand("eval", "Evaluate an expression");
  command->add_option("--cases", *cases, "Evaluate a file of test cases")->required();
  command->callback([exit_code, cases] {
    python::PythonModules python(".");
    const Status s = eval_cases(*cases, &python);
    *exit_code = s ? 0 : report(s.error());
  });
}

}  // namespace headrace::cli
