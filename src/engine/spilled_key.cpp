#include "engine/spilled_key.h"

#include "data/wire.h"

namespace headrace {
namespace {

using Form = SpilledKey::Form;

// 1 + its index in the state that the run goes on from; 0: none.
uint64_t number_of(const KeyRecord* carried, const StateFile* state_in) {
  return carried ? static_cast<uint64_t>(carried - state_in->keys().data()) + 1 : 0;
}

void append_head(Form form, uint64_t first, std::string* out) {
  wire::append_varint(first, out);
  out->push_back(static_cast<char>(form));
}

Form form_of(const Key& key) {
  if (key.waits()) return Form::kWaits;
  return key.state->last_event_us == INT64_MIN ? Form::kUntouched : Form::kState;
}

Status append_state(const StreamPlan& plan, const KeyState& state, std::string* out) {
  Status s = encode_key(plan, state, out);
  if (s) return s;
  Error error = s.error();
  error.hint = "it goes to disk only with --memory; run without, or with a larger one";
  return error;
}

}  // namespace

Status append_key(const StreamPlan& plan, const StateFile* state_in, uint64_t first, const Key& key,
                  std::string* out) {
  const Form form = form_of(key);
  append_head(form, first, out);
  wire::append_varint(number_of(key.carried(), state_in), out);
  if (form != Form::kState) {
    wire::append_bytes(key.state->identity(), out);
    return Ok{};
  }
  return append_state(plan, *key.state, out);
}

void append_untouched(const StateFile* state_in, uint64_t first, const KeyRecord& carried, std::string* out) {
  append_head(Form::kUntouched, first, out);
  wire::append_varint(number_of(&carried, state_in), out);
  wire::append_bytes(carried.identity, out);
}

Status append_done(const StreamPlan& plan, uint64_t first, const KeyState& state, std::string* out) {
  append_head(Form::kState, first, out);
  wire::append_varint(0, out);
  return append_state(plan, state, out);
}

void append_done(uint64_t first, const KeyRecord& record, std::string* out) {
  append_head(Form::kState, first, out);
  wire::append_varint(0, out);
  append_record(record, out);
}

void append_failed(uint64_t first, std::string_view identity, std::string_view message, std::string* out) {
  append_head(Form::kFailed, first, out);
  wire::append_varint(0, out);
  wire::append_bytes(identity, out);
  wire::append_bytes(message, out);
}

bool read_key(std::string_view bytes, const StateFile* state_in, SpilledKey* out) {
  wire::Reader in(bytes);
  *out = {};
  out->first = in.varint();
  out->form = static_cast<Form>(in.u8());
  const uint64_t carried = in.varint();
  if (!in.ok()) return false;
  if (carried > 0) {
    if (!state_in || carried > state_in->keys().size()) return false;
    out->carried = &state_in->keys()[carried - 1];
  }
  if (out->form == Form::kState) {
    std::string_view rest = bytes.substr(bytes.size() - in.left());
    return next_key(&rest, &out->record) && rest.empty();
  }
  out->record.identity = in.bytes();
  if (out->form == Form::kFailed) out->message = in.bytes();
  return in.ok() && in.left() == 0 && out->form <= Form::kFailed;
}

uint64_t first_of_key(std::string_view bytes) { return wire::Reader(bytes).varint(); }

Error damaged_spill() {
  return {ErrorKind::kOutside, "what was spilled to disk came back damaged", "",
          "run again; if it stays, the disk is at fault, and --spill-dir names another", false};
}

}  // namespace headrace
