// Places in a YAML text as libyaml gives them, turned into bytes of the file.
#pragma once

#include <yaml.h>

#include <cstdint>
#include <string_view>
#include <vector>

namespace headrace {

// libyaml's marks count code points behind the byte order mark.
class YamlOffsets {
 public:
  explicit YamlOffsets(std::string_view text);
  uint32_t byte(const yaml_mark_t& mark) const;
  // Bytes of the byte order mark.
  size_t start() const { return start_; }

 private:
  size_t start_, size_;
  std::vector<uint32_t> bytes_;  // of each code point; empty for ASCII
};

// Where the content of the scalar at [begin, end) starts, behind its anchor and tag, which libyaml counts in.
uint32_t content_begin(std::string_view text, uint32_t begin, uint32_t end);

// The first byte that is not UTF-8; text.size() without one.
size_t first_invalid_byte(std::string_view text);

}  // namespace headrace
