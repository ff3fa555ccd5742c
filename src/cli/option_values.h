// What an option takes, told in one sentence where something else is given.
#pragma once

#include <CLI/CLI.hpp>

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace headrace::cli {

// One of these words.
CLI::Validator one_of(std::vector<std::string> words);

// A whole number within bounds.
CLI::Validator whole_number(uint64_t min, uint64_t max);

// Bytes, as 512MiB or 4GiB, at least one. Into their number.
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
