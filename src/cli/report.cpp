#include <cstdio>

#include "cli/commands.h"

namespace headrace::cli {

int report(const Error& error) {
  std::string text = error.place.empty() ? "headrace" : error.place;
  text.append(": error: ").append(error.message).append("\n");
  if (!error.hint.empty()) text.append("  hint: ").append(error.hint).append("\n");
  std::fputs(text.c_str(), stderr);
  return exit_code(error.kind);
}

}  // namespace headrace::cli
