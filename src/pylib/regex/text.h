// The text that a pattern is matched against: bytes where they are characters (ASCII, and bytes objects),
// else decoded to code points once. Positions count characters.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace headrace::regex {

class Text {
 public:
  // WTF-8; where they are ASCII, `bytes` must live as long as the Text.
  static Text of_str(std::string_view bytes, bool is_ascii);
  static Text of_bytes(std::string_view bytes);

  uint32_t size() const { return size_; }
  bool is_wide() const { return is_wide_; }
  const uint8_t* narrow() const { return reinterpret_cast<const uint8_t*>(bytes_.data()); }
  const char32_t* wide() const { return wide_.data(); }

  // Characters [begin, end), encoded as the text was.
  void append_slice(uint32_t begin, uint32_t end, std::string* out) const;
  // The same as a view into the text where it is narrow, else made in *buffer.
  std::string_view slice(uint32_t begin, uint32_t end, std::string* buffer) const;

  // Text longer than this cannot be matched.
  static constexpr uint32_t kMaxSize = 0xFFFFFFF0;

 private:
  std::string_view bytes_;
  std::u32string wide_;
  uint32_t size_ = 0;
  bool is_wide_ = false;
};

}  // namespace headrace::regex
