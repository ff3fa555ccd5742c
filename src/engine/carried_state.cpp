#include "engine/carried_state.h"

#include "data/datetime.h"
#include "data/json_write.h"
#include "data/value_codec.h"

namespace headrace {
namespace {

// A section ends with the record that fills it, so that the same keys give the same bytes however they came.
constexpr size_t kSectionBytes = 1 << 20;

std::string iso_text(int64_t instant) {
  std::string text;
  append_iso(Value::datetime(instant, Zone::kFixed, 0), &text);
  return text;
}

}  // namespace

StateSink::StateSink(const StreamPlan& plan, const Value& meaning, ByteSink& out)
    : plan_(plan), out_(out), head_(framer_.header()) {
  std::string body;
  const bool stored = ValueEncoder(&body).encode(meaning);
  HEADRACE_CHECK(stored);
  head_ += framer_.section(state_format::Section::kSpec, body);
}

Status StateSink::encode(const KeyState& state, Part* part) const {
  if (Status s = encode_key(plan_, state, &part->records); !s) return s;
  part->ends.push_back(part->records.size());
  part->saved += state.saved.size();
  return Ok{};
}

void StateSink::pass_on(const KeyRecord& record, Part* part) const {
  append_record(record, &part->records);
  part->ends.push_back(part->records.size());
  part->saved += record.saved_count;
}

Status StateSink::write(const Part& part) {
  size_t begin = 0;
  for (const size_t end : part.ends) {
    keys_.append(part.records, begin, end - begin);
    begin = end;
    if (keys_.size() < kSectionBytes) continue;
    if (Status s = flush_keys(); !s) return s;
  }
  totals_.keys += part.ends.size();
  totals_.saved += part.saved;
  return Ok{};
}

Status StateSink::flush_keys() {
  if (!head_.empty()) {
    if (Status s = out_.write(head_); !s) return s;
    head_.clear();
  }
  if (keys_.empty()) return Ok{};
  const std::string section = framer_.section(state_format::Section::kKeys, keys_);
  keys_.clear();
  return out_.write(section);
}

Status StateSink::close() {
  if (Status s = flush_keys(); !s) return s;
  std::string totals;
  wire::append_varint(totals_.keys, &totals);
  wire::append_varint(totals_.saved, &totals);
  if (Status s = out_.write(framer_.section(state_format::Section::kEnd, totals)); !s) return s;
  return out_.close();
}

Status StateSink::publish() { return out_.publish(); }

std::string before_last_event(int64_t time_us, int64_t last_us, std::string_view identity) {
  return "its time " + iso_text(time_us) + " is before " + iso_text(last_us) +
         ", the last event of identity '" + std::string(identity) + "'";
}

std::string before_state_end(int64_t time_us, const KeyRecord& key) {
  return before_last_event(time_us, key.last_event_us, key.identity) + " in the state";
}

}  // namespace headrace
