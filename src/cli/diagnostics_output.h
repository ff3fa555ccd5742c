// Diagnostics on the command line: which stream, which colours, which format.
#pragma once

#include <cstdio>
#include <string>

#include "cli/commands.h"
#include "spec/diagnostic.h"

namespace headrace::cli {

enum class OutputFormat { kText, kJson };

// --format=text|json
void add_format_option(CLI::App* command, OutputFormat* format);

// Whether `stream` is a terminal that shows colours; NO_COLOR and TERM=dumb switch them off.
bool shows_colours(std::FILE* stream);

// "1 error", "3 errors", "no errors"
std::string counted(size_t n, const std::string& what);

// Writes to standard output and makes sure that it got there. 0, or the exit code after saying why not.
int write_output(const std::string& text);

}  // namespace headrace::cli
