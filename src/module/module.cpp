// headrace._headrace: what the package stands on. Not for users; src/module/README.md.
#include <nanobind/nanobind.h>

#include <string>
#include <vector>

#include "cli/command_line.h"
#include "connect/input_paths.h"
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
  // The files that a path, a folder or a pattern stands for, and what was left out, as `transform` takes
  // them.
  m.def(
      "event_files",
      [](const nanobind::object& path) {
        using headrace::module::file_name, headrace::module::file_names, headrace::module::take;
        const headrace::InputPaths found = take(headrace::expand_paths({file_name(path)}));
        return nanobind::make_tuple(file_names(found.files), file_names(found.left_out));
      },
      nanobind::arg("path"));
  m.def(
      "main",
      [](const nanobind::list& arguments) {
        std::vector<std::string> words;
        for (const nanobind::handle argument : arguments)
          words.push_back(headrace::module::file_name(argument));
        std::vector<char*> argv;
        for (std::string& word : words) argv.push_back(word.data());
        const nanobind::gil_scoped_release unlocked;
        return headrace::cli::run_command_line(static_cast<int>(argv.size()), argv.data());
      },
      nanobind::arg("arguments"));
}
