#include "cli/python_package.h"

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <system_error>

namespace headrace::cli {
namespace {

std::vector<std::string> candidates() {
  if (const char* named = std::getenv("HEADRACE_PACKAGE_PYTHON"); named && *named) return {named};
  return {"python3", "python3.11"};
}

std::vector<char*> pointers(std::vector<std::string>& words) {
  std::vector<char*> out;
  out.reserve(words.size() + 1);
  for (std::string& word : words) out.push_back(word.data());
  out.push_back(nullptr);
  return out;
}

// Whether the program runs and ends with 0. What it says is nobody's business.
bool succeeds(std::vector<std::string> command) {
  posix_spawn_file_actions_t quiet;
  posix_spawn_file_actions_init(&quiet);
  posix_spawn_file_actions_addopen(&quiet, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
  pid_t child = 0;
  const int failed =
      posix_spawnp(&child, command.front().c_str(), &quiet, nullptr, pointers(command).data(), environ);
  posix_spawn_file_actions_destroy(&quiet);
  if (failed != 0) return false;
  int status = 0;
  while (waitpid(child, &status, 0) < 0) {
    if (errno != EINTR) return false;
  }
  return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

std::string joined(const std::vector<std::string>& names) {
  std::string out;
  for (const std::string& name : names) out += (out.empty() ? "" : " and ") + name;
  return out;
}

}  // namespace

Error become_python(const std::string& module, const std::vector<std::string>& arguments) {
  const std::vector<std::string> names = candidates();
  for (const std::string& python : names) {
    if (!succeeds({python, "-c", "import " + module})) continue;
    std::vector<std::string> command = {python, "-m", module};
    command.insert(command.end(), arguments.begin(), arguments.end());
    std::fflush(nullptr);
    execvp(command.front().c_str(), pointers(command).data());
    return {ErrorKind::kOutside, "cannot be started: " + std::generic_category().message(errno), python, "",
            false};
  }
  return {ErrorKind::kOutside,
          "this needs the Python package headrace, which " + joined(names) + " cannot import", "",
          "install its wheel, docs/python.md says how; HEADRACE_PACKAGE_PYTHON names the Python that has it",
          false};
}

}  // namespace headrace::cli
