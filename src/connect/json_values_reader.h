// Events from JSON values that follow one another, however they are laid out: an array of objects, objects
// over several lines, objects one behind the other. Streamed: only one value is held at a time.
//
// A value is found by its brackets, then decoded; one that is wrong inside is skipped alone. Where brackets,
// commas or quotes themselves do not add up it is not known where the next event begins, so that is an error
// of the file.
#pragma once

#include <string>

#include "connect/event_reader.h"
#include "connect/event_size.h"
#include "connect/json_decoder.h"
#include "connect/stream_buffer.h"

namespace headrace {

class JsonValuesReader final : public StepwiseReader {
 public:
  // The decoders outlive this.
  JsonValuesReader(OpenedFile file, JsonDecoders& decoders, size_t value_max = kEventBytesMax)
      : path_(std::move(file.path)),
        buffer_(std::move(file.stream)),
        decoder_(decoders.borrow()),
        file_(file.index),
        value_max_(value_max) {}

  Result<bool> read(EventRows& rows) override;

 private:
  // Inside an array of events, what may come next.
  enum class Expect { kOutside, kItemOrEnd, kItem, kCommaOrEnd };

  // As people count them; columns are code points.
  struct Position {
    uint64_t line = 1, column = 1;
    Position after(std::string_view text) const;
  };

  // Steps over unread bytes.
  void take(size_t size);
  // The next byte that is not white space. False at the end.
  Result<bool> next_byte(char* byte);
  // Steps over what stands between values. False at the end of the file.
  Result<bool> to_next_value();
  // The value that begins at the next byte goes to `rows`.
  Status read_value(EventRows& rows);
  // How much of `text` belongs to the value, going on where the last call stopped; *whole when it ends there.
  Result<size_t> extend(std::string_view text, size_t at, bool* whole);
  Error error(std::string message, Position where) const;

  std::string path_;
  StreamBuffer buffer_;
  JsonDecoders::Loan decoder_;
  uint32_t file_;
  Position position_;  // of the next byte
  size_t value_max_;
  bool begun_ = false;
  Expect expect_ = Expect::kOutside;

  // Within a value.
  size_t depth_ = 0;
  bool quoted_ = false, escaped_ = false, scalar_ = false;
};

}  // namespace headrace
