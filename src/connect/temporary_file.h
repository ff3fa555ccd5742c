// Files for a while in a folder. They never have a name there, or lose it at once, so nothing is left of them
// however the process ends.
#pragma once

#include <cstdio>
#include <memory>
#include <string>

#include "io/spill_file.h"

namespace headrace {

// `folder`: empty for TMPDIR, or /tmp where that is not set.
Result<std::unique_ptr<SpillFile>> open_temporary_file(std::string folder);

// Where rows of results wait, to be written and then read: in TMPDIR or /tmp.
using TemporaryStream = std::unique_ptr<std::FILE, int (*)(std::FILE*)>;
Result<TemporaryStream> open_temporary_stream();
// Why such a stream cannot be used, by errno.
Error temporary_stream_error();

// Numbers among such rows, as this machine has them: into what is written, and out of the stream again.
template <typename T>
void append_number(T n, std::string* out) {
  out->append(reinterpret_cast<const char*>(&n), sizeof n);
}
template <typename T>
bool read_number(std::FILE* file, T* n) {
  return std::fread(n, sizeof *n, 1, file) == 1;
}

}  // namespace headrace
