// Events that a run left out: counted by reason with the first of each, and all kept in a file where asked.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "base/status.h"
#include "io/byte_sink.h"
#include "io/event_source.h"

namespace headrace::cli {

class SkippedEvents {
 public:
  // The source outlives this.
  explicit SkippedEvents(const EventSource& source) : source_(source) {}

  // From now on all go to this file, a JSON object each: file, line, reason, detail, text.
  Status keep_in(const std::string& path);
  void add(const SkippedEvent& event);
  // Makes the file visible; an error of any of its writes is told here.
  Status close();
  Status publish();

  bool kept() const { return file_ != nullptr; }
  // "3 of 1,003 events were skipped"
  std::string headline(uint64_t events_taken) const;
  // Of the first one; empty without any.
  std::string first_reason() const { return reasons_.empty() ? "" : reasons_.front().text; }
  // A line for each reason: how many, and the first.
  std::string reasons() const;

 private:
  struct Reason {
    std::string text;
    uint64_t count;
    SkippedEvent first;
  };

  std::string place_text(EventPlace place) const;

  const EventSource& source_;
  std::vector<Reason> reasons_;  // in order of their first event
  uint64_t count_ = 0;
  std::unique_ptr<ByteSink> file_;
  Status written_ = Ok{};
};

// A line for the files that were left out of the folders which the user named, if there are any.
void say_left_out(const EventSource& source);
// A line where the user's names stand for a file more than once, whose events then count as often.
void say_named_again(const EventSource& source);

}  // namespace headrace::cli
