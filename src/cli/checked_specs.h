// Specs loaded and compiled for looking at them: every spec as far as it can be, all that is wrong at once.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "cli/spec_files.h"
#include "connect/python/python_modules.h"
#include "plan/compile_plan.h"

namespace headrace::cli {

struct CheckedSpec {
  const Spec* spec;
  std::unique_ptr<StreamPlan> stream;  // of a streaming spec; null where an expression has an error
  // Of a window spec, with the streaming spec that it stands on; null also where that is not known.
  std::unique_ptr<WindowPlan> window;
  const StreamingSpec* base = nullptr;
  StreamPlan base_layout;

  const SpecHeader& head() const { return header(*spec); }
  bool is_streaming() const { return std::holds_alternative<StreamingSpec>(*spec); }
  std::string path() const { return head().document->file()->path(); }
};

struct CheckedSpecs {
  SpecFiles input;
  SpecSet set;
  std::map<std::string, std::unique_ptr<python::PythonModules>> python;  // by folder
  std::vector<CheckedSpec> specs;
  Diagnostics diagnostics;  // sorted by place
  // Of streaming specs that only stand beside those which are checked, as they are asked for.
  std::map<const StreamingSpec*, std::unique_ptr<StreamPlan>> neighbours;

  // What the tests of this spec run, also for a window spec; null where it has an error. What is wrong with
  // the expressions of a neighbour, which nobody asked to check, is told here.
  const StreamPlan* stream_plan(const CheckedSpec& spec);
};

// Python starts only when a spec imports what is not native. The files decide the options that are about
// files.
CheckedSpecs check_specs(SpecFiles input, LoadOptions options = {});

// What `headrace validate --format=json` says of them.
std::string to_json(const CheckedSpecs& checked);

// 0; or 1 when a spec has an error, also when a warning counts as one; or 3 for a file that the system would
// not let us read.
int exit_code(const CheckedSpecs& checked, bool warnings_are_errors);

}  // namespace headrace::cli
