// What is said on standard error besides errors (report.cpp), which always are.
#pragma once

#include <string_view>

namespace headrace::cli {

enum class Level { kTrace, kDebug, kInfo, kWarning, kError };

// What is below the level is not said; kInfo at the start. Set before threads begin.
void set_level(Level level);
bool says(Level level);

// A line "headrace: text"; below kInfo with the seconds since the program began. From any thread.
void say(Level level, std::string_view text);

}  // namespace headrace::cli
