#include "base/spelling.h"

#include <algorithm>

#include "base/unicode.h"

namespace headrace {
namespace {

constexpr int kEdit = 4;  // quarters
constexpr int kCaseEdit = 1;
constexpr size_t kLongest = 100;  // longer words are compared no further

std::u32string decode(std::string_view text) {
  if (unicode::is_valid(text, true)) return unicode::decode_all(text);
  std::u32string bytes;
  for (char c : text) bytes += static_cast<uint8_t>(c);
  return bytes;
}

int replace_cost(char32_t a, char32_t b) {
  if (a == b) return 0;
  return unicode::simple_lower(a) == unicode::simple_lower(b) ? kCaseEdit : kEdit;
}

}  // namespace

int spelling_distance(std::string_view text_a, std::string_view text_b) {
  const std::u32string a = decode(text_a.substr(0, kLongest)), b = decode(text_b.substr(0, kLongest));
  std::vector<int> before_last, last(b.size() + 1), row(b.size() + 1);
  for (size_t j = 0; j <= b.size(); ++j) row[j] = static_cast<int>(j) * kEdit;
  for (size_t i = 1; i <= a.size(); ++i) {
    before_last = std::move(last);
    last = row;
    row[0] = static_cast<int>(i) * kEdit;
    for (size_t j = 1; j <= b.size(); ++j) {
      row[j] =
          std::min({last[j] + kEdit, row[j - 1] + kEdit, last[j - 1] + replace_cost(a[i - 1], b[j - 1])});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
        row[j] = std::min(row[j], before_last[j - 2] + kEdit);
      }
    }
  }
  return row[b.size()];
}

std::string_view nearest_spelling(std::string_view word, std::span<const std::string_view> candidates) {
  std::string_view best;
  int best_distance = INT32_MAX;
  for (std::string_view candidate : candidates) {
    const int distance = spelling_distance(word, candidate);
    const int size = static_cast<int>(std::max(word.size(), candidate.size()));
    // A third of the word, but not all of it: one letter is not near another.
    const int near = std::min(kEdit * std::max(1, (size + 1) / 3), kEdit * size - 1);
    if (distance <= near && distance < best_distance) best = candidate, best_distance = distance;
  }
  return best;
}

std::string spelling_hint(std::string_view word, std::span<const std::string_view> candidates) {
  const std::string_view nearest = nearest_spelling(word, candidates);
  return nearest.empty() ? std::string() : "did you mean '" + std::string(nearest) + "'?";
}

}  // namespace headrace
