#include "data/json_projector.h"

#include <gtest/gtest.h>

#include <random>

#include "data/json_write.h"
#include "data/object.h"

namespace headrace {
namespace {

// The slots as JSON, or the error.
std::string project(JsonProjector& projector, size_t keys, std::string_view text,
                    size_t readable_behind = 0) {
  Values slots;  // in which others were before
  for (size_t i = 0; i < keys; ++i)
    slots.push_back(Value::string(i % 2 ? "two" : "longer than fourteen bytes"));
  JsonError error;
  if (!projector.read(text, slots.data(), &error, readable_behind)) {
    return std::string(error.message) + " @" + std::to_string(error.offset);
  }
  std::string out;
  for (const Value& v : slots) {
    if (!out.empty()) out += ' ';
    append_json(v, &out);
  }
  return out;
}

TEST(JsonProjector, TextsTakeMemoryThatNobodyElseHolds) {
  JsonProjector projector({"a", "b"}, false);
  Value slots[2];
  JsonError error;
  const auto read = [&](std::string_view text) {
    const std::string readable = std::string(text) + std::string(100, ' ');
    ASSERT_TRUE(projector.read({readable.data(), text.size()}, slots, &error, 100));
  };
  for (int i = 0; i < 2; ++i) read(R"({"a": "2018-03-02T14:13:20", "b": 1})");
  const Obj* const memory = slots[0].obj();
  read(R"({"a": "2019-04-03T15:14:21", "b": 1})");
  EXPECT_EQ(slots[0].str(), "2019-04-03T15:14:21");
  const Value held = slots[0];
  EXPECT_EQ(held.obj(), memory);
  read(R"({"a": "2020-05-04T16:15:22", "b": 1})");
  EXPECT_EQ(held.str(), "2019-04-03T15:14:21");
  EXPECT_EQ(slots[0].str(), "2020-05-04T16:15:22");
  read(R"({"a": "2020-05-04T16:15:22.5", "b": 1})");
  EXPECT_EQ(slots[0].str(), "2020-05-04T16:15:22.5");
  EXPECT_EQ(hash_value(slots[0]), hash_value(Value::string("2020-05-04T16:15:22.5")));
  read(R"({"a": "2020-05-04T16:15:22.6", "b": 1})");
  EXPECT_EQ(hash_value(slots[0]), hash_value(Value::string("2020-05-04T16:15:22.6")));
}

TEST(JsonProjector, ReadsTheKeysItIsAskedFor) {
  struct Row {
    const char* text;
    const char* slots;  // of a and b
  };
  const Row rows[] = {
      {R"({"a": 1, "b": "x"})", R"(1 "x")"},
      {R"({"a":1,"b":"x"})", R"(1 "x")"},
      {R"( { "b" : [1, {"a": 2}] , "a" : null } )", R"(null [1, {"a": 2}])"},
      {R"({})", "null null"},
      {R"({"c": {"a": 5}})", "null null"},
      {R"({"a": 1, "a": 2, "b": 3, "a": 4})", "4 3"},
      {R"({"\u0061": 7})", "7 null"},
      {R"({"c": "}\"{", "a": 1})", "1 null"},
      {R"({"c": ]not looked into[, "a": 1})", "Expecting value @6"},
      {R"({"c": nonsense, "a": 1})", "1 null"},
      {"\xef\xbb\xbf{\"a\": 1}", "1 null"},
      {R"({"a": 1}x)", "Extra data @8"},
      {R"({"a": 1,})", "Expecting property name enclosed in double quotes @8"},
      {R"({"a": 1 "b": 2})", "Expecting ',' delimiter @8"},
      {R"({"a" 1})", "Expecting ':' delimiter @5"},
      {R"({"a": })", "Expecting value @6"},
      {R"({"a": "x)", "Unterminated string starting at @6"},
      {"{\"a\": \"x\\", "Unterminated string starting at @6"},
      {"{\"a\": \"x\ny\"}", "Invalid control character at @8"},
      {"{\"a\": \"\xff\"}", "invalid UTF-8 @6"},
      {R"([1])", "the event is not an object @0"},
      {"", "Expecting value @0"},
  };
  JsonProjector projector({"a", "b"}, false);
  for (int turn = 0; turn < 2; ++turn) {  // the second time with what the first has left behind
    for (const Row& row : rows) EXPECT_EQ(project(projector, 2, row.text), row.slots) << row.text;
  }
}

