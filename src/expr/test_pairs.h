// For tests: files of pairs of texts, each a JSON string, with a tab between; what CPython made of the first.
#pragma once

#include <gtest/gtest.h>

#include <fstream>
#include <string>
#include <string_view>

#include "data/json_parser.h"

namespace headrace::expr::test {

// Calls f(source, expected) for each line; *pairs counts them.
template <typename F>
void for_each_pair(const char* path, int* pairs, F f) {
  std::ifstream file(path);
  ASSERT_TRUE(file);
  for (std::string line; std::getline(file, line); ++*pairs) {
    const size_t tab = line.find('\t');
    Value source, expected;
    JsonError error;
    ASSERT_TRUE(parse_json(std::string_view(line).substr(0, tab), &source, &error));
    ASSERT_TRUE(parse_json(std::string_view(line).substr(tab + 1), &expected, &error));
    f(source.str(), expected.str());
  }
}

}  // namespace headrace::expr::test
