// Files that appear whole or not at all, and standard output.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "io/byte_sink.h"

namespace headrace {

// How a file stands until it is published.
enum class Unpublished {
  kNameless,  // where the file system can do that, else kNamed
  kNamed,     // under a temporary name beside its own
};

// The descriptor that a path names, as /dev/stdout and /dev/fd/5 do, whatever that leads to.
std::optional<int> descriptor_of(const std::string& path);

// Where a file stands that is written under this path: links are followed, also to what is not there yet.
std::string behind_links(const std::string& path);

// "-" is standard output. A path that names a descriptor is written to as that stands. A path that exists and
// is no regular file (a device, a pipe) is written to directly. Anything else takes the place of what has the
// name when it is published, behind links. Its folder must be there.
Result<std::unique_ptr<ByteSink>> open_file_sink(const std::string& path,
                                                 Unpublished until = Unpublished::kNameless);

}  // namespace headrace