TEST(JsonProjector, StrictLooksIntoEveryValue) {
  JsonProjector projector({"a"}, true);
  EXPECT_EQ(project(projector, 1, R"({"c": nonsense, "a": 1})"), "Expecting value @6");
  EXPECT_EQ(project(projector, 1, "{\"\xff\": 1, \"a\": 1}"), "invalid UTF-8 @1");
  EXPECT_EQ(project(projector, 1, R"({"c": [1, 2], "a": 1})"), "1");
}

// Objects of changing shapes and spacings, against the parser that reads all.
void agree_with_parser(size_t more_keys) {
  std::mt19937 random(7);
  const auto pick = [&](auto... words) {
    const char* all[] = {words...};
    return std::string(all[random() % sizeof...(words)]);
  };
  std::vector<std::string> keys = {"a", "bb", "a longer key than sixteen bytes", "\xc3\xa9"};
  for (size_t i = 0; i < more_keys; ++i) keys.insert(keys.begin(), "never there " + std::to_string(i));
  JsonProjector projector(keys, false);
  for (int i = 0; i < 20000; ++i) {
    std::string text = "{";
    const size_t members = random() % 7;
    for (size_t k = 0; k < members; ++k) {
      if (k) text += pick(",", ", ", " ,\t");
      text += "\"" + pick("a", "bb", "a longer key than sixteen bytes", "\xc3\xa9", "other", "\\u0061") +
              "\"" + pick(":", ": ", " : ") +
              pick("1", "-0.5", "1e3", "\"\"", "\"text with \\\"quotes\\\" and \\u00e9\"", "null",
                   "[1, {\"a\": 2}]", "{\"bb\": [\"}\", {}]}", "\"\xe2\x82\xac and more than sixteen bytes\"",
                   "true", "NaN");
    }
    text += "}";
    Value whole;
    JsonError error;
    ASSERT_TRUE(parse_json(text, &whole, &error)) << text;
    std::string expected;
    for (const std::string& key : keys) {
      if (!expected.empty()) expected += ' ';
      const DictEntry* e = whole.as<DictObj>()->table.find(Value::string(key));
      append_json(e ? e->value : Value(), &expected);
    }
    ASSERT_EQ(project(projector, keys.size(), text), expected) << text;
  }
}

TEST(JsonProjector, AgreesWithTheParser) { agree_with_parser(0); }
TEST(JsonProjector, AgreesWithTheParserOnManyKeys) { agree_with_parser(100); }

// More than is remembered: of one object, and of objects that end in other ways each.
TEST(JsonProjector, ForgetsWhatIsTooMuch) {
  JsonProjector projector({"a", "last"}, false);
  for (int turn = 0; turn < 3; ++turn) {
    std::string wide = R"({"a": 1)";
    for (int i = 0; i < 5000; ++i) wide += ", \"k" + std::to_string(i) + "\": " + std::to_string(i);
    EXPECT_EQ(project(projector, 2, wide + R"(, "last": 2})"), "1 2");
    EXPECT_EQ(project(projector, 2, wide + "}"), "1 null");
    for (int i = 0; i < 200; ++i) {
      const std::string text = R"({"a": 1, "b)" + std::to_string(i) + R"(": 3, "last": 2})";
      EXPECT_EQ(project(projector, 2, text, 0), "1 2");
    }
    EXPECT_EQ(project(projector, 2, R"({"last": 5})"), "null 5");
  }
}

