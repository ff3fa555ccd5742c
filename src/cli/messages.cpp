#include "cli/messages.h"

#include <fmt/format.h>

#include <chrono>
#include <cstdio>

#include "cli/progress_bar.h"

namespace headrace::cli {
namespace {

using Clock = std::chrono::steady_clock;

Level lowest = Level::kInfo;
const Clock::time_point kBegin = Clock::now();

}  // namespace

void set_level(Level level) { lowest = level; }
bool says(Level level) { return level >= lowest; }

void say(Level level, std::string_view text) {
  if (!says(level)) return;
  erase_progress();
  std::string line;
  switch (level) {
    case Level::kTrace:
    case Level::kDebug:
      line = fmt::format("headrace: {:.3f} s: {}\n",
                         std::chrono::duration<double>(Clock::now() - kBegin).count(), text);
      break;
    case Level::kWarning: line = fmt::format("headrace: warning: {}\n", text); break;
    default: line = fmt::format("headrace: {}\n", text); break;
  }
  std::fputs(line.c_str(), stderr);
}

}  // namespace headrace::cli
