// Events that are already here, as JSON texts: those of tests inside specs.
#pragma once

#include <string>
#include <vector>

#include "data/json_projector.h"
#include "io/event_source.h"

namespace headrace {

class MemorySource final : public EventSource {
 public:
  // `name` stands for a file's in places. Gives at most `batch_rows` rows at a time.
  MemorySource(std::string name, std::vector<std::string> events, Projection projection, size_t batch_rows);

  Result<bool> read(EventBatch* batch, std::vector<SkippedEvent>* skipped) override;
  const std::vector<std::string>& files() const override { return files_; }

 private:
  bool decode(const std::string& text, Value* row, std::string* error);

  std::vector<std::string> files_;
  std::vector<std::string> events_;
  Projection projection_;
  JsonProjector projector_;
  size_t batch_rows_;
  size_t next_ = 0;
};

}  // namespace headrace
