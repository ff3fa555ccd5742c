#include "engine/spilled_event.h"

#include "data/value_codec.h"
#include "data/wire.h"
#include "plan/plan.h"

namespace headrace {
namespace {

void read_head(wire::Reader& in, SpilledEvent* out) {
  out->hash = in.u64();
  out->number = in.varint();
}

}  // namespace

Status append_event(const SpilledEvent& event, const Value* row, size_t width, std::string* out) {
  wire::append_u64(event.hash, out);
  wire::append_varint(event.number, out);
  ValueEncoder values(out);
  for (size_t i = 0; i < width; ++i) {
    if (values.encode(row[i])) continue;
    return Error{ErrorKind::kInput, "an event cannot be spilled to disk: " + values.refusal(),
                 "identity '" + std::string(row[EventSlots::kIdentity].str()) + "'",
                 "it goes to disk only with --memory; run without, or with a larger one", false};
  }
  return Ok{};
}

bool read_event(std::string_view bytes, SpilledEvent* out) {
  wire::Reader in(bytes);
  read_head(in, out);
  return in.ok();
}

bool read_event(std::string_view bytes, SpilledEvent* out, Value* row, size_t width) {
  wire::Reader in(bytes);
  read_head(in, out);
  ValueDecoder values(&in);
  for (size_t i = 0; i < width; ++i) {
    if (!values.decode(&row[i])) return false;
  }
  return in.ok() && in.left() == 0;
}

}  // namespace headrace
