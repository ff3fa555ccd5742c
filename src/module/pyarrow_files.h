// Parquet and Arrow IPC files through the pyarrow that is there, in place of the plug-in that holds Arrow's
// C++ libraries: a wheel brings none, and works with any pyarrow.
#pragma once

namespace headrace::module {

// From now on columnar::load_plugin() gives an implementation on top of headrace._pyarrow_files.
void use_pyarrow();

}  // namespace headrace::module
