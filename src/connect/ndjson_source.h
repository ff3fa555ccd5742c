// Events from files of JSON lines.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "data/json_projector.h"
#include "io/byte_stream.h"
#include "io/event_source.h"

namespace headrace {

class LineReader;

// What a line holds.
enum class DataProcessor {
  kSimple,  // one event
  kIpfix,   // one IPFIX message: any number of events (ipfix.h)
};

class NdjsonSource final : public EventSource {
 public:
  // The files are read one after the other.
  NdjsonSource(std::vector<std::string> files, DataProcessor processor, Projection projection);
  ~NdjsonSource() override;

  Result<bool> read(EventBatch* batch, std::vector<SkippedEvent>* skipped) override;
  const std::vector<std::string>& files() const override { return files_; }

 private:
  static constexpr size_t kBatchRows = 1024;

  Result<bool> next_line(std::string_view* line);
  bool decode(std::string_view line, EventBatch* batch, std::string* error);
  void add_event(Value event, EventBatch* batch);
  Value* add_row(EventBatch* batch);
  void drop_row(EventBatch* batch);

  std::vector<std::string> files_;
  DataProcessor processor_;
  Projection projection_;
  JsonProjector projector_;
  std::unique_ptr<LineReader> reader_;
  EventPlace place_;
};

}  // namespace headrace
