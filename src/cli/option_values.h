// What an option takes, told in one sentence where something else is given.
#pragma once

#include <CLI/CLI.hpp>

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace headrace::cli {

// Any value but an empty one, as a script's variable leaves that is not set.
CLI::Validator not_empty();

// One of these words.
CLI::Validator one_of(std::vector<std::string> words);

// A whole number within bounds, decimal also behind zeros, which make it octal for CLI11. Into its digits.
CLI::Validator whole_number(uint64_t min, uint64_t max);

// Bytes, as 512MiB or 4GiB, at least one. Into their number, decimal likewise.
CLI::Validator byte_size();

// One of these words, into the number of what it stands for.
template <class Enum>
CLI::Validator choice(const std::map<std::string, Enum>& meanings) {
  std::vector<std::string> words;
  words.reserve(meanings.size());
  for (const auto& [word, meaning] : meanings) words.push_back(word);
  return CLI::Validator(
      [meanings, check = one_of(words)](std::string& word) {
        std::string refusal = check(word);
        if (refusal.empty()) word = std::to_string(static_cast<int>(meanings.at(word)));
        return refusal;
      },
      "");
}

}  // namespace headrace::cli
