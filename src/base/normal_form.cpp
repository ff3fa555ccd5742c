// The three steps of the Unicode standard, annex 15: take every code point apart, put marks in the order of
// their combining classes, join each starter with what follows it where a joined code point exists.
#include "base/normal_form.h"

#include <algorithm>

#include "base/unicode.h"

namespace headrace::unicode {
namespace {

// Hangul: a syllable is a lead, a vowel and perhaps a tail.
constexpr char32_t kSyllable = 0xAC00, kLead = 0x1100, kVowel = 0x1161, kTail = 0x11A7;
constexpr char32_t kLeads = 19, kVowels = 21, kTails = 28, kSyllables = kLeads * kVowels * kTails;

void decompose(char32_t c, std::u32string* out) {
  if (c - kSyllable < kSyllables) {
    const char32_t index = c - kSyllable;
    out->push_back(kLead + index / (kVowels * kTails));
    out->push_back(kVowel + index / kTails % kVowels);
    if (index % kTails != 0) out->push_back(kTail + index % kTails);
    return;
  }
  const auto* end = tables::kDecompositions + tables::kDecompositionsCount;
  const auto* found = std::lower_bound(tables::kDecompositions, end, c,
                                       [](const auto& entry, char32_t code) { return entry.code < code; });
  if (found != end && found->code == c) {
    out->append(tables::kDecomposed + found->place, found->size);
  } else {
    out->push_back(c);
  }
}

int combining_class(char32_t c) {
  const auto* end = tables::kCombiningClasses + tables::kCombiningClassesCount;
  const auto* found = std::lower_bound(tables::kCombiningClasses, end, c,
                                       [](const auto& run, char32_t code) { return run.last < code; });
  return found != end && found->first <= c ? found->value : 0;
}

// 0: there is none.
char32_t compose(char32_t first, char32_t second) {
  if (first - kLead < kLeads && second - kVowel < kVowels) {
    return kSyllable + ((first - kLead) * kVowels + (second - kVowel)) * kTails;
  }
  if (first - kSyllable < kSyllables && (first - kSyllable) % kTails == 0 && second > kTail &&
      second - kTail < kTails) {
    return first + (second - kTail);
  }
  const auto* end = tables::kCompositions + tables::kCompositionsCount;
  const auto* found = std::lower_bound(
      tables::kCompositions, end, std::pair(first, second),
      [](const auto& entry, const auto& pair) { return std::pair(entry.first, entry.second) < pair; });
  return found != end && found->first == first && found->second == second ? found->composed : 0;
}

void order_marks(std::u32string* text) {
  for (auto at = text->begin(); at != text->end();) {
    if (combining_class(*at) == 0) {
      ++at;
      continue;
    }
    const auto end = std::find_if(at, text->end(), [](char32_t c) { return combining_class(c) == 0; });
    std::stable_sort(at, end, [](char32_t a, char32_t b) { return combining_class(a) < combining_class(b); });
    at = end;
  }
}

// A mark joins the last starter unless one of its class or a higher one stands between them.
std::u32string join(std::u32string_view text) {
  std::u32string out;
  size_t starter = std::u32string::npos;
  int last_class = 0;
  for (const char32_t c : text) {
    const int c_class = combining_class(c);
    const bool is_adjacent = starter != std::u32string::npos && starter + 1 == out.size();
    if (starter != std::u32string::npos && (is_adjacent || (last_class != 0 && last_class < c_class))) {
      if (const char32_t joined = compose(out[starter], c)) {
        out[starter] = joined;
        continue;
      }
    }
    if (c_class == 0) starter = out.size();
    last_class = c_class;
    out.push_back(c);
  }
  return out;
}

}  // namespace

std::string normalize_identifier(std::string_view name) {
  if (is_ascii(name)) return std::string(name);
  std::u32string text;
  for (const char32_t c : decode_all(name)) decompose(c, &text);
  order_marks(&text);
  return encode_all(join(text));
}

}  // namespace headrace::unicode
