#include "module/tables.h"

#include <nanobind/stl/string.h>

#include <string>
#include <utility>

namespace headrace::module {

nb::list as_list(std::vector<columnar::TableStreams::Table> tables) {
  nb::list out;
  for (columnar::TableStreams::Table& table : tables) {
    const nb::object name = text_of(table.name);
    out.append(nb::make_tuple(name, stream_capsule(columnar::TableStreams::stream(std::move(table)))));
  }
  return out;
}

nb::tuple as_tuple(const SkippedEvent& event, const EventSource& source) {
  return nb::make_tuple(text_of(source.files()[event.place.file]), event.place.line, event.reason,
                        text_of(event.detail), text_of(event.text));
}

}  // namespace headrace::module
