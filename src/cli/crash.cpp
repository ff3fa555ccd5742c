#include "cli/crash.h"

#include <execinfo.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <cstring>
#include <exception>
#include <new>
#include <system_error>

#include "base/status.h"
#include "cli/progress_bar.h"

namespace headrace::cli {
namespace {

// Room for the handlers where the thread's own stack has run out.
constexpr size_t kHandlerStack = 64 << 10;

constexpr unsigned kBacktraceSeconds = 2;

// Only what is safe in a signal handler: the process may be in any state.
void write_text(const char* text) {
  const size_t size = std::strlen(text);
  if (::write(STDERR_FILENO, text, size) < 0) return;
}

[[noreturn]] void end_as_bug(const char* what) {
  erase_progress();
  write_text("headrace: internal error: ");
  write_text(what);
  write_text("\n  this is a bug of headrace " HEADRACE_VERSION
             ": please report it, with the spec, the events and these lines\n");
  // The rest may wait for ever, for a lock of the allocator or the loader that this very thread holds.
  std::signal(SIGALRM, [](int) { ::_exit(exit_code(ErrorKind::kBug)); });
  ::alarm(kBacktraceSeconds);
  void* frames[32];
  const int count = ::backtrace(frames, 32);
  ::backtrace_symbols_fd(frames, count, STDERR_FILENO);
  ::_exit(exit_code(ErrorKind::kBug));
}

[[noreturn]] void end_for_want_of(const char* what, const char* hint) {
  erase_progress();
  for (const char* text : {"headrace: error: ", what, "\n  hint: ", hint, "\n"}) write_text(text);
  ::_exit(exit_code(ErrorKind::kOutside));
}

void on_fault(int signal) {
  switch (signal) {
    case SIGSEGV: end_as_bug("bad memory access, or the stack overflowed (SIGSEGV)");
    case SIGBUS: end_as_bug("bad memory access (SIGBUS)");
    case SIGFPE: end_as_bug("arithmetic fault (SIGFPE)");
    case SIGILL: end_as_bug("illegal instruction (SIGILL)");
    default: end_as_bug("aborted");
  }
}

[[noreturn]] void on_terminate() {
  const std::exception_ptr thrown = std::current_exception();
  if (!thrown) end_as_bug("terminated");
  try {
    std::rethrow_exception(thrown);
  } catch (const std::bad_alloc&) {
    end_for_want_of("out of memory",
                    "transform --memory=2GiB puts what is over on disk (docs/limits.md); --threads=1 needs a "
                    "little less");
  } catch (const std::system_error& e) {
    // How std::thread says it.
    if (e.code() != std::errc::resource_unavailable_try_again) end_as_bug(e.what());
    end_for_want_of("this machine gives no more threads", "--threads=1 needs the fewest");
  } catch (const std::exception& e) {
    end_as_bug(e.what());
  } catch (...) {
    end_as_bug("an exception of unknown type");
  }
}

}  // namespace

void install_crash_handlers() {
  std::set_terminate(on_terminate);
  static char stack[kHandlerStack];
  stack_t alternative = {};
  alternative.ss_sp = stack;
  alternative.ss_size = sizeof stack;
  ::sigaltstack(&alternative, nullptr);
  struct sigaction action = {};
  action.sa_handler = on_fault;
  action.sa_flags = SA_ONSTACK | static_cast<int>(SA_RESETHAND);
  for (const int signal : {SIGABRT, SIGSEGV, SIGBUS, SIGFPE, SIGILL}) ::sigaction(signal, &action, nullptr);
}

}  // namespace headrace::cli
