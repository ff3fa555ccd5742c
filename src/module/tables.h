// What a run gives, as Python takes it.
#pragma once

#include <nanobind/nanobind.h>

#include <vector>

#include "connect/columnar/table_streams.h"
#include "io/event_source.h"
#include "module/host.h"

namespace headrace::module {

// [(name, capsule of an Arrow stream), ...]
nb::list as_list(std::vector<columnar::TableStreams::Table> tables);
// (file, line, reason, detail, text)
nb::tuple as_tuple(const SkippedEvent& event, const EventSource& source);

}  // namespace headrace::module
