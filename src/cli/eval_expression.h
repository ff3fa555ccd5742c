// `headrace eval EXPR`: one expression, as it would be evaluated in a spec.
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace headrace::cli {

struct EvalOptions {
  std::string expression;
  std::string event;                 // a JSON object, which is `source`; empty: none
  std::vector<std::string> imports;  // "MODULE" or "MODULE:NAME,NAME"
  std::string time;                  // the event's time, ISO; empty: `time` is unknown
  std::string now;                   // the run's clock, ISO; empty: now
  bool json = false;
};

// Prints the value, its type and what of it calls CPython. Gives the process's exit code.
int eval_expression(const EvalOptions& options);

}  // namespace headrace::cli
