// Events that Python holds, as sources of the engine.
#pragma once

#include <nanobind/nanobind.h>

#include <memory>

#include "io/event_source.h"
#include "module/host.h"

namespace headrace::module {

// `input` is a dict made by headrace._events:
//   paths: list of str, format, processor, csv_types     files, patterns, folders
//   stream: callable, name, rewinds                      gives a capsule of an Arrow stream, each time the
//   same
//                                                        rows where it rewinds
//   dicts: iterator, name                                dicts, or what dict() takes
// The input outlives the source. Under the interpreter's lock.
std::unique_ptr<EventSource> open_events(nb::dict input, const Projection& projection);

}  // namespace headrace::module
