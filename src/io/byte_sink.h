// Where bytes go: a file, standard output, a compressor around another sink.
#pragma once

#include <string_view>

#include "base/status.h"

namespace headrace {

// Written by one thread. A sink that is destroyed before publish() leaves nothing behind under the final
// name.
class ByteSink {
 public:
  virtual ~ByteSink() = default;

  virtual Status write(std::string_view bytes) = 0;
  // After the last byte: all of it is where it will survive a crash, and what may fail has been done, but it
  // is not yet visible.
  virtual Status close() = 0;
  // After close(): visible under the final name, at once and as a whole.
  virtual Status publish() = 0;
  // publish() in its two steps, for sinks that are published together, all visible before the first waits for
  // the disk: visible, and so that its name survives a crash as well.
  virtual Status appear() { return publish(); }
  virtual Status settle() { return Ok{}; }
};

}  // namespace headrace
