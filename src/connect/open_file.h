// Opens a file of events and finds out what it is.
#pragma once

#include <atomic>
#include <cstdint>
#include <optional>
#include <string>

#include "connect/event_reader.h"
#include "connect/run_metadata.h"

namespace headrace {

struct OpenOptions {
  std::optional<SourceFormat> format;  // none: as the content says
  InputDigest* digest = nullptr;       // takes what is read of the file, as it stands there; may be null
  std::atomic<uint64_t>* bytes_read = nullptr;  // likewise the number of bytes
  uint64_t bytes_max = UINT64_MAX;              // the file is taken to end there
};

// "-" is standard input. What is compressed comes decompressed. The digest and the count outlive the stream.
Result<OpenedFile> open_file(const std::string& path, uint32_t index, const OpenOptions& options);

}  // namespace headrace
