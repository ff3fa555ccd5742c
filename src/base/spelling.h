// The nearest right spelling of a word.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace headrace {

// Edits that turn a into b: one code point inserted, dropped, replaced, or two neighbours exchanged (optimal
// string alignment). Letters that differ only in case count a quarter. In quarters of an edit.
int spelling_distance(std::string_view a, std::string_view b);

// The candidate that `word` was probably meant to be: within a third of its length, the first of the nearest.
// Empty when none is near.
std::string_view nearest_spelling(std::string_view word, std::span<const std::string_view> candidates);

// "did you mean 'Value'?", or empty.
std::string spelling_hint(std::string_view word, std::span<const std::string_view> candidates);

}  // namespace headrace
