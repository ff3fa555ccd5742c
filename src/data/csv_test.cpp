#include "data/csv.h"

#include <gtest/gtest.h>

#include <cmath>
#include <random>
#include <string>
#include <vector>

#include "base/unicode.h"
#include "data/json_write.h"

namespace headrace {
namespace {

// Rows as "a|b;", "!" for a malformed one, "..." where the text ends inside a row, and at the end "+n" bytes
// unread.
std::string scan(std::string_view text, bool last = true) {
  std::string out, buffer;
  std::vector<CsvCell> cells;
  while (!text.empty()) {
    size_t size = 0;
    const CsvScan result = scan_csv_row(text, last, &cells, &size);
    if (result == CsvScan::kMore) return out + "...+" + std::to_string(text.size());
    if (result == CsvScan::kMalformed) out += "!";
    for (size_t i = 0; result == CsvScan::kRow && i < cells.size(); ++i) {
      if (i) out += "|";
      out += cells[i].unquoted(&buffer);
    }
    out += ";";
    text.remove_prefix(size);
  }
  return out;
}

TEST(Csv, Rows) {
  const std::pair<const char*, const char*> cases[] = {
      {"a,b\n1,2\n", "a|b;1|2;"},
      {"a,b\r\n1,2\r\n", "a|b;1|2;"},
      {"1,2", "1|2;"},
      {"1,2\r", "1|2;"},
      {",\n", "|;"},
      {"\n\n", ";;"},
      {"\"a,b\",c\n", "a,b|c;"},
      {"\"a\nb\",c\r\n", "a\nb|c;"},
      {"\"a\r\nb\"\n", "a\r\nb;"},
      {"\"say \"\"hi\"\"\",x\n", "say \"hi\"|x;"},
      {"\"\"\"\"\n", "\";"},
      {"\"\",\"\"\n", "|;"},
      {"5\" pipe,b\n", "5\" pipe|b;"},
      {"a\rb,c\n", "a\rb|c;"},
      {" \"a\",b\n", " \"a\"|b;"},
      {"\"a\"b,c\nd,e\n", "!;d|e;"},
      {"\"a\"\rb\nd\n", "!;d;"},
      {"\"a\"b", "!;"},
      {"\"a", "...+2"},
      {"x\n\"a\"\"", "x;...+4"},
      {"\"a\"", "a;"},
      {"\"a\"\r", "a;"},
  };
  for (const auto& [text, wanted] : cases) EXPECT_EQ(scan(text), wanted) << text;
}

TEST(Csv, CellsOfAnySize) {
  for (const char end : {',', '\n'}) {
    for (size_t before = 0; before < 20; ++before) {
      for (size_t size = 0; size < 40; ++size) {
        const std::string first(before, 'a'), second(size, 'b');
        EXPECT_EQ(scan(first + "," + second + end + "c"),
                  first + "|" + second + (end == ',' ? "|" : ";") + "c;");
      }
    }
  }
}

// Any beginning of a text must ask for more or give the rows that the whole text gives.
TEST(Csv, RowsInPieces) {
  for (const std::string text : {"a,\"b\r\nc\",d\r\n\"e\"\"f\",g\n,\n", "\"a\"b,c\nd,e\n\"f\"\r\n"}) {
    const std::string whole = scan(text);
    for (size_t n = 0; n < text.size(); ++n) {
      const std::string part = scan(std::string_view(text).substr(0, n), false);
      EXPECT_TRUE(whole.starts_with(part.substr(0, part.find("...")))) << n << ": " << part;
    }
  }
}

TEST(Csv, InfersTypes) {
  const std::pair<const char*, CsvType> cases[] = {
      {"0", CsvType::kInteger},
      {"-12", CsvType::kInteger},
      {"123456789012345678901234567890", CsvType::kInteger},
      {"007", CsvType::kString},
      {"+1", CsvType::kString},
      {"1 ", CsvType::kString},
      {"-", CsvType::kString},
      {"1_000", CsvType::kString},
      {"1.5", CsvType::kFloat},
      {"1e5", CsvType::kFloat},
      {"-2.5E-3", CsvType::kFloat},
      {"1.", CsvType::kString},
      {".5", CsvType::kString},
      {"1e", CsvType::kString},
      {"00.5", CsvType::kString},
      {"NaN", CsvType::kFloat},
      {"-inf", CsvType::kFloat},
      {"Infinity", CsvType::kFloat},
      {"true", CsvType::kBoolean},
      {"FALSE", CsvType::kBoolean},
      {"tRue", CsvType::kString},
      {"12:30", CsvType::kString},
      {"x", CsvType::kString},
      {"[1]", CsvType::kString},
      {"1.2.3.4", CsvType::kString},
  };
  for (const auto& [cell, type] : cases) EXPECT_EQ(infer_csv_type(cell), type) << cell;
  EXPECT_EQ(infer_csv_type(std::string(4301, '1')), CsvType::kString);
}

TEST(Csv, JoinsTypes) {
  EXPECT_EQ(join_csv_types(CsvType::kInteger, CsvType::kFloat), CsvType::kFloat);
  EXPECT_EQ(join_csv_types(CsvType::kInteger, CsvType::kBoolean), CsvType::kString);
  EXPECT_EQ(join_csv_types(CsvType::kString, CsvType::kInteger), CsvType::kString);
  EXPECT_EQ(join_csv_types(CsvType::kBoolean, CsvType::kBoolean), CsvType::kBoolean);
}

TEST(Csv, Values) {
  const auto value = [](CsvType type, std::string_view cell) {
    Value v;
    const char* why = nullptr;
    if (!csv_value(type, cell, false, &v, &why)) return std::string("! ") + why;
    std::string text;
    append_json(v, &text);
    return text;
  };
  EXPECT_EQ(value(CsvType::kInteger, "007"), "7");
  EXPECT_EQ(value(CsvType::kInteger, "1.5"), "! not an integer");
  EXPECT_EQ(value(CsvType::kInteger, std::string(4301, '1')), "! an integer of more than 4300 digits");
  EXPECT_EQ(value(CsvType::kFloat, "5"), "5.0");
  EXPECT_EQ(value(CsvType::kFloat, "x"), "! not a float");
  EXPECT_EQ(value(CsvType::kBoolean, "True"), "true");
  EXPECT_EQ(value(CsvType::kBoolean, "1"), "! not a boolean");
  EXPECT_EQ(value(CsvType::kString, "007"), "\"007\"");
  EXPECT_EQ(value(CsvType::kString, "\xff"), "! invalid UTF-8");
  EXPECT_EQ(value(CsvType::kJson, "{\"a\": [1]}"), "{\"a\": [1]}");
  EXPECT_EQ(value(CsvType::kJson, "{"), "! Expecting property name enclosed in double quotes");
}

// Numbers of all lengths with a point anywhere, and what is nearly one.
TEST(Csv, QuickValuesAreTheSame) {
  std::mt19937 random(1);
  size_t quick_ones = 0;
  for (int i = 0; i < 100'000; ++i) {
    std::string cell = random() % 4 == 0 ? "-" : "";
    const size_t digits = random() % 20;
    for (size_t k = 0; k < digits; ++k) cell += static_cast<char>('0' + random() % 10);
    if (random() % 2 == 0) cell.insert(random() % (cell.size() + 1), 1, '.');
    if (random() % 8 == 0) cell.insert(random() % (cell.size() + 1), 1, "e+x -"[random() % 5]);
    for (const CsvType type : {CsvType::kInteger, CsvType::kFloat}) {
      Value quick, slow;
      const char* why = nullptr;
      if (!csv_value_quickly(type, cell, true, &quick)) continue;
      ++quick_ones;
      ASSERT_TRUE(csv_value(type, cell, true, &slow, &why)) << cell;
      ASSERT_TRUE(quick.identical(slow)) << cell;
      ASSERT_EQ(join_csv_types(infer_csv_type(cell), type), type) << cell;
    }
  }
  EXPECT_GT(quick_ones, 30'000u);
  Value v;
  EXPECT_TRUE(csv_value_quickly(CsvType::kFloat, "-0.0", true, &v) && std::signbit(v.as_float()));
  EXPECT_TRUE(csv_value_quickly(CsvType::kBoolean, "TRUE", true, &v) && v.as_bool());
  for (const char* cell : {"", "-", ".", "1.", ".5", "007", "1e5", "0x1", "1_000", " 1", "1234567890123456"})
    EXPECT_FALSE(csv_value_quickly(CsvType::kFloat, cell, true, &v)) << cell;
  EXPECT_FALSE(csv_value_quickly(CsvType::kInteger, "1.0", true, &v));
  EXPECT_FALSE(csv_value_quickly(CsvType::kJson, "1", true, &v));
}

// In memory of its own, so that a look behind what may be looked at is seen.
TEST(Csv, PlainRowsSplitAsAllDo) {
  std::mt19937 random(1);
  for (int i = 0; i < 20'000; ++i) {
    std::string row;
    for (size_t left = random() % 200; left > 0; --left) row += ",,ab\xc3\r 7"[random() % 9];
    const std::string end = std::vector<std::string>{"\n", "\r\n", ""}[random() % 3];
    const std::string behind(random() % 80, ',');
    const std::vector<char> text = [&] {
      const std::string all = row + end + behind;
      return std::vector<char>(all.begin(), all.end());
    }();
    const std::string_view own(text.data(), row.size() + end.size());
    std::vector<CsvCell> cells, expected;
    size_t size;
    ASSERT_EQ(scan_csv_row(own, true, &expected, &size), CsvScan::kRow);
    ASSERT_EQ(split_plain_csv_row(own, text.data() + text.size(), &cells), unicode::is_ascii(own));
    ASSERT_EQ(cells.size(), expected.size());
    for (size_t k = 0; k < cells.size(); ++k) ASSERT_EQ(cells[k].text, expected[k].text);
  }
}

TEST(Csv, WritesWhatItReads) {
  for (const std::string text : {"", "a", "a,b", "say \"hi\"", "a\nb", "a\r", " x "}) {
    std::string row = "first,";
    append_csv_cell(text, &row);
    row += "\r\n";
    EXPECT_EQ(scan(row), "first|" + text + ";");
  }
}

}  // namespace
}  // namespace headrace
