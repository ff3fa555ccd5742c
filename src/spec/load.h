// Spec files -> checked specs, and everything that is wrong with them at once.
//
// This checks structure: keys, names, types, references between and inside specs. It does not look into
// expressions; the plan compiles those and reports into the same Diagnostics.
#pragma once

#include <memory>
#include <vector>

#include "spec/diagnostic.h"
#include "spec/spec.h"

namespace headrace {

using SourceFiles = std::vector<std::shared_ptr<const SourceFile>>;

struct LoadOptions {
  // Files that a window spec may refer to besides those that are checked: its neighbours in the folder. What
  // is wrong with them is not reported, and those with errors are not used.
  SourceFiles companions;
  // A window spec must find its streaming spec; otherwise it is only a note that it did not.
  bool require_streaming = false;
  // A file that is YAML but no spec is worth a note only: nobody said that it is one.
  bool skip_others = false;
};

struct SpecSet {
  // One for each file that holds a spec, in order, also where it has errors: see SpecHeader::valid.
  std::vector<Spec> specs;
  std::vector<Spec> companions;
  std::vector<Spec> broken_companions;  // those with errors: known by name alone

  // The one with this name among the specs, then among the companions; or null.
  const StreamingSpec* find_streaming(std::string_view name) const;
  // The streaming spec behind a window spec; where it names none, the only one among the specs, else among
  // the companions.
  const StreamingSpec* streaming_of(const WindowSpec& window) const;
};

// The diagnostics come sorted by place.
SpecSet load_specs(const SourceFiles& files, Diagnostics& diagnostics, const LoadOptions& options = {});

}  // namespace headrace
