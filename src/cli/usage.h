// A command line that is not understood.
#pragma once

namespace CLI {
class App;
class ParseError;
}  // namespace CLI

namespace headrace::cli {

// Says what is wrong with it and what was probably meant; help and version, which CLI11 reports the same way,
// are printed. Gives the exit code.
int report_usage(const CLI::App& app, const CLI::ParseError& error);

}  // namespace headrace::cli
