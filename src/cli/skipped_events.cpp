#include "cli/skipped_events.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <set>

#include "cli/count_text.h"
#include "cli/messages.h"
#include "connect/file_sink.h"
#include "data/json_write.h"

namespace headrace::cli {
namespace {

void append_member(const char* name, std::string_view text, std::string* out) {
  out->append(", \"").append(name).append("\": ");
  append_json_bytes(text, out);
}

}  // namespace

Status SkippedEvents::keep_in(const std::string& path) {
  Result<std::unique_ptr<ByteSink>> file = open_file_sink(path);
  if (!file) return file.error();
  file_ = *std::move(file);
  return Ok{};
}

void SkippedEvents::add(const SkippedEvent& event) {
  ++count_;
  const auto known =
      std::find_if(reasons_.begin(), reasons_.end(), [&](const Reason& r) { return r.text == event.reason; });
  if (known == reasons_.end()) {
    reasons_.push_back({event.reason, 1, event});
  } else {
    ++known->count;
  }
  if (!file_ || !written_) return;
  std::string line = "{\"file\": ";
  append_json_bytes(source_.files()[event.place.file], &line);
  line += fmt::format(", \"line\": {}", event.place.line);
  append_member("reason", event.reason, &line);
  append_member("detail", event.detail, &line);
  append_member("text", event.text, &line);
  written_ = file_->write(line + "}\n");
}

Status SkippedEvents::close() {
  if (file_ && written_) written_ = file_->close();
  return written_;
}

Status SkippedEvents::publish() { return file_ ? file_->publish() : Status(Ok{}); }

std::string SkippedEvents::place_text(EventPlace place) const {
  return fmt::format("{}:{}", source_.files()[place.file], place.line);
}

std::string SkippedEvents::headline(uint64_t events_taken) const {
  return fmt::format("{} of {} {} skipped", count_text(count_), count_text(count_ + events_taken, "event"),
                     count_ == 1 ? "was" : "were");
}

std::string SkippedEvents::reasons() const {
  size_t count_width = 0, reason_width = 0;
  for (const Reason& r : reasons_) {
    count_width = std::max(count_width, count_text(r.count).size());
    reason_width = std::max(reason_width, r.text.size());
  }
  std::string out;
  for (const Reason& r : reasons_) {
    out += fmt::format("  {:>{}}  {:<{}}  first at {}", count_text(r.count), count_width, r.text,
                       reason_width, place_text(r.first.place));
    if (!r.first.detail.empty()) out += ": " + r.first.detail;
    out += "\n";
  }
  return out;
}

void say_left_out(const EventSource& source) {
  const auto files = source.left_out();
  if (files.empty()) return;
  std::string text = fmt::format("left out {} whose extension is not one of events: {}",
                                 count_text(files.size(), "file"), files[0]);
  if (files.size() > 1) text += fmt::format(" and {} more", count_text(files.size() - 1));
  say(Level::kWarning, text);
}

void say_named_again(const EventSource& source) {
  std::set<std::filesystem::path> seen;
  std::vector<std::string> again;
  for (const std::string& file : source.files()) {
    std::error_code unknown;
    if (!std::filesystem::is_regular_file(file, unknown)) continue;
    if (!seen.insert(std::filesystem::canonical(file, unknown)).second) again.push_back(file);
  }
  if (again.empty()) return;
  std::string text = again[0] + " is named more than once, and so read more than once";
  if (again.size() > 1) text += fmt::format("; so are {} more", count_text(again.size() - 1));
  say(Level::kWarning, text);
}

}  // namespace headrace::cli