// Objects that are alike, one after another, some of them cut or wrong: what is remembered of one changes
// nothing of the next, whatever stands behind it.
TEST(JsonProjector, RemembersOnlyHowToReadFast) {
  std::mt19937 random(11);
  const std::vector<std::string> values = {"0",
                                           "7",
                                           "-3",
                                           "23",
                                           "-0",
                                           "-0.0",
                                           "582.79",
                                           "0.5",
                                           "1234567",
                                           "12345678",
                                           "1.2345678",
                                           "1234567.7654321",
                                           "1772442000",
                                           "-1772442000.5",
                                           "1772442000123",
                                           "1772442000.123456",
                                           "99999999.9999999",
                                           "0.00000000000001",
                                           "0.123456789012345",
                                           "123456789012345",
                                           "1234567890123456",
                                           "9999999999999999.5",
                                           "123456789012345678901234567890",
                                           "00000000",
                                           "000000001.5",
                                           "12345678e1",
                                           "12345678x",
                                           "12345678.",
                                           "00",
                                           "01",
                                           "1.",
                                           ".5",
                                           "-",
                                           "--1",
                                           "1.2.3",
                                           "1e5",
                                           "1E5",
                                           "0e1",
                                           "1.5e-3",
                                           "1 ",
                                           "1 2",
                                           "1x",
                                           "12:3",
                                           "[1]",
                                           "{}",
                                           "null",
                                           "true",
                                           "false",
                                           "nonsense",
                                           "-Infinity",
                                           R"("")",
                                           R"("x")",
                                           R"("2018-03-02T14:13:20+00:00")",
                                           R"("a text of more than thirty-two bytes, that is")",
                                           R"("thirty-one bytes, to the quote")",
                                           R"("a \"b\" \\")",
                                           "\"\xc3\xa9\"",
                                           "\"\xff\"",
                                           "\"tab\there\"",
                                           R"("open)",
                                           "",
                                           "\x01"
                                           "1",
                                           "1\x01"};
  for (const bool strict : {false, true}) {
    for (int round = 0; round < 2000; ++round) {
      JsonProjector projector({"a", "c", "a key of more than thirty-two bytes"}, strict);
      size_t usual[5];
      for (size_t& value : usual) value = random() % values.size();
      for (int event = 0; event < 6; ++event) {
        const char* const names[] = {"a", "b", "c", "d", "a key of more than thirty-two bytes"};
        std::string text;
        for (size_t member = 0; member < 5; ++member) {
          const size_t value = random() % 6 ? usual[member] : random() % values.size();
          text += std::string(member ? ", \"" : "{\"") + names[member] + "\": " + values[value];
        }
        text += "}";
        if (random() % 8 == 0) text.resize(random() % text.size());
        const char* const behind[] = {"0123456789.5e+3", "\n{\"a\": 1}", "\"\", \"", "        ", "}}}}}}}}"};
        std::string whole = text;
        while (whole.size() < text.size() + 96) whole += behind[random() % std::size(behind)];
        JsonProjector fresh({"a", "c", "a key of more than thirty-two bytes"}, strict);
        ASSERT_EQ(project(projector, 3, std::string_view(whole).substr(0, text.size()), 96),
                  project(fresh, 3, text))
            << text;
      }
    }
  }
}

TEST(JsonParser, ReadsNumbersToTheLastBit) {
  std::mt19937_64 random(11);
  const auto digits = [&](size_t max) {
    std::string out = std::to_string(random());
    return out.substr(0, 1 + random() % max);
  };
  for (int i = 0; i < 100000; ++i) {
    std::string text = std::to_string(random() % 100000).substr(0, 1 + random() % 5) + "." + digits(19);
    if (text.size() > 1 && text[0] == '0' && text[1] != '.') text.erase(0, 1);
    if (random() % 4 == 0) text += "e" + std::to_string(static_cast<int>(random() % 60) - 30);
    if (random() % 2) text.insert(0, "-");
    Value v;
    JsonError error;
    ASSERT_TRUE(parse_json(text, &v, &error)) << text;
    ASSERT_TRUE(v.is_float()) << text;
    ASSERT_EQ(v.as_float(), std::strtod(text.c_str(), nullptr)) << text;
    ASSERT_EQ(std::signbit(v.as_float()), text[0] == '-') << text;
  }
}

}  // namespace
}  // namespace headrace
