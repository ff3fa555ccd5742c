// Events from files of JSON lines.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "data/json_parser.h"
#include "io/byte_stream.h"
#include "io/event_source.h"

namespace headrace {

class LineReader;

class NdjsonSource final : public EventSource {
 public:
  // The files are read one after the other.
  NdjsonSource(std::vector<std::string> files, Projection projection);
  ~NdjsonSource() override;

  Result<bool> read(EventBatch* batch, std::vector<SkippedEvent>* skipped) override;
  const std::vector<std::string>& files() const override { return files_; }

 private:
  static constexpr size_t kBatchRows = 1024;

  bool parse(std::string_view line, Value* row, JsonError* error);

  std::vector<std::string> files_;
  Projection projection_;
  JsonProjector projector_;
  std::unique_ptr<LineReader> reader_;
  size_t file_ = 0;
  uint64_t line_ = 0;
};

}  // namespace headrace
