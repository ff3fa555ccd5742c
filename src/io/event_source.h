// Where events come from, as the engine sees it: batches of rows, only what the plan reads of each event.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "base/status.h"
#include "data/value.h"

namespace headrace {

// What to read of an event, and into which slots (plan/plan.h, EventSlots).
struct Projection {
  std::vector<std::string> keys;  // key i goes to slot first_key_slot + i
  uint16_t record_slot = 0;
  uint16_t first_key_slot = 0;
  bool whole_record = false;  // fill record_slot with the event as a record
  bool strict = false;        // look into values that nobody reads, too

  size_t width() const { return first_key_slot + keys.size(); }
};

// Where an event stood.
struct EventPlace {
  uint32_t file = 0;  // index into EventSource::files()
  uint64_t line = 0;  // from 1; for formats without lines the event's number
};

// Rows in arrival order, row-major. Values belong to the batch's holder alone: no two rows share a heap
// object.
struct EventBatch {
  size_t width = 0;
  std::vector<Value>
      slots;  // behind those of the last event there may be more, also of events before clear()
  std::vector<EventPlace> places;

  size_t size() const { return places.size(); }
  Value* row(size_t i) { return slots.data() + i * width; }
  const Value* row(size_t i) const { return slots.data() + i * width; }
  // No events. What their rows held stays until others take the rows, and with it memory for what is like it.
  void clear() { places.clear(); }
};

// An event that was left out, and why.
struct SkippedEvent {
  EventPlace place;
  std::string reason;  // stable words, to count by: "not JSON", "identity is empty", "time is not a datetime"
  std::string detail;  // this event's own message
  std::string text;    // the event, as far as it could be read; may be cut
};

// A piece of the input that has been found but not yet taken apart, which any thread can do beside others.
class EventPiece {
 public:
  virtual ~EventPiece() = default;
  // Its rows, in an empty batch, and the events that had to be left out. Once. With an error, these are what
  // stood before the fault.
  virtual Status decode(EventBatch* batch, std::vector<SkippedEvent>* skipped) = 0;
};

class EventSource {
 public:
  virtual ~EventSource() = default;
  // The next piece; false at the end of input, without one. With an error there may be a last piece: what
  // stood before the fault. By one thread at a time. The source outlives its pieces.
  virtual Result<bool> next(std::unique_ptr<EventPiece>* piece) = 0;
  // Both steps in one, for who has no threads to share them: the next rows, and what was left out among them.
  Result<bool> read(EventBatch* batch, std::vector<SkippedEvent>* skipped) {
    std::unique_ptr<EventPiece> piece;
    const Result<bool> more = next(&piece);
    batch->clear();
    if (piece) {
      if (Status s = piece->decode(batch, skipped); !s) return s.error();
    }
    return more;
  }
  virtual const std::vector<std::string>& files() const = 0;
  // What stood beside them in the folders that were named and was not read, as its name is not one of events.
  virtual std::span<const std::string> left_out() const { return {}; }
  // Whether the same rows can be read again from the first one; begins so. read() fails when the input turns
  // out to have changed.
  virtual bool can_rewind() const { return false; }
  virtual Status rewind() {
    HEADRACE_CHECK(can_rewind());
    return Ok{};
  }
  // How much of the input has been read, for progress, also while another thread reads; total is 0 where
  // unknown.
  virtual uint64_t bytes_read() const { return 0; }
  virtual uint64_t bytes_total() const { return 0; }
};

}  // namespace headrace
