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
#include "engine/batch.h"
#include "engine/identify.h"
#include "engine/pipeline.h"
#include "module/beside.h"
#include "module/compiled.h"
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

// The ends of lines, each behind its line end.
std::vector<size_t> line_ends(std::string_view text) {
  std::vector<size_t> ends;
  for (size_t at = 0; at < text.size();) {
    at = std::min(text.find('\n', at), text.size() - 1) + 1;
    ends.push_back(at);
  }
  return ends;
}

nb::list lines_by_partition(const nb::bytes& lines, const nb::bytes& partition_numbers, size_t partitions) {
  const std::string_view text(lines.c_str(), lines.size());
  const std::vector<size_t> ends = line_ends(text);
  std::vector<uint16_t> partition(ends.size());  // of lines without a number the first
  std::memcpy(partition.data(), partition_numbers.c_str(),
              std::min(partition.size() * sizeof(uint16_t), partition_numbers.size()));
  std::vector<size_t> sizes(partitions);
  for (size_t i = 0, begin = 0; i < ends.size(); begin = ends[i++]) {
    if (partition[i] >= partitions) throw nb::value_error("a line's partition is none of them");
    sizes[partition[i]] += ends[i] - begin;
  }
  nb::list parts;
  std::vector<char*> to;
  for (const size_t size : sizes) {
    const nb::object part = nb::steal(PyBytes_FromStringAndSize(nullptr, static_cast<Py_ssize_t>(size)));
    if (!part.is_valid()) throw nb::python_error();
    parts.append(part);
    to.push_back(PyBytes_AS_STRING(part.ptr()));
  }
  for (size_t i = 0, begin = 0; i < ends.size(); begin = ends[i++]) {
    std::memcpy(to[partition[i]], text.data() + begin, ends[i] - begin);
    to[partition[i]] += ends[i] - begin;
  }
  return parts;
}

}  // namespace

void bind_identities(nb::module_& m) {
  m.def("identity_hashes", hashes_of, nb::arg("compiled"), nb::arg("events"), nb::arg("now"));
  m.def("lines_by_partition", lines_by_partition, nb::arg("lines"), nb::arg("numbers"),
        nb::arg("partitions"));
}

}  // namespace headrace::module
