// Events on their way between processes: what the plan reads of each, to the last bit, taken apart once.
#pragma once

#include <nanobind/nanobind.h>

#include <memory>
#include <string>

#include "io/event_source.h"
#include "module/host.h"

namespace headrace::module {

// Appends a row of a batch, `width` slots; fails where it holds what cannot be stored. Or an event that was
// left out, with why. In the order of the input.
Status append_encoded(const Value* row, size_t width, std::string* out);
void append_encoded(const SkippedEvent& event, std::string* out);

// Events out of `payloads`, an iterable of objects with such bytes, one behind the other; a number stands for
// the line. `name` stands for a file's. The projection is that of the process that encoded them. Under the
// interpreter's lock, as its end.
std::unique_ptr<EventSource> open_encoded(nb::handle payloads, std::string name,
                                          const Projection& projection);

}  // namespace headrace::module
