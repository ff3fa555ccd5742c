// The events of one file, whatever its format.
#pragma once

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

class EventReader {
 public:
  virtual ~EventReader() = default;

  // Appends events until `rows` is full (true) or the file has ended (false). A row may bring several more
  // than the last that fits.
  virtual Result<bool> read(EventRows& rows) = 0;
};

// A file that has been opened and looked into.
struct OpenedFile {
  std::string path;  // "<stdin>": standard input
  uint32_t index;    // EventPlace::file of its events
  Compression compression;
  SourceFormat format;
  std::unique_ptr<ByteStream> stream;  // its content from the first byte on, decompressed
};

}  // namespace headrace
