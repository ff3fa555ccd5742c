// Arrays laid out by hand, as the specification of the Arrow C data interface has them, against Python's
// repr.

#include "connect/columnar/arrow_column.h"

#include <gtest/gtest.h>

#include <cstring>
#include <string>
#include <vector>

#include "connect/columnar/arrow_metadata.h"
#include "data/json_write.h"

namespace headrace::columnar {
namespace {

// A schema and an array that borrow what the test holds.
struct Hand {
  ArrowSchema schema{};
  ArrowArray array{};
  std::vector<const void*> buffers;
  std::vector<ArrowSchema*> schema_children;
  std::vector<ArrowArray*> array_children;
  std::string metadata;

  Hand(const char* format, int64_t length, std::vector<const void*> given,
       const std::vector<Hand*>& children = {})
      : buffers(std::move(given)) {
    schema.format = format;
    schema.name = "x";
    array.length = length;
    array.null_count = -1;
    array.n_buffers = static_cast<int64_t>(buffers.size());
    array.buffers = buffers.data();
    for (Hand* child : children) {
      schema_children.push_back(&child->schema);
      array_children.push_back(&child->array);
    }
    schema.n_children = array.n_children = static_cast<int64_t>(children.size());
    schema.children = schema_children.data();
    array.children = array_children.data();
  }

  Hand(const Hand&) = delete;  // points into itself
  Hand& operator=(const Hand&) = delete;

