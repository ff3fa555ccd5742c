#include "cli/python_package.h"

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>

namespace headrace::cli {
namespace {

// The current folder does not count: it may hold a folder of this name that is something else.
constexpr const char* kHasPackage =
    "import sys; sys.path[:1] = []; import importlib.util as u; "
    "sys.exit(u.find_spec('headrace') is None or u.find_spec('headrace._headrace') is None)";

std::vector<std::string> candidates() {
  if (const char* named = std::getenv("HEADRACE_PYTHON"); named && *named) return {named};
  std::vector<std::string> pythons;
  if (const char* environment = std::getenv("VIRTUAL_ENV"); environment && *environment) {
    pythons.push_back(environment + std::string("/bin/python"));
  }
  for (const char* name : {"python3", "python3.11", "python"}) pythons.emplace_back(name);
  return pythons;
}

std::vector<char*> pointers(std::vector<std::string>& words) {
  std::vector<char*> out;
  for (std::string& word : words) out.push_back(word.data());
  out.push_back(nullptr);
  return out;
}

bool has_package(const std::string& python) {
  std::vector<std::string> words{python, "-c", kHasPackage};
  posix_spawn_file_actions_t quiet;
  ::posix_spawn_file_actions_init(&quiet);
  for (const int stream : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
    ::posix_spawn_file_actions_addopen(&quiet, stream, "/dev/null", O_RDWR, 0);
  }
  pid_t child = 0;
  const int failed = ::posix_spawnp(&child, python.c_str(), &quiet, nullptr, pointers(words).data(), environ);
  ::posix_spawn_file_actions_destroy(&quiet);
  if (failed != 0) return false;
  int status = 0;
  while (::waitpid(child, &status, 0) < 0) {
    if (errno != EINTR) return false;
  }
  return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

Error no_package(const std::vector<std::string>& asked) {
  std::string names;
  for (const std::string& python : asked) names += (names.empty() ? "" : ", ") + python;
  return {ErrorKind::kOutside,
          "this command is the Python package's, and no Python here has it (asked: " + names + ")", "",
          "pip install headrace, or name a Python that has it in HEADRACE_PYTHON", false};
}

}  // namespace

Error run_python_package(const std::vector<std::string>& arguments) {
  const std::vector<std::string> pythons = candidates();
  for (const std::string& python : pythons) {
    if (!has_package(python)) continue;
    std::vector<std::string> words{python, "-m", "headrace"};
    words.insert(words.end(), arguments.begin(), arguments.end());
    ::execvp(python.c_str(), pointers(words).data());
    return {ErrorKind::kOutside, std::string("cannot be run: ") + std::strerror(errno), python, "", false};
  }
  return no_package(pythons);
}

}  // namespace headrace::cli
