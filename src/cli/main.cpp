#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>

#include "cli/command_line.h"
#include "cli/crash.h"

// A standard descriptor that the caller has closed must not become a file or pipe that is opened later: it
// gets something that it cannot do.
static void occupy_standard_descriptors() {
  for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; ++fd) {
    if (::fcntl(fd, F_GETFD) == -1 && errno == EBADF)
      static_cast<void>(
          ::open("/dev/null", fd == STDIN_FILENO ? O_WRONLY : O_RDONLY));  // the lowest that is free
  }
}

int main(int argc, char** argv) {
  occupy_standard_descriptors();
  std::signal(SIGXFSZ, SIG_IGN);  // a file that may not grow is an error of writing it
  headrace::cli::install_crash_handlers();
  return headrace::cli::run_command_line(argc, argv);
}
