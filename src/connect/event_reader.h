// The events of one file, whatever its format.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "base/status.h"
#include "connect/event_rows.h"
#include "connect/source_format.h"
#include "io/byte_stream.h"
#include "io/event_source.h"

namespace headrace {

// What a value of JSON holds.
enum class DataProcessor {
  kSimple,  // one event
  kIpfix,   // one IPFIX message: any number of events (ipfix.h)
};

// What a piece may hold. The projection outlives all pieces.
struct PieceLimit {
  const Projection& projection;
  size_t events;
};

class EventReader {
 public:
  virtual ~EventReader() = default;

  // As EventSource::next(). Pieces may outlive the reader.
  virtual Result<bool> next(const PieceLimit& limit, std::unique_ptr<EventPiece>* piece) = 0;
};

// A reader that has to take events apart to find the next one: its pieces are decoded when they come.
class StepwiseReader : public EventReader {
 public:
  // Appends events until `rows` is full (true) or the file has ended (false). A row may bring several more
  // than the last that fits.
  virtual Result<bool> read(EventRows& rows) = 0;

  Result<bool> next(const PieceLimit& limit, std::unique_ptr<EventPiece>* piece) final;

 private:
  bool ended_ = false;
};

// A file that has been opened and looked into.
struct OpenedFile {
  std::string path;  // "<stdin>": standard input
  uint32_t index;    // EventPlace::file of its events
  Compression compression;
  SourceFormat format;
  std::unique_ptr<ByteStream> stream;  // its content from the first byte on, decompressed
  uint64_t bytes_max = UINT64_MAX;     // the file is taken to end there
};

}  // namespace headrace
