#include "base/spelling.h"

#include <gtest/gtest.h>

#include <utility>

namespace headrace {
namespace {

TEST(Spelling, FindsTheNearest) {
  const std::string_view keys[] = {"Type", "Name", "Value", "When", "Fields", "Dimensions", "WindowType"};
  const std::pair<const char*, const char*> cases[] = {{"type", "Type"},
                                                       {"NAME", "Name"},
                                                       {"Vlaue", "Value"},
                                                       {"Valu", "Value"},
                                                       {"Wen", "When"},
                                                       {"Feilds", "Fields"},
                                                       {"Field", "Fields"},
                                                       {"Dimention", "Dimensions"},
                                                       {"Foo", ""},
                                                       {"X", ""},
                                                       {"", ""},
                                                       {"Colour", ""},
                                                       {"windowtype", "WindowType"}};
  for (const auto& [word, nearest] : cases) EXPECT_EQ(nearest_spelling(word, keys), nearest) << word;
  EXPECT_EQ(spelling_hint("Tpye", keys), "did you mean 'Type'?");
  EXPECT_EQ(spelling_hint("\xff\xfe", keys), "");
}

TEST(Spelling, OneLetterIsNotNearAnother) {
  const std::string_view letters[] = {"S", "n"};
  EXPECT_EQ(nearest_spelling("T", letters), "");
  EXPECT_EQ(nearest_spelling("s", letters), "S");
  EXPECT_EQ(nearest_spelling("SS", letters), "S");
}

TEST(Spelling, CountsExchangesAsOneEdit) {
  EXPECT_EQ(spelling_distance("ab", "ba"), 4);
  EXPECT_EQ(spelling_distance("abc", "abc"), 0);
  EXPECT_EQ(spelling_distance("é", "e"), 4);
  EXPECT_EQ(spelling_distance("Ab", "ab"), 1);
  EXPECT_EQ(spelling_distance("", "abc"), 12);
}

}  // namespace
}  // namespace headrace
