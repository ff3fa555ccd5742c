#include "cli/command_line.h"
#include "cli/crash.h"

int main(int argc, char** argv) {
  headrace::cli::install_crash_handlers();
  return headrace::cli::run_command_line(argc, argv);
}
