// Specs from texts, checked and compiled, as the package holds them.
#pragma once

#include <nanobind/nanobind.h>

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "cli/plans.h"
#include "module/host.h"

namespace headrace::module {

// A spec's text, and what it is called in messages: a path, where it has one.
struct SpecText {
  std::string name;
  std::string text;
};

// A streaming spec, with or without a window spec on top. Immutable, so that any number of runs may share it.
class Compiled {
 public:
  // `folder` is where the specs' own modules are looked for, `functions` a dict of names that expressions may
  // use besides.
  Compiled(const std::vector<SpecText>& texts, const std::string& folder, nb::dict functions);

  // JSON of `headrace validate --format=json`.
  const std::string& diagnostics() const { return diagnostics_; }
  bool is_valid() const { return valid_; }
  bool has_window() const { return plans_.window != nullptr; }
  // What is read of an event, and of that what Identity reads, by name; none where it is the event as a
  // whole.
  std::optional<std::vector<std::string>> event_keys() const;
  std::optional<std::vector<std::string>> identity_keys() const;

  const cli::Plans& plans() const { return plans_; }

 private:
  cli::Plans plans_;
  std::string diagnostics_;
  bool valid_ = false;
};

void bind_compiled(nb::module_& m);

}  // namespace headrace::module
