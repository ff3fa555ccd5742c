#include "cli/stop.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdio>
#include <iterator>

#include "base/status.h"
#include "cli/progress_bar.h"
#include "connect/aside.h"

namespace headrace::cli {
namespace {

constexpr int kPatienceMs = 80;
constexpr int kSignals[] = {SIGINT, SIGTERM, SIGHUP};

std::atomic<bool> stop_flag{false};
std::atomic<bool> pipe_broke{false};
std::atomic<bool> told{false};  // by the run's end or by the watcher, whoever comes first
std::atomic<int> first_signal{0};
int wake_read = -1, wake_write = -1;  // the watcher waits on this pipe
struct sigaction actions_before[std::size(kSignals)];

void wake(char reason) {
  const int saved = errno;
  if (::write(wake_write, &reason, 1) < 0) stop_flag = true;  // never full: two bytes at most
  errno = saved;
}

void on_stop(int signal) {
  int none = 0;
  first_signal.compare_exchange_strong(none, signal);
  stop_flag = true;
  wake('s');
}

void on_broken_pipe(int) { pipe_broke = true; }

// Gives what was there before.
struct sigaction handle(int signal, void (*handler)(int), unsigned flags) {
  struct sigaction old = {};
  ::sigaction(signal, nullptr, &old);
  if (old.sa_handler == SIG_IGN) return old;
  struct sigaction action = {};
  action.sa_handler = handler;
  action.sa_flags = static_cast<int>(flags);
  ::sigaction(signal, &action, nullptr);
  return old;
}

char next_reason() {
  char reason = 'q';
  while (::read(wake_read, &reason, 1) < 0 && errno == EINTR) {
  }
  return reason;
}

// Whole lines that wait in stdio's buffer, as far as they can go without waiting.
void flush_standard_output() {
  pollfd out = {STDOUT_FILENO, POLLOUT, 0};
  if (::poll(&out, 1, 0) != 1 || !(out.revents & POLLOUT) || ::ftrylockfile(stdout) != 0) return;
  std::fflush(stdout);
  ::funlockfile(stdout);
}

void tell(int signal) {
  erase_progress();
  const char* name = signal == SIGINT ? "SIGINT" : signal == SIGTERM ? "SIGTERM" : "SIGHUP";
  const std::string text = fmt::format("headrace: interrupted ({}): the results are not complete\n", name);
  if (::write(STDERR_FILENO, text.data(), text.size()) < 0) return;
}

}  // namespace

StopSignals::StopSignals() {
  int ends[2];
  HEADRACE_CHECK(wake_write == -1 && ::pipe2(ends, O_CLOEXEC) == 0);
  wake_read = ends[0];
  wake_write = ends[1];
  watcher_ = std::thread([this] { watch(); });
  for (size_t i = 0; i < std::size(kSignals); ++i)
    actions_before[i] = handle(kSignals[i], on_stop, SA_RESTART | SA_RESETHAND);
  handle(SIGPIPE, on_broken_pipe, SA_RESTART);
}

// What is still in a buffer may be written later: a broken pipe goes on making writes fail only.
StopSignals::~StopSignals() {
  for (size_t i = 0; i < std::size(kSignals); ++i) ::sigaction(kSignals[i], &actions_before[i], nullptr);
  wake('q');
  watcher_.join();
  ::close(wake_read);
  ::close(wake_write);
  wake_read = wake_write = -1;
  stop_flag = pipe_broke = told = false;
  first_signal = 0;
}

const std::atomic<bool>& StopSignals::stopping() const { return stop_flag; }

void StopSignals::watch() const {
  if (next_reason() == 'q') return;
  pollfd end = {wake_read, POLLIN, 0};
  // Another kind of signal wakes it too and shortens the wait.
  if (::poll(&end, 1, kPatienceMs) != 0 && next_reason() == 'q') return;
  if (!end_unpublished()) {
    while (next_reason() != 'q') {
    }
    return;
  }
  if (told.exchange(true)) return;
  flush_standard_output();
  tell(first_signal);
  ::_exit(128 + first_signal);
}

std::optional<int> StopSignals::exit_code() const {
  if (first_signal == 0 && pipe_broke) return 128 + SIGPIPE;
  if (first_signal == 0) return std::nullopt;
  if (told.exchange(true)) {
    for (;;) ::pause();  // the watcher is ending the process
  }
  tell(first_signal);
  return 128 + first_signal;
}

}  // namespace headrace::cli
