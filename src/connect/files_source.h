// Files of any format, one after the other, as one source.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "connect/csv_reader.h"
#include "connect/event_reader.h"
#include "connect/json_decoder.h"
#include "connect/open_file.h"
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

  Result<bool> read(EventBatch* batch, std::vector<SkippedEvent>* skipped) override;
  const std::vector<std::string>& files() const override { return settings_.files; }
  std::span<const std::string> left_out() const override { return settings_.left_out; }
  uint64_t bytes_read() const override { return bytes_read_; }
  uint64_t bytes_total() const override { return bytes_total_; }

 private:
  // The next file, ready to be read.
  Result<std::unique_ptr<EventReader>> open_next();
  // Once all has been read: whether every column that was given a type was there.
  Status check_csv_types() const;

  Settings settings_;
  Projection projection_;
  JsonDecoder decoder_;
  std::unique_ptr<EventReader> reader_;
  uint32_t next_file_ = 0;
  uint64_t bytes_read_ = 0;
  uint64_t bytes_total_ = 0;
};

}  // namespace headrace
