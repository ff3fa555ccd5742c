// One batch run beside the interpreter: the events of a Python program in, tables out.
#pragma once

#include <nanobind/nanobind.h>

#include "module/host.h"

namespace headrace::module {

// headrace._headrace.transform(compiled, events, options, progress) -> dict
//   options: threads, seed, now (ISO text or ''), state (bytes or None), keep_state, keep_going, count_kept;
//   lines (a file that takes what `headrace transform` prints, in place of tables; None)
//   progress: None, or a callable that is told (events, evaluated, identities, bytes_read, bytes_total) some
//   times a second
//   result: tables (a list of (name, capsule)), errors (a list of (file, line, reason, detail, text)), stats
//   (JSON of --stats), state (bytes or None), left_out (files)
// The interpreter's lock is free meanwhile. The run is stopped by an interrupt, by what `progress` raises,
// and by SystemExit or its like out of the events' own code or of a function.
void bind_run(nb::module_& m);

}  // namespace headrace::module
