#include "connect/columnar/result_table.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "connect/columnar/arrow_column.h"
#include "connect/columnar/row_groups.h"
#include "connect/columnar/table_streams.h"
#include "data/bigint.h"
#include "data/json_write.h"
#include "data/object.h"

namespace headrace::columnar {
namespace {

// Each column of a batch as "name: [elements]".
std::vector<std::string> shown(const TableLayout& layout, const TableBatch& batch) {
  const OwnedSchema schema = make_schema(layout.columns());
  std::vector<std::string> out;
  for (int64_t c = 0; c < schema->n_children; ++c) {
    const Result<std::unique_ptr<ArrowColumn>> column = make_column(*schema->children[c]);
    std::string text = std::string(schema->children[c]->name) + ": [";
    for (int64_t i = 0; i < batch.rows->length; ++i) {
      Value v;
      std::string why;
      EXPECT_TRUE((*column)->get(*batch.rows->children[c], i, &v, &why)) << why;
      text += i ? ", " : "";
      append_json(v, &text);
    }
    out.push_back(text + "]");
  }
  return out;
}

using Lines = std::vector<std::string>;

TEST(ResultTable, WhatAColumnCannotHoldStandsBesideIt) {
  const TableLayout layout({{"i", ColumnKind::kInt64},
                            {"s", ColumnKind::kText},
                            {"f", ColumnKind::kFloat64},
                            {"b", ColumnKind::kBool}});
  TableBuilder builder(layout);
  builder.set(0, Value::boolean(true));
  builder.set(1, Value::string("a\xed\xa0\xbd"));
  builder.set(2, Value::real(0.5));
  builder.set(3, Value::boolean(false));
  builder.end_row();
  builder.set(0, make_int(BigInt(1) << 64));
  builder.set(2, Value::integer(1));
  builder.set(3, Value());
  builder.end_row();
  const std::vector<TableBatch> batches = builder.finish();
  ASSERT_EQ(batches.size(), 1U);
  EXPECT_EQ(shown(layout, batches[0]),
            (Lines{"i: [1, null]", "s: [\"a\\ufffd\", null]", "f: [0.5, null]", "b: [false, null]",
                   R"(_exact: [{"s": "a\ud83d"}, {"i": 18446744073709551616, "f": 1}])"}));
  EXPECT_EQ(batches[0].rows->children[0]->null_count, 1);
}

TEST(ResultTable, OffsetsOfDatetimes) {
  const TableLayout layout({{"t", ColumnKind::kTimestamp}, {"x", ColumnKind::kInt64}});
  TableBuilder builder(layout);
  for (const int32_t offset_s : {0, 3600, -9000}) {
    builder.set(0, Value::datetime(1'000'000, Zone::kFixed, offset_s));
    builder.end_row();
  }
  builder.set(0, Value());
  builder.end_row();
  const std::vector<TableBatch> batches = builder.finish();
  EXPECT_EQ(
      shown(layout, batches[0]),
      (Lines{
          R"(t: ["1970-01-01T00:00:01+00:00", "1969-12-31T23:00:01+00:00", "1970-01-01T02:30:01+00:00", null])",
          "x: [null, null, null, null]", "t__offset: [null, 3600, -9000, null]",
          "_exact: [null, null, null, null]"}));
}

TEST(ResultTable, MuchTextIsSeveralBatches) {
  const TableLayout layout({{"s", ColumnKind::kText}});
  TableBuilder builder(layout);
  const Value text = Value::string(std::string(40 << 20, 'x'));
  for (int i = 0; i < 3; ++i) {
    builder.set(0, text);
    builder.end_row();
  }
  std::vector<int64_t> lengths;
  for (const TableBatch& batch : builder.finish()) {
    lengths.push_back(batch.rows->length);
    EXPECT_EQ(batch.row_bytes.size(), static_cast<size_t>(batch.rows->length));
  }
  EXPECT_EQ(lengths, (std::vector<int64_t>{2, 1}));
  EXPECT_TRUE(builder.finish().empty());
}

TEST(ResultTable, ATextThatIsTooLarge) {
  const TableLayout layout({{"s", ColumnKind::kText}, {"l", ColumnKind::kJson}});
  std::vector<TableStreams::Table> tables;
  TableStreams output(&tables);
  ASSERT_TRUE(output.add(layout, "rows"));
  TableBuilder builder(layout, 5);
  const auto write_row = [&](const char* text, const char* item) -> Status {
    builder.set(0, Value::string(text));
    auto* const list = new ListObj();
    list->items.push_back(Value::string(item));
    builder.set(1, Value::adopt(list));
    builder.end_row();
    return output.write(0, std::move(builder.finish().front()));
  };
  EXPECT_TRUE(write_row("12345", "7"));
  EXPECT_EQ(write_row("123456", "7").error().message, "a value of column 's' is larger than 1 GiB");
  EXPECT_EQ(write_row("12345", "78").error().message, "a value of column 'l' is larger than 1 GiB");
  EXPECT_TRUE(write_row("1", "2"));
  EXPECT_EQ(tables[0].rows, 2);
}

TEST(RowGroups, EndByRowsAndBytesWhateverTheBatches) {
  const std::vector<uint32_t> sizes = {10, 10, 10, 50, 200, 1, 1, 1, 1};
  const auto ends = [&](size_t batch) {
    RowGroups groups(3, 100);
    std::vector<int64_t> out;
    for (size_t begin = 0; begin < sizes.size(); begin += batch) {
      const size_t end = std::min(begin + batch, sizes.size());
      for (const int64_t cut : groups.cuts(
               {sizes.begin() + static_cast<int64_t>(begin), sizes.begin() + static_cast<int64_t>(end)})) {
        out.push_back(static_cast<int64_t>(begin) + cut);
      }
    }
    return out;
  };
  for (size_t batch = 1; batch <= sizes.size(); ++batch)
    EXPECT_EQ(ends(batch), (std::vector<int64_t>{3, 4, 5, 8}));
}

}  // namespace
}  // namespace headrace::columnar
