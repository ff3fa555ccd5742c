// The files that one run writes, published together once all of them are whole.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "connect/output_target.h"
#include "connect/run_metadata.h"
#include "io/byte_sink.h"

namespace headrace {

class OutputFiles {
 public:
  // Opens target.path, or in a folder (made if need be) a file for each of `names`, to be told apart by
  // index. `metadata` may be null and outlives this; else NAME.meta.json is written beside each file, not
  // beside standard output and devices.
  static Result<OutputFiles> open(const OutputTarget& target, const std::vector<std::string>& names,
                                  const RunMetadata* metadata);

  // `rows` counts what the text holds.
  Status write(size_t file, std::string_view text, uint64_t rows);
  // All of them become visible, or the error says why not.
  Status finish();

 private:
  struct File {
    std::string path;
    bool plain;  // neither standard output nor a device
    std::unique_ptr<ByteSink> sink;
    uint64_t rows = 0;
  };

  explicit OutputFiles(const RunMetadata* metadata) : metadata_(metadata) {}
  Status add(const std::string& path, Compression compression);

  const RunMetadata* metadata_;
  std::vector<File> files_;
};

}  // namespace headrace
