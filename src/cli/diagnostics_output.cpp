#include "cli/diagnostics_output.h"

#include <CLI/CLI.hpp>

#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <map>

#include "cli/option_values.h"

namespace headrace::cli {
namespace {

const std::map<std::string, OutputFormat> kFormats = {{"text", OutputFormat::kText},
                                                      {"json", OutputFormat::kJson}};

}  // namespace

void add_format_option(CLI::App* command, OutputFormat* format) {
  command->add_option("--format", *format, "text or json (default: text)")->transform(choice(kFormats));
}

bool shows_colours(std::FILE* stream) {
  const auto variable = [](const char* name) {
    const char* value = std::getenv(name);
    return std::string_view(value ? value : "");
  };
  return ::isatty(::fileno(stream)) != 0 && variable("NO_COLOR").empty() && variable("TERM") != "dumb";
}

std::string counted(size_t n, const std::string& what) {
  return (n == 0 ? "no" : std::to_string(n)) + " " + what + (n == 1 ? "" : "s");
}

int write_output(const std::string& text) {
  const bool written = std::fwrite(text.data(), 1, text.size(), stdout) == text.size();
  if (written && std::fflush(stdout) == 0) return 0;
  return report({ErrorKind::kOutside, std::string("cannot write: ") + std::strerror(errno), "standard output",
                 "", false});
}

}  // namespace headrace::cli
