// A window spec and its streaming spec.
#pragma once

#include "spec/load.h"

namespace headrace {

// Settles which streaming spec the window spec stands on, and checks what it says of it.
void link_window(WindowSpec& window, const SpecSet& set, const LoadOptions& options,
                 Diagnostics& diagnostics);

}  // namespace headrace
