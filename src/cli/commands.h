// The commands of the `headrace` program. Each returns the process's exit code (base/status.h) after it has
// told the user what went wrong.
#pragma once

#include <string>
#include <vector>

#include "base/status.h"
#include "plan/modules.h"

namespace headrace::cli {

struct TransformOptions {
  std::string streaming_bts;
  std::string window_bts;
  std::string runner = "local";
  std::string data_processor = "simple";
  std::vector<std::string> sources;
  int threads = 0;  // 0: one a core
  uint64_t seed = 0;
  std::string now;
  bool quiet = false;
};
int transform(const TransformOptions& options);

// Values of expressions given as test cases.
Status eval_cases(const std::string& path, ForeignModules* foreign);

// Says what is wrong on standard error; gives the exit code.
int report(const Error& error);

}  // namespace headrace::cli
