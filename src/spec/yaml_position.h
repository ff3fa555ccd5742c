// Where the characters of a scalar's content stand in the file: behind quotes, escapes, folds and
// indentation.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "spec/yaml.h"

namespace headrace {

// For each byte of `content`, and for its end, the byte of `raw` where it stands. `raw` is the scalar as
// written, in that style, with its quotes or block header. Empty if the two do not belong together.
std::vector<uint32_t> content_offsets(std::string_view raw, YamlStyle style, std::string_view content);

}  // namespace headrace
