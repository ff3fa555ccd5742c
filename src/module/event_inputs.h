// Events that Python holds, as sources of the engine.
#pragma once

#include <nanobind/nanobind.h>

#include <memory>

#include "io/event_source.h"
#include "module/beside.h"
#include "module/host.h"

namespace headrace::module {

// `input` is a dict made by headrace._events:
//   paths: list of str or bytes, format,    files, patterns, folders
//     processor, csv_types
//   stream: callable, name, rewinds          gives a capsule of an Arrow stream, each time the same rows
//   where
//                                            it rewinds
//   dicts: iterator, name                    dicts, of whatever class
//   encoded: list of buffers, name           events that another process has taken apart
// What iterators and callables do `beside` is asked for, whose work the source is of; objects of Python's in
// events belong to `calls`. All outlive the source. Under the interpreter's lock.
std::unique_ptr<EventSource> open_events(nb::dict input, const Projection& projection, Beside& beside,
                                         python::Calls& calls);

}  // namespace headrace::module
