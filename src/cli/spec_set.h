// Several specs at once, with the plans of those that are asked for: for commands that look at specs rather
// than run one.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "connect/python/python_modules.h"
#include "plan/compile_plan.h"
#include "spec/load.h"

namespace headrace::cli {

class LoadedSpecs {
 public:
  // Reads spec files, or without any those of the current folder. A window spec finds its streaming spec
  // among them, else in their folders. What is wrong goes to diagnostics(); an Error is for files that cannot
  // be read.
  static Result<LoadedSpecs> load(const std::vector<std::string>& paths);

  const std::vector<Spec>& specs() const { return set_.specs; }
  Diagnostics& diagnostics() { return diagnostics_; }

  // Compiled once, then kept; null when an expression has an error, or the streaming spec is not to be found.
  const StreamPlan* stream_plan(const StreamingSpec& spec);
  const WindowPlan* window_plan(const WindowSpec& spec);
  // The streaming spec behind a window spec, when it is there and valid.
  const StreamingSpec* streaming_of(const WindowSpec& spec) const;

 private:
  python::PythonModules* python_of(const SpecHeader& spec);

  SpecSet set_;
  Diagnostics diagnostics_;
  std::map<std::string, std::unique_ptr<python::PythonModules>> python_;  // by folder
  std::map<const SpecHeader*, std::unique_ptr<StreamPlan>> streams_;
  std::map<const SpecHeader*, std::unique_ptr<WindowPlan>> windows_;
};

}  // namespace headrace::cli
