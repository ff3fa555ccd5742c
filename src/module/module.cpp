// headrace._headrace: what the package stands on. Not for users; src/module/README.md.
#include <nanobind/nanobind.h>
#include <nanobind/stl/string.h>
#include <nanobind/stl/vector.h>

#include "cli/command_line.h"
#include "connect/source_format.h"
#include "module/compiled.h"
#include "module/host.h"
#include "module/identities.h"
#include "module/push_engine.h"
#include "module/pyarrow_files.h"
#include "module/run.h"

NB_MODULE(_headrace, m) {
  m.attr("version") = HEADRACE_VERSION;
  headrace::module::use_pyarrow();
  headrace::module::bind_host(m);
  headrace::module::bind_compiled(m);
  headrace::module::bind_run(m);
  headrace::module::bind_identities(m);
  headrace::module::bind_push_engine(m);
  // Whether an event stands on each line of what begins so, as `transform` takes a file of JSON.
  m.attr("SNIFF_BYTES") = headrace::kSniffBytes;
  m.def(
      "is_json_lines",
      [](const nanobind::bytes& head) {
        return headrace::json_layout({head.c_str(), head.size()}) == headrace::SourceFormat::kJsonLines;
      },
      nanobind::arg("head"));
  m.def(
      "main",
      [](std::vector<std::string> arguments) {
        std::vector<char*> argv;
        for (std::string& argument : arguments) argv.push_back(argument.data());
        const nanobind::gil_scoped_release unlocked;
        return headrace::cli::run_command_line(static_cast<int>(argv.size()), argv.data());
      },
      nanobind::arg("arguments"));
}
