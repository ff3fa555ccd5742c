// Events that are already here, as JSON texts: those of tests inside specs.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "connect/json_decoder.h"
#include "io/event_source.h"

namespace headrace {

class MemorySource final : public EventSource {
 public:
  // `name` stands for a file's in places, an event's number for its line. Gives at most `batch_rows` events
  // at a time.
  MemorySource(std::string name, std::vector<std::string> events, Projection projection, size_t batch_rows);
  MemorySource(const MemorySource&) = delete;
  MemorySource& operator=(const MemorySource&) = delete;

  Result<bool> next(std::unique_ptr<EventPiece>* piece) override;
  const std::vector<std::string>& files() const override { return files_; }
  bool can_rewind() const override { return true; }
  Status rewind() override {
    next_ = 0;
    return Ok{};
  }

 private:
  std::vector<std::string> files_;
  std::vector<std::string> events_;
  Projection projection_;
  JsonDecoder decoder_;
  size_t batch_rows_;
  size_t next_ = 0;
};

}  // namespace headrace
