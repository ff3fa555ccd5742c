#include "cli/option_values.h"

#include <algorithm>
#include <charconv>
#include <limits>

#include "base/spelling.h"
#include "spec/diagnostic.h"

namespace headrace::cli {

CLI::Validator not_empty() {
  return CLI::Validator(
      [](const std::string& text) {
        return std::string(text.empty() ? "its value is empty; give it one, or leave the option out" : "");
      },
      "");
}

CLI::Validator one_of(std::vector<std::string> words) {
  return CLI::Validator(
      [words = std::move(words)](std::string& word) {
        const std::vector<std::string_view> known(words.begin(), words.end());
        if (std::find(known.begin(), known.end(), word) != known.end()) return std::string();
        const std::string hint = spelling_hint(word, known);
        return headrace::quoted(word) + " is none of: " + joined(known) + (hint.empty() ? "" : "; " + hint);
      },
      "");
}

CLI::Validator whole_number(uint64_t min, uint64_t max) {
  return CLI::Validator(
      [min, max](std::string& text) {
        uint64_t number = 0;
        const char* const end = text.data() + text.size();
        const auto [rest, error] = std::from_chars(text.data(), end, number);
        if (error == std::errc() && rest == end && number >= min && number <= max) {
          text = std::to_string(number);
          return std::string();
        }
        const bool is_bounded = max != std::numeric_limits<uint64_t>::max();
        return headrace::quoted(text) + " is no whole number " +
               (is_bounded ? "from " + std::to_string(min) + " to " + std::to_string(max)
                           : "of at least " + std::to_string(min));
      },
      "");
}

CLI::Validator byte_size() {
  return CLI::Validator(
      [](std::string& text) {
        const std::string given = text;
        text.erase(0, std::min(text.find_first_not_of('0'), text.size()));
        bool is_size = !text.empty() && text.front() >= '1' && text.front() <= '9';
        try {
          is_size = is_size && CLI::AsSizeValue(true)(text).empty();
        } catch (const CLI::ValidationError&) {  // how it tells of a unit that it does not know
        }
        return is_size ? std::string()
                       : headrace::quoted(given) + " is no size: 512MiB and 4GiB are, or a number of bytes";
      },
      "");
}

}  // namespace headrace::cli
