// Any bytes as a stored value, as a state file, and as what stands inside the frame of one: reading them must
// end, and what is read must be written back as the same bytes.
//
// Input: a byte that says which, then the bytes; inside a frame, two bytes of the spec's size come first.
#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>

#include "data/value_codec.h"
#include "state/state_file.h"
#include "state/state_format.h"
#include "state/stored_layout.h"

namespace {

using namespace headrace;

void read_value(std::string_view bytes) {
  wire::Reader in(bytes);
  Value v;
  if (!ValueDecoder(&in).decode(&v) || in.left() > 0) return;
  std::string again;
  const bool stored = ValueEncoder(&again).encode(v);
  HEADRACE_CHECK(stored && again == bytes);
}

void read_file(std::string bytes) {
  const Result<StateFile> file = StateFile::open(std::move(bytes), "fuzz.state");
  if (!file) {
    HEADRACE_CHECK(file.error().kind == ErrorKind::kInput && !file.error().message.empty());
    return;
  }
  HEADRACE_CHECK(file->check_spec(file->spec()));
  const std::unique_ptr<StreamPlan> layout = layout_of(file->spec());
  if (!layout) return;
  for (const KeyRecord& key : file->keys()) {
    RowStore store;
    const KeyState::Owner state = KeyState::make(*layout, key.identity, store);
    if (!file->restore(*layout, key, state.get())) continue;
    std::string read, written;
    append_record(key, &read);
    HEADRACE_CHECK(encode_key(*layout, *state, &written));
    HEADRACE_CHECK(read == written);
  }
}

// A file around the bytes, with checksums and totals that are right.
std::string framed(std::string_view bytes) {
  wire::Reader in(bytes);
  size_t spec_size = in.u8();
  spec_size |= size_t{in.u8()} << 8;
  const std::string_view spec = in.raw(std::min(spec_size, in.left()));
  const std::string_view keys = in.raw(in.left());
  StateTotals totals;
  KeyRecord key;
  for (std::string_view rest = keys; !rest.empty() && next_key(&rest, &key); ++totals.keys)
    totals.saved += key.saved_count;
  std::string end;
  wire::append_varint(totals.keys, &end);
  wire::append_varint(totals.saved, &end);
  state_format::Framer framer;
  std::string out = framer.header();
  out += framer.section(state_format::Section::kSpec, spec);
  out += framer.section(state_format::Section::kKeys, keys);
  return out + framer.section(state_format::Section::kEnd, end);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size == 0) return 0;
  const std::string_view rest(reinterpret_cast<const char*>(data) + 1, size - 1);
  switch (data[0] % 3) {
    case 0: read_value(rest); break;
    case 1: read_file(std::string(rest)); break;
    default: read_file(framed(rest)); break;
  }
  return 0;
}
