// Files of any format, one after the other, as one source.
#pragma once

#include <array>
#include <atomic>
#include <memory>
#include <string>
#include <vector>

#include "connect/csv_reader.h"
#include "connect/event_reader.h"
#include "connect/json_decoder.h"
#include "connect/open_file.h"
#include "connect/run_metadata.h"
#include "io/event_source.h"

namespace headrace {

class FilesSource final : public EventSource {
 public:
  struct Settings {
    std::vector<std::string> files;
    std::vector<std::string> left_out;
    DataProcessor processor = DataProcessor::kSimple;
    OpenOptions open;  // but for its count of bytes
    CsvTypes csv_types;
    size_t batch_events = 1024;
  };

  FilesSource(Settings settings, Projection projection);

  Result<bool> next(std::unique_ptr<EventPiece>* piece) override;
  const std::vector<std::string>& files() const override { return settings_.files; }
  std::span<const std::string> left_out() const override { return settings_.left_out; }
  // Regular files can be read again, as far as they were read before.
  bool can_rewind() const override { return all_regular_; }
  Status rewind() override;
  uint64_t bytes_read() const override { return bytes_read_.load(std::memory_order_relaxed); }
  uint64_t bytes_total() const override { return bytes_total_; }

 private:
  // The next file, ready to be read.
  Result<std::unique_ptr<EventReader>> open_next();
  // After a file: whether the second reading found what the first did.
  Status end_file();
  // Once all has been read: whether every column that was given a type was there.
  Status check_csv_types() const;

  Settings settings_;
  Projection projection_;
  JsonDecoders decoders_;
  std::unique_ptr<EventReader> reader_;
  uint32_t next_file_ = 0;
  std::atomic<uint64_t> bytes_read_ = 0;
  uint64_t bytes_total_ = 0;
  bool all_regular_;
  // What had been read when a file ended, with those before it.
  struct FileEnd {
    uint64_t bytes;
    std::array<unsigned char, 16> digest;
    bool operator==(const FileEnd&) const = default;
  };
  InputDigest own_digest_;              // of the first reading, where nobody else asks for one
  std::unique_ptr<InputDigest> again_;  // of the second
  std::vector<FileEnd> ends_;           // in the first reading
};

}  // namespace headrace
