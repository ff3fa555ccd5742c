// The commands of the `headrace` program, a file each. add_NAME() declares the command's options and what
// runs once they are parsed; it leaves the process's exit code (base/status.h) after it has told the user
// what went wrong.
#pragma once

#include "base/status.h"
#include "spec/diagnostic.h"

namespace CLI {
class App;
}

namespace headrace::cli {

void add_transform(CLI::App& app, int* exit_code);
void add_state(CLI::App& app, int* exit_code);
void add_eval(CLI::App& app, int* exit_code);
void add_init(CLI::App& app, int* exit_code);
void add_test(CLI::App& app, int* exit_code);
void add_validate(CLI::App& app, int* exit_code);
void add_explain(CLI::App& app, int* exit_code);
void add_plot(CLI::App& app, int* exit_code);
void add_schema(CLI::App& app, int* exit_code);
void add_package_spark(CLI::App& app, int* exit_code);
void add_version(CLI::App& app, int* exit_code);

// Says what is wrong on standard error; gives the exit code.
int report(const Error& error);

}  // namespace headrace::cli
