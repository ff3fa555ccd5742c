// The plug-in `columnar`, which holds Arrow's C++ libraries, opened on first need.
#pragma once

#include "base/status.h"
#include "connect/columnar/columnar_abi.h"

namespace headrace::columnar {

// Looked for in lib/headrace beside the program (a build folder) and in ../lib/headrace (an installation).
// An Error says what to install. Stays open until the process ends. Safe from any thread.
Result<const HeadraceColumnar*> load_plugin();
// What load_plugin() gives instead: something that is in the program already. Before the first call of it.
void use_plugin(const HeadraceColumnar* plugin);

}  // namespace headrace::columnar
