// The state of one identity: for each aggregate the row being built, and the rows saved so far in the order
// in which they were first saved.
//
// Owned by one shard and touched by one thread.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "data/value.h"

namespace headrace {

// The part of a row's key beyond identity and aggregate: its dimensions as text, or the start of an activity
// block.
struct RowKey {
  std::string dimensions;  // joined by ':'
  Value timestamp;         // a datetime, or None
};

struct SavedRow {
  uint16_t aggregate;
  RowKey key;
  std::vector<Value> slots;
};

struct AggregateState {
  std::vector<Value> row;
  bool open = false;        // the row has taken an event
  RowKey key;               // under which the row will be saved, while open
  std::string key_id;       // the dimensions again, each with its length before it: no two keys look alike
  int32_t last_saved = -1;  // of an activity: its newest block in KeyState::saved
  std::unordered_map<std::string, uint32_t> saved_by_id;  // rows of this aggregate in KeyState::saved
};

struct KeyState {
  std::string identity;
  int64_t last_event_us = INT64_MIN;  // the time of the last event applied, as an instant
  std::vector<AggregateState> aggregates;
  std::vector<SavedRow> saved;
};

// Adds one dimension's text to a row's key and to its key_id.
void append_dimension(std::string_view text, RowKey* key, std::string* key_id);
// The dimensions' texts that a key_id was made of.
std::vector<std::string_view> dimensions_of(std::string_view key_id);

// "identity/aggregate/dim:dim/timestamp", as Blurr prints a key.
std::string key_text(const std::string& identity, const std::string& aggregate, const RowKey& key);

}  // namespace headrace
