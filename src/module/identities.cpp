#include "module/identities.h"

#include <nanobind/stl/string.h>

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "base/hash.h"
#include "cli/run_clock.h"
#include "connect/json_lines_reader.h"
#include "engine/batch.h"
#include "engine/identify.h"
#include "engine/pipeline.h"
#include "module/beside.h"
#include "module/compiled.h"
#include "module/encoded_events.h"
#include "module/event_inputs.h"

namespace headrace::module {
namespace {

// Not a seed that a user would choose: what decides who is in a sample must not decide who works on it.
constexpr uint64_t kDivisionSeed = 0x68656164'72616365;

uint64_t division_hash(std::string_view identity) {
  return std::max<uint64_t>(sample_hash(kDivisionSeed, identity), 1);
}

Result<std::vector<uint64_t>> identity_hashes(const StreamPlan& plan, EventSource& source, int64_t now_us,
                                              Beside& beside) {
  Identifier identifier(plan, now_us);
  EventBatch batch;
  std::vector<SkippedEvent> skipped;
  std::vector<uint64_t> hashes;
  size_t seen = 0;
  for (bool more = true; more;) {
    skipped.clear();
    const Result<bool> read = source.read(&batch, &skipped);
    if (!read) return read.error();
    more = *read;
    seen += batch.size() + skipped.size();
    if (hashes.size() < seen) hashes.resize(seen);
    for (size_t i = 0; i < batch.size(); ++i) {
      if (beside.stopped()) return cancelled_error();
      const uint64_t line = batch.places[i].line;
      if (hashes.size() < line) hashes.resize(line);  // blank lines of a file are no events, but have numbers
      if (identifier.identify_without_time(batch.row(i)))
        hashes[line - 1] = division_hash(identifier.identity().str());
    }
  }
  return hashes;
}

nb::bytes hashes_of(const Compiled& compiled, nb::dict input, const std::string& now) {
  if (input.contains("paths") && nb::len(nb::object(input["paths"])) != 1)
    throw nb::value_error("the lines of several files are no one row of numbers");
  const StreamPlan& plan = *compiled.plans().stream;
  Beside beside(compiled.calls(), Beside::Ends::kAtOnce);
  const std::unique_ptr<EventSource> source =
      open_events(input, projection_of(plan, false), beside, compiled.calls());
  Result<std::vector<uint64_t>> hashes = std::vector<uint64_t>();
  const int64_t now_us = take(cli::run_clock(now));
  beside.run([&] { hashes = identity_hashes(plan, *source, now_us, beside); });
  beside.check(hashes ? Status(Ok{}) : hashes.error());
  const std::vector<uint64_t>& numbers = *hashes;
  return nb::bytes(numbers.data(), numbers.size() * sizeof(uint64_t));
}

// Lines that another holds.
class ViewStream final : public ByteStream {
 public:
  explicit ViewStream(std::string_view bytes) : bytes_(bytes) {}

  Result<size_t> read(char* buffer, size_t size) override {
    const size_t n = std::min(size, bytes_.size() - at_);
    std::memcpy(buffer, bytes_.data() + at_, n);
    at_ += n;
    return n;
  }
  uint64_t position() const override { return at_; }

 private:
  std::string_view bytes_;
  size_t at_ = 0;
};

// Events by the partition of their identity, encoded; what is none, or has none, in the first. In their
// order.
class Division {
 public:
  Division(const StreamPlan& plan, int64_t now_us, size_t partitions)
      : identifier_(plan, now_us), parts_(partitions) {}

  Status add(EventBatch& batch, const std::vector<SkippedEvent>& skipped) {
    auto left_out = skipped.begin();
    for (size_t i = 0; i < batch.size(); ++i) {
      for (; left_out != skipped.end() && left_out->place.line < batch.places[i].line; ++left_out)
        append_encoded(*left_out, &parts_[0]);
      const Value* const row = batch.row(i);
      // As it came: Identity may change the event.
      encoded_.clear();
      if (Status s = append_encoded(row, batch.width, &encoded_); !s) return s;
      const bool known = identifier_.identify_without_time(row);
      parts_[known ? division_hash(identifier_.identity().str()) % parts_.size() : 0] += encoded_;
    }
    for (; left_out != skipped.end(); ++left_out) append_encoded(*left_out, &parts_[0]);
    return Ok{};
  }

  const std::vector<std::string>& parts() const { return parts_; }

 private:
  Identifier identifier_;
  std::vector<std::string> parts_;
  std::string encoded_;  // the event at hand
};

Status divide_lines(std::string_view lines, const Projection& projection, Beside& beside,
                    Division* division) {
  JsonDecoders decoders(DataProcessor::kSimple, projection);
  JsonLinesReader reader(
      {"", 0, Compression::kNone, SourceFormat::kJsonLines, std::make_unique<ViewStream>(lines)}, decoders);
  constexpr size_t kPieceEvents = 1024;
  EventBatch batch;
  std::vector<SkippedEvent> skipped;
  for (;;) {
    if (beside.stopped()) return cancelled_error();
    std::unique_ptr<EventPiece> piece;
    const Result<bool> more = reader.next({projection, kPieceEvents}, &piece);
    if (!more) return more.error();
    if (!*more) return Ok{};
    batch.clear();
    skipped.clear();
    if (Status s = piece->decode(&batch, &skipped); !s) return s;
    if (Status s = division->add(batch, skipped); !s) return s;
  }
}

nb::list divided_lines(const Compiled& compiled, const nb::bytes& lines, const std::string& now,
                       size_t partitions) {
  if (partitions == 0) throw nb::value_error("there has to be a partition");
  const StreamPlan& plan = *compiled.plans().stream;
  const Projection projection = projection_of(plan, false);
  Beside beside(compiled.calls(), Beside::Ends::kAtOnce);
  Division division(plan, take(cli::run_clock(now)), partitions);
  const std::string_view text(lines.c_str(), lines.size());
  Status status = Ok{};
  beside.run([&] { status = divide_lines(text, projection, beside, &division); });
  beside.check(status);
  nb::list parts;
  for (const std::string& part : division.parts())
    parts.append(part.empty() ? nb::none() : nb::object(nb::bytes(part.data(), part.size())));
  return parts;
}

}  // namespace

void bind_identities(nb::module_& m) {
  m.def("identity_hashes", hashes_of, nb::arg("compiled"), nb::arg("events"), nb::arg("now"));
  m.def("divided_lines", divided_lines, nb::arg("compiled"), nb::arg("lines"), nb::arg("now"),
        nb::arg("partitions"));
}

}  // namespace headrace::module
