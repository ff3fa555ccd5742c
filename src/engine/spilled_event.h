// An event on its way to disk and back: whose it is, its place among all of the run, and its row.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/status.h"
#include "data/value.h"

namespace headrace {

struct SpilledEvent {
  uint64_t hash = 0;    // of its identity
  uint64_t number = 0;  // among all of the run
};

// Fails when it holds what cannot be stored.
Status append_event(const SpilledEvent& event, const Value* row, size_t width, std::string* out);

// The head alone. False when the bytes are damaged, as below.
bool read_event(std::string_view bytes, SpilledEvent* out);
bool read_event(std::string_view bytes, SpilledEvent* out, Value* row, size_t width);

}  // namespace headrace
