// Specs from texts, checked and compiled, as the package holds them.
#pragma once

#include <nanobind/nanobind.h>

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "cli/plans.h"
#include "connect/python/calls.h"
#include "module/host.h"

namespace headrace::module {

class CallerModules;

// A spec's text, what it is called in messages (a path, where it has one), and where its own modules are
// looked for.
struct SpecText {
  std::string name;
  std::string text;
  std::string folder = {};
};

// A streaming spec, with or without a window spec on top. Immutable, so that any number of runs may share it.
class Compiled {
 public:
  // `functions` is a dict of names that expressions may use besides.
  Compiled(const std::vector<SpecText>& texts, nb::dict functions);

  // JSON of `headrace validate --format=json`.
  const std::string& diagnostics() const { return diagnostics_; }
  bool is_valid() const { return valid_; }
  bool has_window() const { return plans_.window != nullptr; }
  // What is read of an event, and of that what Identity reads, by name; none where it is the event as a
  // whole.
  std::optional<std::vector<std::string>> event_keys() const;
  std::optional<std::vector<std::string>> identity_keys() const;

  const cli::Plans& plans() const { return plans_; }
  // Of all runs: an interrupt of one ends what others call, too.
  python::Calls& calls() const { return calls_; }
  // Whether expressions call Python.
  bool calls_python() const;

  // What of Python's it holds, for the collector.
  int traverse(visitproc visit, void* arg) const;
  void clear();

 private:
  mutable python::Calls calls_;
  std::vector<CallerModules*> modules_;  // of plans_
  cli::Plans plans_;
  std::string diagnostics_;
  bool valid_ = false;
};

void bind_compiled(nb::module_& m);

}  // namespace headrace::module
