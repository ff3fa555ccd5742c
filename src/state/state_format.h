// The frame of a state file: a header, then sections, each with its size and a checksum that covers all that
// stands before it too, so that a section that is changed, missing or out of place is found.
//
// docs/state-format.md has it in prose.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace headrace::state_format {

// The first byte is no text, and the last ones are changed by whoever converts line ends.
inline constexpr std::string_view kMagic = "\x8Fhrstat\n";
inline constexpr uint32_t kVersion = 2;
inline constexpr size_t kHeaderSize = 12;
// Section: kind, size of the body, body, checksum.
inline constexpr size_t kSectionHeadSize = 9;
inline constexpr size_t kChecksumSize = 8;

enum class Section : uint8_t {
  kSpec = 'S',  // first, once
  kKeys = 'K',  // any number of times
  kEnd = 'E',   // last, once
};

// Writes the frame, piece by piece; the bytes go wherever the caller takes them.
class Framer {
 public:
  std::string header();
  std::string section(Section section, std::string_view body);

 private:
  uint64_t chain_ = 0;
};

// Takes a file apart again.
class Unframer {
 public:
  enum class Found { kSection, kTruncated, kDamaged };

  explicit Unframer(std::string_view bytes) : rest_(bytes) {}
  // Whether the file begins as one of ours; the version it names. To be called first.
  bool header(uint32_t* version);
  Found next(Section* section, std::string_view* body);
  // Where the reader stands in the file.
  size_t position() const { return position_; }
  size_t left() const { return rest_.size(); }

 private:
  std::string_view rest_;
  size_t position_ = 0;
  uint64_t chain_ = 0;
};

}  // namespace headrace::state_format
