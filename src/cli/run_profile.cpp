#include "cli/run_profile.h"

#include <fmt/format.h>
#include <sys/resource.h>

#include <algorithm>

#include "cli/count_text.h"

namespace headrace::cli {
namespace {

constexpr const char* kNames[] = {"read", "parse", "route", "evaluate", "windows", "write"};
static_assert(std::size(kNames) == kStageCount);

double stage_seconds(const BatchStats& stats, size_t stage) {
  return static_cast<double>(stats.stages[stage]) / 1e9;
}

double other_seconds(const BatchStats& stats, double cpu_seconds) {
  for (size_t i = 0; i < kStageCount; ++i) cpu_seconds -= stage_seconds(stats, i);
  return std::max(cpu_seconds, 0.0);
}

double ns_an_event(const BatchStats& stats, double seconds) {
  return stats.events ? seconds * 1e9 / static_cast<double>(stats.events) : 0;
}

}  // namespace

std::string profile_text(const BatchStats& stats, double cpu_seconds) {
  std::string out =
      fmt::format("{:<10} {:>12} {:>12} {:>7}\n", "stage", "CPU seconds", "ns an event", "share");
  const auto line = [&](const char* name, double seconds) {
    out += fmt::format("{:<10} {:>12.3f} {:>12.1f} {:>6.1f}%\n", name, seconds, ns_an_event(stats, seconds),
                       cpu_seconds > 0 ? 100 * seconds / cpu_seconds : 0.0);
  };
  for (size_t i = 0; i < kStageCount; ++i) line(kNames[i], stage_seconds(stats, i));
  line("other", other_seconds(stats, cpu_seconds));
  line("all", cpu_seconds);
  if (stats.spilled_bytes > 0) {
    out += fmt::format("spilled to disk: {}, {}\n", bytes_text(stats.spilled_bytes),
                       count_text(stats.spilled_partitions, "partition"));
  }
  return out;
}

std::string profile_json(const BatchStats& stats, double cpu_seconds) {
  std::string out = fmt::format(R"({{"events": {}, "cpu_seconds": {:.6f}, )", stats.events, cpu_seconds);
  if (stats.spilled_bytes > 0) {
    out += fmt::format(R"("spilled_bytes": {}, "spilled_partitions": {}, )", stats.spilled_bytes,
                       stats.spilled_partitions);
  }
  out += "\"stages\": {";
  for (size_t i = 0; i < kStageCount; ++i)
    out += fmt::format(R"("{}": {:.6f}, )", kNames[i], stage_seconds(stats, i));
  return out + fmt::format("\"other\": {:.6f}}}}}\n", other_seconds(stats, cpu_seconds));
}

double process_cpu_seconds() {
  rusage usage;
  ::getrusage(RUSAGE_SELF, &usage);
  const auto seconds = [](const timeval& t) {
    return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_usec) / 1e6;
  };
  return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

}  // namespace headrace::cli
