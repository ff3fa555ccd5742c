#include "pylib/regex/text.h"

#include "base/status.h"
#include "base/unicode.h"

namespace headrace::regex {

Text Text::of_str(std::string_view bytes, bool is_ascii) {
  if (is_ascii) return of_bytes(bytes);
  HEADRACE_CHECK(bytes.size() <= kMaxSize);
  Text text;
  text.wide_ = unicode::decode_all(bytes);
  text.size_ = static_cast<uint32_t>(text.wide_.size());
  text.is_wide_ = true;
  return text;
}

Text Text::of_bytes(std::string_view bytes) {
  HEADRACE_CHECK(bytes.size() <= kMaxSize);
  Text text;
  text.bytes_ = bytes;
  text.size_ = static_cast<uint32_t>(bytes.size());
  return text;
}

void Text::append_slice(uint32_t begin, uint32_t end, std::string* out) const {
  std::string buffer;
  out->append(slice(begin, end, &buffer));
}

std::string_view Text::slice(uint32_t begin, uint32_t end, std::string* buffer) const {
  if (!is_wide_) return bytes_.substr(begin, end - begin);
  *buffer = unicode::encode_all(std::u32string_view(wide_).substr(begin, end - begin));
  return *buffer;
}

}  // namespace headrace::regex
