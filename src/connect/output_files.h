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
  // index. `metadata` may be null and outlives this; else metadata_path() is written for each file, not
  // for standard output and devices.
  static Result<OutputFiles> open(const OutputTarget& target, const std::vector<std::string>& names,
                                  const RunMetadata* metadata);

  // The files that open() makes, but for what is said beside them; none where results do not go to files.
  static std::vector<std::string> paths(const OutputTarget& target, const std::vector<std::string>& names);

  // Where it stands what is said of a file.
  static std::string metadata_path(const std::string& path) { return path + ".meta.json"; }

  // `rows` counts what the text holds.
  Status write(size_t file, std::string_view text, uint64_t rows);
  // All of them become visible, or the error says why not: then none has, unless the file system refuses a
  // name that nothing spoke against.
  Status finish();

 private:
  struct File {
    std::unique_ptr<ByteSink> sink;
    std::unique_ptr<ByteSink> beside;  // for the metadata; may be null
    uint64_t rows = 0;
  };

  explicit OutputFiles(const RunMetadata* metadata) : metadata_(metadata) {}
  Status add(const std::string& path, Compression compression);

  const RunMetadata* metadata_;
  std::vector<File> files_;
};

}  // namespace headrace
