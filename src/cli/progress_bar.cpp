#include "cli/progress_bar.h"

#include <fmt/format.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <string_view>

#include "cli/count_text.h"

namespace headrace::cli {
namespace {

constexpr auto kInterval = std::chrono::milliseconds(100);
constexpr size_t kBarMin = 10, kBarMax = 30;
constexpr size_t kWidthFallback = 80;

std::atomic<bool> on_screen{false};

bool can_draw() {
  const char* term = std::getenv("TERM");
  return ::isatty(STDERR_FILENO) && term && std::string_view(term) != "dumb";
}

size_t terminal_width() {
  winsize size;
  if (::ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) return size.ws_col;
  return kWidthFallback;
}

void write_all(std::string_view text) {
  while (!text.empty()) {
    const ssize_t n = ::write(STDERR_FILENO, text.data(), text.size());
    if (n <= 0) return;  // a terminal that went away takes nothing with it
    text.remove_prefix(static_cast<size_t>(n));
  }
}

}  // namespace

std::string progress_line(const Progress& p, size_t width) {
  const std::string phase = p.phase == Phase::kReading        ? "reading   "
                            : p.phase == Phase::kReadingAgain ? "reading again"
                                                              : "evaluating";
  const double rate = p.seconds > 0 ? static_cast<double>(p.events) / p.seconds : 0;
  std::string numbers =
      fmt::format("{}, {}/s", count_text(p.events, "event"), count_text(static_cast<uint64_t>(rate)));
  if (p.total == 0) {
    if (p.phase != Phase::kEvaluating && p.done > 0) numbers += ", " + bytes_text(p.done);
    return (phase + " " + numbers).substr(0, width);
  }
  const double part = std::min(1.0, static_cast<double>(p.done) / static_cast<double>(p.total));
  if (part > 0) numbers += fmt::format(", {} left", duration_text(p.seconds / part * (1 - part)));
  const std::string percent = fmt::format("{:3.0f}%", part * 100);
  // The bar takes what is left, or makes way.
  const size_t others = phase.size() + percent.size() + numbers.size() + 5;  // blanks and brackets
  if (width < others + kBarMin) return fmt::format("{} {} {}", phase, percent, numbers).substr(0, width);
  const size_t bar = std::min(width - others, kBarMax);
  const auto full = static_cast<size_t>(part * static_cast<double>(bar));
  return fmt::format("{} [{}{}] {} {}", phase, std::string(full, '#'), std::string(bar - full, '-'), percent,
                     numbers);
}

uint64_t share_of(uint64_t events, uint64_t done, uint64_t total) {
  return static_cast<uint64_t>(static_cast<double>(events) * static_cast<double>(done) /
                               static_cast<double>(std::max<uint64_t>(total, 1)));
}

ProgressBar::ProgressBar(const EventSource& source)
    : source_(source), draws_(can_draw()), phase_began_(Clock::now()), drawn_(phase_began_) {}

ProgressBar::~ProgressBar() { erase_progress(); }

void ProgressBar::update(const BatchStats& stats) {
  if (!draws_) return;
  const auto now = Clock::now();
  const uint64_t bytes_read = source_.bytes_read();
  if (stats.all_read)
    enter(Phase::kEvaluating, now);
  else if (bytes_read < bytes_read_)
    enter(Phase::kReadingAgain, now);
  bytes_read_ = bytes_read;
  if (now - drawn_ < kInterval) return;
  drawn_ = now;
  const bool evaluates = phase_ == Phase::kEvaluating;
  Progress p;
  p.phase = phase_;
  p.done = evaluates ? stats.evaluated : bytes_read;
  p.total = evaluates ? stats.identities : source_.bytes_total();
  p.events = stats.events;
  if (phase_ != Phase::kReading) p.events = share_of(stats.events, p.done, p.total);
  p.seconds = std::chrono::duration<double>(now - phase_began_).count();
  on_screen = true;
  // The last column stays free: terminals wrap there.
  write_all("\r" + progress_line(p, terminal_width() - 1) + "\x1b[K");
}

void ProgressBar::enter(Phase phase, Clock::time_point now) {
  if (phase_ == phase) return;
  phase_ = phase;
  phase_began_ = now;
}

void erase_progress() {
  if (on_screen.exchange(false)) write_all("\r\x1b[K");
}

}  // namespace headrace::cli
