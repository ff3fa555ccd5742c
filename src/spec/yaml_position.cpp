// Content and raw text are walked side by side. In every style but the double-quoted the characters other
// than white space are the same in both, in the same order (but for '' in single quotes), and runs of white
// space stand at the same places; only their lengths differ, by folding and indentation. So it is enough to
// match the former one by one and the latter run by run. Linear in the length of raw.
#include "spec/yaml_position.h"

#include <algorithm>

#include "base/unicode.h"

namespace headrace {
namespace {

// Bytes of the white space or line break at `at`, or 0.
size_t blank_size(std::string_view text, size_t at) {
  const std::string_view rest = text.substr(at);
  if (rest.empty()) return 0;
  if (rest[0] == ' ' || rest[0] == '\t' || rest[0] == '\n' || rest[0] == '\r') return 1;
  if (rest.starts_with("\xC2\x85")) return 2;                                           // NEL
  return rest.starts_with("\xE2\x80\xA8") || rest.starts_with("\xE2\x80\xA9") ? 3 : 0;  // LS, PS
}

size_t blanks_end(std::string_view text, size_t at) {
  while (const size_t size = blank_size(text, at)) at += size;
  return at;
}

// Bytes of the line break at `at`, or 0.
size_t break_size(std::string_view text, size_t at) {
  if (text.substr(at).starts_with("\r\n")) return 2;
  const bool blank = at < text.size() && (text[at] == ' ' || text[at] == '\t');
  return blank ? 0 : blank_size(text, at);
}

// Line breaks among white space.
size_t count_breaks(std::string_view blanks) {
  size_t n = 0;
  for (size_t at = 0; at < blanks.size();) {
    const size_t size = break_size(blanks, at);
    n += size != 0;
    at += size ? size : 1;
  }
  return n;
}

// The breaks that stay in a double-quoted text where it is folded: one turns into a blank, of more the first
// goes; but LS and PS stay what they are.
size_t folded_breaks(std::string_view blanks) {
  const size_t n = count_breaks(blanks);
  const size_t first = blanks.find_first_not_of(" \t");
  const bool stays = first != blanks.npos && blanks[first] == '\xE2';
  return stays ? n : std::max<size_t>(1, n - 1);
}

class Walk {
 public:
  Walk(std::string_view raw, YamlStyle style, std::string_view content)
      : raw_(raw), style_(style), content_(content) {
    offsets_.reserve(content.size() + 1);
  }

  bool run() {
    if (!enter()) return false;
    while (offsets_.size() < content_.size()) {
      if (blank_size(content_, offsets_.size()) && !at_escape()) {
        if (!match_blanks()) return false;
      } else if (!match_character()) {
        return false;
      }
    }
    offsets_.push_back(static_cast<uint32_t>(at_));
    return true;
  }
  std::vector<uint32_t> take() { return std::move(offsets_); }

 private:
  // Steps behind the opening quote, or behind the line of a block's header.
  bool enter() {
    end_ = raw_.size();
    if (style_ == YamlStyle::kSingleQuoted || style_ == YamlStyle::kDoubleQuoted) {
      if (raw_.size() < 2) return false;
      at_ = 1;
      --end_;
    } else if (style_ == YamlStyle::kLiteral || style_ == YamlStyle::kFolded) {
      while (at_ < end_ && !break_size(raw_, at_)) ++at_;
      at_ += break_size(raw_, at_);
    }
    return true;
  }

  bool at_escape() const { return style_ == YamlStyle::kDoubleQuoted && at_ < end_ && raw_[at_] == '\\'; }

  // Behind so many code points of the content.
  size_t points_end(size_t at, size_t points) const {
    for (; points > 0 && at < content_.size(); --points) {
      at += static_cast<size_t>(unicode::sequence_size(content_[at]));
    }
    return at;
  }

  void put(size_t bytes, size_t where) {
    for (size_t i = 0; i < bytes; ++i) offsets_.push_back(static_cast<uint32_t>(where));
  }

  bool match_blanks() {
    const size_t begin = offsets_.size();
    size_t content_end = blanks_end(content_, begin), raw_end = std::min(blanks_end(raw_, at_), end_);
    if (style_ == YamlStyle::kDoubleQuoted) {
      // The content's white space may go on as an escape: take only what this run of raw stands for.
      const std::string_view run = raw_.substr(at_, raw_end - at_);
      const size_t most = count_breaks(run) ? folded_breaks(run) : std::max<size_t>(1, run.size());
      content_end = std::min(content_end, points_end(begin, most));
    }
    const size_t size = content_end - begin;
    for (size_t i = 0; i < size; ++i) {
      const size_t from_end = raw_end - std::min(raw_end, size - i);
      put(1, i == 0 ? at_ : std::max(at_, from_end));
    }
    at_ = raw_end;
    return true;
  }

  bool match_character() {
    if (style_ != YamlStyle::kDoubleQuoted) at_ = blanks_end(raw_, at_);
    if (at_ >= end_) return false;
    if (at_escape()) return match_escape();
    if (raw_[at_] != content_[offsets_.size()]) return false;
    const bool doubled = style_ == YamlStyle::kSingleQuoted && raw_[at_] == '\'';
    put(1, at_);
    at_ += doubled ? 2 : 1;
    return true;
  }

  bool match_escape() {
    const char kind = at_ + 1 < end_ ? raw_[at_ + 1] : '\0';
    if (break_size(raw_, at_ + 1)) {
      // The line goes on; of the breaks behind, only the first is escaped.
      const size_t raw_end = std::min(blanks_end(raw_, at_ + 1), end_);
      const size_t breaks = count_breaks(raw_.substr(at_ + 1, raw_end - at_ - 1));
      put(points_end(offsets_.size(), breaks - 1) - offsets_.size(), at_);
      at_ = raw_end;
      return true;
    }
    const size_t size = kind == 'x' ? 4 : kind == 'u' ? 6 : kind == 'U' ? 10 : 2;
    const auto bytes = static_cast<size_t>(unicode::sequence_size(content_[offsets_.size()]));
    if (at_ + size > end_ || offsets_.size() + bytes > content_.size()) return false;
    put(bytes, at_);
    at_ += size;
    return true;
  }

  std::string_view raw_;
  YamlStyle style_;
  std::string_view content_;
  size_t at_ = 0, end_ = 0;
  std::vector<uint32_t> offsets_;
};

}  // namespace

std::vector<uint32_t> content_offsets(std::string_view raw, YamlStyle style, std::string_view content) {
  Walk walk(raw, style, content);
  if (!walk.run()) return {};
  return walk.take();
}

}  // namespace headrace
