// The names under which the outputs of this process stand beside their places, and the moment when they take
// them: who ends the process at once does so before or after that moment, and leaves no such name.
#pragma once

#include <functional>
#include <string>

namespace headrace {

// Makes a file under a name beside `path` that nobody has: calls `make` with one after the other while it
// fails with EEXIST. Gives what `make` gave: where that is negative, errno tells why and there is no file.
int make_aside(const std::string& path, const std::function<int(const char*)>& make, std::string* name);
// The name has become another, or its file is gone.
void forget_aside(const std::string& name);

// Before an output takes its place. Does not return where the process is being ended.
void begin_publishing();
// Before _exit(). True: no output has taken its place, none will, and what stood aside is gone. False: they
// take their places, or have, and the run comes to its end by itself.
bool end_unpublished();

}  // namespace headrace
