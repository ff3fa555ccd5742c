#include "base/unicode_names.h"

#include <algorithm>
#include <string>

namespace headrace::unicode {
namespace {

// Reads the packed nodes byte by byte.
class Cursor {
 public:
  explicit Cursor(uint32_t at) : at_(at) {}

  uint32_t at() const { return at_; }
  uint8_t byte() {
    const auto value = static_cast<uint8_t>(tables::kNameNodes[at_ / 8] >> (at_ % 8 * 8));
    ++at_;
    return value;
  }
  uint32_t varint() {
    uint32_t value = 0;
    for (int shift = 0;; shift += 7) {
      const uint8_t next = byte();
      value |= uint32_t{next & 0x7Fu} << shift;
      if (next < 0x80) return value;
    }
  }

 private:
  uint32_t at_;
};

struct Edge {
  char label[128];
  size_t size;
  bool is_last;
  uint32_t child;
};

Edge read_edge(Cursor& cursor, uint32_t node) {
  Edge edge;
  const uint8_t head = cursor.byte();
  edge.is_last = (head & 1) != 0;
  edge.size = head >> 1;
  for (size_t i = 0; i < edge.size; ++i) edge.label[i] = static_cast<char>(cursor.byte());
  edge.child = node - cursor.varint();
  return edge;
}

// A name's rank is what lies left of its path: the names that end on it, and the subtrees before its edges.
std::optional<char32_t> find_listed(std::string_view name) {
  uint32_t node = tables::kNameRoot, rank = 0;
  for (;;) {
    Cursor cursor(node);
    const uint32_t head = cursor.varint();
    if (name.empty()) {
      if ((head & 1) == 0) return std::nullopt;
      return tables::kNameCodes[rank];
    }
    rank += head & 1;
    if (head >> 1 == (head & 1)) return std::nullopt;  // no edges
    for (;;) {
      const Edge edge = read_edge(cursor, node);
      if (name.starts_with(std::string_view(edge.label, edge.size))) {
        name.remove_prefix(edge.size);
        node = edge.child;
        break;
      }
      if (edge.is_last) return std::nullopt;
      rank += Cursor(edge.child).varint() >> 1;
    }
  }
}

std::optional<char32_t> find_numbered(std::string_view name, std::string_view prefix) {
  const std::string_view digits = name.substr(prefix.size());
  if (digits.size() != 4 && digits.size() != 5) return std::nullopt;
  char32_t code = 0;
  for (const char c : digits) {
    const bool is_decimal = c >= '0' && c <= '9';
    if (!is_decimal && (c < 'A' || c > 'F')) return std::nullopt;
    code = code * 16 + static_cast<char32_t>(is_decimal ? c - '0' : c - 'A' + 10);
  }
  for (size_t i = 0; i < tables::kNumberedNameCount; ++i) {
    const tables::NumberedNames& run = tables::kNumberedNames[i];
    if (run.prefix == prefix && code >= run.first && code <= run.last) return code;
  }
  return std::nullopt;
}

constexpr std::string_view kLeads[] = {"G",  "GG", "N", "D",  "DD", "R", "M", "B", "BB", "S",
                                       "SS", "",   "J", "JJ", "C",  "K", "T", "P", "H"};
constexpr std::string_view kVowels[] = {"A",  "AE", "YA", "YAE", "EO", "E",  "YEO", "YE", "O",  "WA", "WAE",
                                        "OE", "YO", "U",  "WEO", "WE", "WI", "YU",  "EU", "YI", "I"};
constexpr std::string_view kTails[] = {"",   "G",  "GG", "GS", "N",  "NJ", "NH", "D", "L",  "LG",
                                       "LM", "LB", "LS", "LT", "LP", "LH", "M",  "B", "BS", "S",
                                       "SS", "NG", "J",  "C",  "K",  "T",  "P",  "H"};

// The longest of `parts` that `name` begins with is taken off it; -1 when there is none.
template <size_t N>
int take_part(const std::string_view (&parts)[N], std::string_view* name) {
  int found = -1;
  for (size_t i = 0; i < N; ++i) {
    const bool is_longer = found < 0 || parts[i].size() > parts[static_cast<size_t>(found)].size();
    if (is_longer && name->starts_with(parts[i])) found = static_cast<int>(i);
  }
  if (found >= 0) name->remove_prefix(parts[static_cast<size_t>(found)].size());
  return found;
}

std::optional<char32_t> find_syllable(std::string_view name) {
  const int lead = take_part(kLeads, &name);
  const int vowel = take_part(kVowels, &name);
  const int tail = take_part(kTails, &name);
  if (lead < 0 || vowel < 0 || tail < 0 || !name.empty()) return std::nullopt;
  return static_cast<char32_t>(0xAC00 + (lead * 21 + vowel) * 28 + tail);
}

}  // namespace

std::optional<char32_t> code_point_of(std::string_view name) {
  constexpr std::string_view kSyllable = "HANGUL SYLLABLE ", kIdeograph = "CJK UNIFIED IDEOGRAPH-";
  if (name.starts_with(kSyllable)) return find_syllable(name.substr(kSyllable.size()));
  if (name.starts_with(kIdeograph)) return find_numbered(name, kIdeograph);
  std::string upper(name);
  std::transform(upper.begin(), upper.end(), upper.begin(),
                 [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; });
  for (size_t i = 0; i < tables::kNumberedNameCount; ++i) {
    const std::string_view prefix = tables::kNumberedNames[i].prefix;
    if (prefix != kIdeograph && upper.starts_with(prefix)) return find_numbered(upper, prefix);
  }
  return find_listed(upper);
}

}  // namespace headrace::unicode
