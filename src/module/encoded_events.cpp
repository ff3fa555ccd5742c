#include "module/encoded_events.h"

#include <utility>
#include <vector>

#include "connect/event_rows.h"
#include "data/value_codec.h"
#include "data/wire.h"

namespace headrace::module {
namespace {

// A record: how many bytes follow, then kRow and the slots, or kLeftOut and the texts that say why.
constexpr uint8_t kLeftOut = 0, kRow = 1;
constexpr size_t kPieceEvents = 1024;

// The memory of an object of Python's, which stays as long as this. Under the interpreter's lock.
class Buffer {
 public:
  explicit Buffer(nb::handle object) {
    if (PyObject_GetBuffer(object.ptr(), &view_, PyBUF_SIMPLE) != 0) throw nb::python_error();
  }
  Buffer(Buffer&& other) noexcept : view_(std::exchange(other.view_, {})) {}
  Buffer& operator=(Buffer&&) = delete;
  ~Buffer() {
    if (view_.obj) PyBuffer_Release(&view_);
  }

  std::string_view bytes() const {
    return {static_cast<const char*>(view_.buf), static_cast<size_t>(view_.len)};
  }

 private:
  Py_buffer view_ = {};
};

class Piece final : public EventPiece {
 public:
  Piece(const Projection& projection, const std::string& name, std::string_view records, EventPlace first)
      : projection_(projection), name_(name), records_(records), place_(first) {}

  Status decode(EventBatch* batch, std::vector<SkippedEvent>* skipped) override {
    batch->width = projection_.width();
    EventRows rows(projection_, kPieceEvents, batch, skipped);
    for (wire::Reader in(records_); in.left() > 0; ++place_.line) {
      wire::Reader record(in.bytes());
      const uint8_t form = record.u8();
      if (!record.ok() || form > kRow) return damaged();
      const bool read = form == kRow ? read_row(record, rows.add_used(place_)) : left_out(record, rows);
      if (!read || !record.ok() || record.left() > 0) return damaged();
    }
    return Ok{};
  }

 private:
  bool read_row(wire::Reader& record, Value* row) const {
    ValueDecoder values(&record);
    for (size_t i = 0; i < projection_.width(); ++i) {
      if (!values.decode(&row[i])) return false;
    }
    return true;
  }

  bool left_out(wire::Reader& record, EventRows& rows) const {
    const std::string_view reason = record.bytes(), detail = record.bytes(), text = record.bytes();
    rows.skip(place_, std::string(reason), std::string(detail), text);
    return true;
  }

  Error damaged() const {
    return {ErrorKind::kInput, "the events of another process are damaged",
            name_ + ":" + std::to_string(place_.line), "the processes have different versions of headrace",
            false};
  }

  const Projection& projection_;
  const std::string& name_;
  std::string_view records_;
  EventPlace place_;
};

class EncodedSource final : public EventSource {
 public:
  EncodedSource(std::vector<Buffer> payloads, std::string name, const Projection& projection)
      : payloads_(std::move(payloads)), files_{std::move(name)}, projection_(projection) {}
  ~EncodedSource() override {
    const nb::gil_scoped_acquire lock;
    payloads_.clear();
  }

  Result<bool> next(std::unique_ptr<EventPiece>* piece) override {
    while (payload_ < payloads_.size() && at_ == payloads_[payload_].bytes().size()) {
      ++payload_;
      at_ = 0;
    }
    if (payload_ == payloads_.size()) return false;
    const std::string_view rest = payloads_[payload_].bytes().substr(at_);
    wire::Reader in(rest);
    size_t events = 0;
    for (; events < kPieceEvents && in.left() > 0; ++events) in.bytes();
    // What is damaged is for the piece to say.
    const size_t size = in.ok() ? rest.size() - in.left() : rest.size();
    *piece =
        std::make_unique<Piece>(projection_, files_[0], rest.substr(0, size), EventPlace{0, events_ + 1});
    at_ += size;
    events_ += events;
    return true;
  }
  const std::vector<std::string>& files() const override { return files_; }
  bool can_rewind() const override { return true; }
  Status rewind() override {
    payload_ = at_ = 0;
    events_ = 0;
    return Ok{};
  }

 private:
  std::vector<Buffer> payloads_;
  std::vector<std::string> files_;
  Projection projection_;
  size_t payload_ = 0, at_ = 0;  // the next byte
  uint64_t events_ = 0;          // before it
};

}  // namespace

Status append_encoded(const Value* row, size_t width, std::string* out) {
  std::string record(1, static_cast<char>(kRow));
  ValueEncoder values(&record);
  for (size_t i = 0; i < width; ++i) {
    if (!values.encode(row[i]))
      return Error{ErrorKind::kInput, "an event cannot go to another process: " + values.refusal(), "", "",
                   false};
  }
  wire::append_bytes(record, out);
  return Ok{};
}

void append_encoded(const SkippedEvent& event, std::string* out) {
  std::string record(1, static_cast<char>(kLeftOut));
  for (const std::string* const text : {&event.reason, &event.detail, &event.text})
    wire::append_bytes(*text, &record);
  wire::append_bytes(record, out);
}

std::unique_ptr<EventSource> open_encoded(nb::handle payloads, std::string name,
                                          const Projection& projection) {
  std::vector<Buffer> buffers;
  for (const nb::handle payload : nb::list(payloads)) buffers.emplace_back(payload);
  return std::make_unique<EncodedSource>(std::move(buffers), std::move(name), projection);
}

}  // namespace headrace::module