  Hand& named(const char* name) {
    schema.name = name;
    return *this;
  }
  Hand& extension(std::string_view name) {
    metadata = encode_metadata({{std::string(kExtensionName), std::string(name)}});
    schema.metadata = metadata.data();
    return *this;
  }
  Hand& from(int64_t offset, int64_t length) {
    array.offset = offset;
    array.length = length;
    return *this;
  }
};

// Every element as JSON, in one list; the reason where there is none.
std::string shown(const Hand& hand) {
  const Result<std::unique_ptr<ArrowColumn>> column = make_column(hand.schema);
  if (!column) return column.error().place + ": " + column.error().message;
  (*column)->enter(hand.array);
  std::string out = "[";
  for (int64_t i = 0; i < hand.array.length; ++i) {
    if (i) out += ", ";
    Value v;
    std::string why;
    if ((*column)->get(hand.array, i, &v, &why)) {
      append_json(v, &out);
    } else {
      out += "! " + why;
    }
  }
  return out + "]";
}

const uint8_t kFirstTwoOfThree = 0b011;

TEST(ArrowColumn, NullsAndOffsets) {
  const int32_t values[] = {1, -2, 3};
  EXPECT_EQ(shown({"i", 3, {nullptr, values}}), "[1, -2, 3]");
  EXPECT_EQ(shown({"i", 3, {&kFirstTwoOfThree, values}}), "[1, -2, null]");
  EXPECT_EQ(shown(Hand("i", 3, {&kFirstTwoOfThree, values}).from(1, 2)), "[-2, null]");
  EXPECT_EQ(shown({"n", 2, {}}), "[null, null]");
  EXPECT_EQ(shown(Hand("b", 4, {nullptr, "\x0a"}).from(1, 3)), "[true, false, true]");
}

TEST(ArrowColumn, Numbers) {
  const uint64_t big[] = {UINT64_MAX, 1};
  EXPECT_EQ(shown({"L", 2, {nullptr, big}}), "[18446744073709551615, 1]");
  // One, the largest, the smallest, -0.0, infinity, not a number.
  const uint16_t halves[] = {0x3c00, 0x7bff, 0x0001, 0x8000, 0x7c00, 0x7e00};
  EXPECT_EQ(shown({"e", 6, {nullptr, halves}}), "[1.0, 65504.0, 5.960464477539063e-08, -0.0, Infinity, NaN]");
  const int64_t decimals[] = {1234, 0, -10, -1};
  EXPECT_EQ(shown({"d:9,2", 2, {nullptr, decimals}}), "[12.34, -0.1]");
  EXPECT_EQ(shown({"d:9,0", 2, {nullptr, decimals}}), "[1234, -10]");
  EXPECT_EQ(shown({"d:9,-3", 2, {nullptr, decimals}}), "[1234000, -10000]");
  EXPECT_EQ(shown({"d:9,1,64", 1, {nullptr, decimals}}), "[123.4]");
  for (const char* format : {"d:38,-4263", "d:38,-2000000000", "d:9,-2147483648", "d:-9,-4300"}) {
    EXPECT_EQ(shown({format, 1, {nullptr, decimals}}),
              std::string("x: the column's type is not supported (Arrow format '") + format + "')");
  }
  const int64_t wide[] = {0, 0, 0, 1, -1, -1, -1, -1};  // 2**192 and -1
  EXPECT_EQ(shown({"d:76,0,256", 2, {nullptr, wide}}),
            "[6277101735386680763835789423207666416102355444464034512896, -1]");
}

TEST(ArrowColumn, Texts) {
  const int32_t offsets[] = {0, 1, 1, 5};
  EXPECT_EQ(shown({"u", 3, {nullptr, offsets, "abcde"}}), R"(["a", "", "bcde"])");
  EXPECT_EQ(shown({"u", 3, {nullptr, offsets, "\xff\xed\xa0\xbd!"}}), R"([! invalid UTF-8, "", "\ud83d!"])");
  const int32_t none[] = {0, 0};
  EXPECT_EQ(shown({"u", 1, {nullptr, none, nullptr}}), R"([""])");
  const int64_t wide[] = {2, 5};
  EXPECT_EQ(shown({"U", 1, {nullptr, wide, "abcde"}}), R"(["cde"])");
  const int32_t json[] = {0, 10, 11};
  EXPECT_EQ(shown(Hand("u", 2, {nullptr, json, R"({"a":[1]} ])"}).extension("arrow.json")),
            R"([{"a": [1]}, ! JSON: Expecting value: column 1])");
  EXPECT_EQ(
      shown(Hand("w:16", 1, {nullptr, "\x00\x11\x22\x33\x44\x55\x66\x77\x88\x99\xaa\xbb\xcc\xdd\xee\xff"})
                .extension("arrow.uuid")),
      R"(["00112233-4455-6677-8899-aabbccddeeff"])");
}

TEST(ArrowColumn, TextViews) {
  struct View {
    int32_t size;
    char prefix[4];
    int32_t buffer, offset;
  } views[2] = {{3, {'a', 'b', 'c'}, 0, 0}, {13, {'l', 'o', 'n', 'g'}, 1, 2}};
  const int64_t sizes[] = {1, 15};
  EXPECT_EQ(shown({"vu", 2, {nullptr, views, "?", "--longer texts.", sizes}}), R"(["abc", "longer texts."])");
}

TEST(ArrowColumn, Times) {
  const int32_t days[] = {0, -719162, 2932896, 2932897};
  EXPECT_EQ(shown({"tdD", 4, {nullptr, days}}),
            R"(["1970-01-01", "0001-01-01", "9999-12-31", ! a date outside the years 1 to 9999])");
  const int64_t ns[] = {1500, -1, 86'399'999'999'999};
  EXPECT_EQ(shown({"tsn:", 2, {nullptr, ns}}),
            R"(["1970-01-01T00:00:00.000001", "1969-12-31T23:59:59.999999"])");
  EXPECT_EQ(shown({"ttn", 3, {nullptr, ns}}),
            R"(["00:00:00.000001", ! a time outside the day, "23:59:59.999999"])");
  const int64_t s[] = {0, INT64_MAX};
  EXPECT_EQ(shown({"tss:UTC", 2, {nullptr, s}}),
            R"(["1970-01-01T00:00:00+00:00", ! a timestamp outside the years 1 to 9999])");
  EXPECT_EQ(shown({"tss:-03:30", 1, {nullptr, s}}), R"(["1969-12-31T20:30:00-03:30"])");
  EXPECT_EQ(shown({"tss:America/Lima", 1, {nullptr, s}}), R"(["1970-01-01T00:00:00+00:00"])");
  EXPECT_EQ(shown({"tDs", 2, {nullptr, s}}), R"(["<timedelta>", ! a duration of more than 290,000 years])");
}

TEST(ArrowColumn, Nested) {
  const int32_t numbers[] = {1, 2, 3, 4, 5, 6};
  const int32_t offsets[] = {0, 2, 2, 5};
  Hand items("i", 6, {nullptr, numbers});
  EXPECT_EQ(shown({"+l", 3, {nullptr, offsets}, {&items}}), "[[1, 2], [], [3, 4, 5]]");
  EXPECT_EQ(shown(Hand("+l", 3, {nullptr, offsets}, {&items}).from(2, 1)), "[[3, 4, 5]]");
  EXPECT_EQ(shown({"+w:3", 2, {nullptr}, {&items}}), "[[1, 2, 3], [4, 5, 6]]");
  EXPECT_EQ(shown(Hand("+w:2", 3, {nullptr}, {&items}).from(1, 2)), "[[3, 4], [5, 6]]");
  const int32_t starts[] = {4, 0}, sizes[] = {2, 1};
  EXPECT_EQ(shown({"+vl", 2, {nullptr, starts, sizes}, {&items}}), "[[5, 6], [1]]");
  // A struct's offset comes on top of its children's own.
  Hand tail("i", 6, {nullptr, numbers});
  tail.from(1, 5).named("b");
  items.named("a");
  EXPECT_EQ(shown(Hand("+s", 3, {&kFirstTwoOfThree}, {&items, &tail}).from(1, 2)),
            R"([{"a": 2, "b": 3}, null])");
}

TEST(ArrowColumn, NothingMayHaveNoBuffers) {
  const int32_t offsets[] = {0, 0};
  Hand texts("u", 0, {nullptr, nullptr, nullptr}), large("U", 0, {nullptr, nullptr, nullptr});
  EXPECT_EQ(shown({"+l", 1, {nullptr, offsets}, {&texts}}), "[[]]");
  EXPECT_EQ(shown({"+l", 1, {nullptr, offsets}, {&large}}), "[[]]");
}

TEST(ArrowColumn, NamesOfFields) {
  const int32_t numbers[] = {1, 2};
  Hand a("i", 2, {nullptr, numbers}), b("i", 2, {nullptr, numbers});
  a.named(nullptr);
  b.named("b");
  EXPECT_EQ(shown({"+s", 1, {nullptr}, {&a, &b}}), R"([{"": 1, "b": 1}])");
  for (const char* name : {"\xff", "a\xf0",
                           "gr\xf6\xdf"
                           "e"}) {
    b.named(name);
    EXPECT_EQ(shown({"+s", 1, {nullptr}, {&a, &b}}), "x: a field's name is not UTF-8");
  }
}

TEST(ArrowColumn, Maps) {
  const int32_t numbers[] = {1, 2, 3}, letters[] = {0, 1, 2, 3}, offsets[] = {0, 2, 3};
  Hand keys("u", 3, {nullptr, letters, "aab"}), items("i", 3, {nullptr, numbers});
  Hand entries("+s", 3, {nullptr}, {&keys, &items});
  EXPECT_EQ(shown({"+m", 2, {nullptr, offsets}, {&entries}}), R"([{"a": 2}, {"b": 3}])");
  const int32_t no_items[] = {0, 0, 0, 0};
  Hand lists("+l", 3, {nullptr, no_items}, {&items});
  Hand bad("+s", 3, {nullptr}, {&lists, &items});
  EXPECT_EQ(shown({"+m", 1, {nullptr, offsets}, {&bad}}), "[! a map's key is a list]");
}

TEST(ArrowColumn, EncodedValues) {
  const int32_t letters[] = {0, 1, 2};
  Hand values("u", 2, {nullptr, letters, "ab"});
  const uint8_t indices[] = {1, 0, 1};
  Hand dictionary("C", 3, {&kFirstTwoOfThree, indices});
  dictionary.schema.dictionary = &values.schema;
  dictionary.array.dictionary = &values.array;
  EXPECT_EQ(shown(dictionary), R"(["b", "a", null])");

  const int16_t run_ends[] = {2, 3};
  Hand ends("s", 2, {nullptr, run_ends});
  EXPECT_EQ(shown(Hand("+r", 3, {}, {&ends, &values}).from(1, 2)), R"(["a", "b"])");

  const int32_t numbers[] = {7, 8, 9}, places[] = {1, 0, 0};
  const int8_t codes[] = {5, 0, 5};
  Hand ints("i", 3, {nullptr, numbers});
  EXPECT_EQ(shown({"+ud:5,0", 2, {codes, places}, {&values, &ints}}), R"(["b", 7])");
  EXPECT_EQ(shown({"+us:0,5", 3, {codes}, {&values, &ints}}), "[7, \"b\", 9]");
  EXPECT_EQ(shown({"+us:0,1", 1, {codes}, {&values, &ints}}), "[! a union's value is of none of its types]");
}

TEST(ArrowColumn, UnsupportedTypes) {
  EXPECT_EQ(shown({"tiM", 0, {}}), "x: the column's type is not supported (Arrow format 'tiM')");
  const int32_t offsets[] = {0};
  Hand months("tiM", 0, {nullptr, nullptr});
  EXPECT_EQ(shown({"+l", 0, {nullptr, offsets}, {&months.named("item")}}),
            "x: the column's type is not supported (Arrow format 'tiM')");
}

}  // namespace
}  // namespace headrace::columnar
