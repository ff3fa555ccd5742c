// Whose each event is, as a number: by it events are divided among processes before any of them is evaluated.
#pragma once

#include <nanobind/nanobind.h>

#include "module/host.h"

namespace headrace::module {

// headrace._headrace.identity_hashes(compiled, events, now) -> bytes
//   events: a stream or dicts (event_inputs.h); of its keys only those that Identity reads need be there
//   result: a uint64 in the machine's byte order for each event, in their order. Equal for equal identities,
//   in every process, on every machine and in every version; 0 for an event that has none and will be left
//   out
// The interpreter's lock is free meanwhile.
//
// headrace._headrace.divided_lines(compiled, lines, now, partitions) -> list[bytes | None]
//   lines: bytes, JSON lines
//   result: for each partition its events in their order, encoded (encoded_events.h), None where it has none.
//   The partition of an event is its number above modulo `partitions`; what is no event is in the first
void bind_identities(nb::module_& m);

}  // namespace headrace::module
