// The names that a spec's Import section brings into scope.
#pragma once

#include <map>
#include <string>

#include "data/value.h"
#include "plan/modules.h"
#include "spec/diagnostic.h"
#include "spec/spec.h"

namespace headrace {

using ImportedNames = std::map<std::string, Value, std::less<>>;

// Native modules first, else CPython's through `foreign` (may be null). What cannot be imported is reported
// and stands there as None, so that its uses are not reported too; of a `*` that cannot, the name "*" is
// left.
ImportedNames resolve_imports(const SpecHeader& spec, ForeignModules* foreign, Diagnostics& diagnostics);

}  // namespace headrace
