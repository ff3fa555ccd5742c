#include "state/key_codec.h"

#include "base/unicode.h"
#include "data/value_codec.h"
#include "plan/expressions.h"

namespace headrace {
namespace {

class KeyEncoder {
 public:
  KeyEncoder(const StreamPlan& plan, const KeyState& state, std::string* out)
      : plan_(plan), state_(state), out_(*out), values_(out) {}

  Status run() {
    for (size_t i = 0; i < plan_.aggregates.size(); ++i) {
      const AggregatePlan& plan = plan_.aggregates[i];
      if (!is_carried(plan)) continue;
      const AggregateState& aggregate = state_.aggregate(i);
      const Value* const row = state_.row(plan);
      out_.push_back(aggregate.open() ? 1 : 0);
      if (aggregate.open()) append_key(plan, row);
      if (Status s = append_slots(plan, row); !s) return s;
    }
    for (const SavedRow& saved : state_.saved) {
      const AggregatePlan& plan = plan_.aggregates[saved.aggregate()];
      const std::vector<Value> slots = state_.unpack(saved);
      wire::append_varint(saved.aggregate(), &out_);
      append_key(plan, slots.data());
      if (Status s = append_slots(plan, slots.data()); !s) return s;
    }
    return Ok{};
  }

 private:
  void append_key(const AggregatePlan& plan, const Value* row) { out_ += key_id_of(plan, row); }

  Status append_slots(const AggregatePlan& plan, const Value* row) {
    for (size_t i = 0; i < plan.slot_count(); ++i) {
      if (!values_.encode(row[i])) return refused(plan, plan.slot_names[i]);
    }
    return Ok{};
  }

  Error refused(const AggregatePlan& plan, const std::string& field) const {
    return {ErrorKind::kInput,
            "field '" + plan.name + "." + field + "' cannot be stored: " + values_.refusal(),
            "identity '" + std::string(state_.identity()) + "'",
            "a state holds numbers, texts, dates and containers of these; see docs/state-format.md", false};
  }

  const StreamPlan& plan_;
  const KeyState& state_;
  std::string& out_;
  ValueEncoder values_;
};

class RowDecoder {
 public:
  RowDecoder(const StreamPlan& plan, std::string_view bytes, KeyState* state)
      : plan_(plan), in_(bytes), state_(*state), values_(&in_) {}

  bool run(uint64_t saved_count) {
    for (size_t i = 0; i < plan_.aggregates.size(); ++i) {
      if (is_carried(plan_.aggregates[i]) && !read_open(i)) return false;
    }
    for (uint64_t i = 0; i < saved_count; ++i) {
      if (!read_saved()) return false;
    }
    return in_.ok() && in_.left() == 0;
  }

 private:
  bool read_open(size_t index) {
    const AggregatePlan& plan = plan_.aggregates[index];
    Value* const row = state_.row(plan);
    const uint8_t open = in_.u8();
    state_.aggregate(index).set_open(open == 1);
    if (open == 1 && !read_key(plan, row)) return false;
    return open <= 1 && read_slots(plan, row) && (open == 0 || has_times(plan, row));
  }

  bool read_saved() {
    const uint64_t index = in_.varint();
    if (!in_.ok() || index >= plan_.aggregates.size() || !is_carried(plan_.aggregates[index])) return false;
    const AggregatePlan& plan = plan_.aggregates[index];
    row_.assign(plan.row_slots(), Value());
    if (!read_key(plan, row_.data()) || !read_slots(plan, row_.data())) return false;
    if (!has_times(plan, row_.data())) return false;
    if (plan.kind != AggregateKind::kActivity && state_.find_saved(plan, index, key_id_of(plan, row_.data())))
      return false;
    state_.save(plan_, index, row_.data());
    return true;
  }

  // A block that took an event knows when.
  static bool has_times(const AggregatePlan& plan, const Value* row) {
    return !plan.makes_blocks() ||
           !(row[AggregatePlan::kStartTime].is_none() || row[AggregatePlan::kEndTime].is_none());
  }

  bool read_key(const AggregatePlan& plan, Value* row) {
    if (plan.dimensions.empty()) return true;
    std::string key_id;
    for (size_t i = 0; i < plan.dimensions.size(); ++i) {
      const std::string_view text = in_.bytes();
      if (!unicode::is_valid(text, true)) return false;
      append_dimension(text, &key_id);
    }
    row[plan.slot_count()] = Value::bytes(key_id);
    return in_.ok();
  }

  bool read_slots(const AggregatePlan& plan, Value* row) {
    for (size_t i = 0; i < plan.slot_count(); ++i) {
      if (!values_.decode(&row[i]) || !accepts(plan.slot_types[i], row[i])) return false;
      // One text for all rows, as it was.
      if (i == AggregatePlan::kIdentity && row[i].is_str() && row[i].str() == state_.identity())
        row[i] = state_.identity_value();
    }
    return true;
  }

  // Expressions are compiled for what a slot can hold, so nothing else may come out of a file.
  static bool accepts(FieldType type, const Value& v) {
    if ((slot_kinds(type) & v.kinds()) == 0) return false;
    return !v.is_container() || v.obj()->flavor == Flavor::kField;
  }

  const StreamPlan& plan_;
  wire::Reader in_;
  KeyState& state_;
  ValueDecoder values_;
  std::vector<Value> row_;  // the saved row at hand
};

}  // namespace

Status encode_key(const StreamPlan& plan, const KeyState& state, std::string* out) {
  std::string rows;
  if (Status s = KeyEncoder(plan, state, &rows).run(); !s) return s;
  append_record({state.identity(), state.last_event_us, state.saved.size(), rows}, out);
  return Ok{};
}

void append_record(const KeyRecord& record, std::string* out) {
  wire::append_bytes(record.identity, out);
  wire::append_signed(record.last_event_us, out);
  wire::append_varint(record.saved_count, out);
  wire::append_bytes(record.rows, out);
}

bool next_key(std::string_view* bytes, KeyRecord* out) {
  wire::Reader in(*bytes);
  out->identity = in.bytes();
  out->last_event_us = in.signed_varint();
  out->saved_count = in.varint();
  out->rows = in.bytes();
  if (!in.ok() || out->identity.empty() || !unicode::is_valid(out->identity, true)) return false;
  bytes->remove_prefix(bytes->size() - in.left());
  return true;
}

bool decode_rows(const StreamPlan& plan, const KeyRecord& record, KeyState* state) {
  state->last_event_us = record.last_event_us;
  return RowDecoder(plan, record.rows, state).run(record.saved_count);
}

}  // namespace headrace
