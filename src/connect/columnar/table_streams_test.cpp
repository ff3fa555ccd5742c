#include "connect/columnar/table_streams.h"

#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

#include "connect/columnar/arrow_column.h"
#include "data/json_write.h"

namespace headrace::columnar {
namespace {

const std::vector<TableField> kFields = {{"b", ColumnKind::kBool},
                                         {"i", ColumnKind::kInt64},
                                         {"f", ColumnKind::kFloat64},
                                         {"s", ColumnKind::kText},
                                         {"t", ColumnKind::kTimestamp}};

Value random_value(ColumnKind kind, std::mt19937& random) {
  if (random() % 4 == 0) return Value();
  switch (kind) {
    case ColumnKind::kBool: return Value::boolean(random() % 2 == 0);
    case ColumnKind::kFloat64: return Value::real(static_cast<double>(random()) / 7);
    case ColumnKind::kText: return Value::string(std::string(random() % 9, 'x') + "\xc3\xa9");
    case ColumnKind::kTimestamp:
      return Value::datetime(static_cast<int64_t>(random()), Zone::kFixed, random() % 2 ? 0 : 3600);
    default: return random() % 50 ? Value::integer(random()) : Value::string("no number");
  }
}

void build_row(const std::vector<Value>& row, TableBuilder* builder) {
  for (size_t i = 0; i < row.size(); ++i) builder->set(i, row[i]);
  builder->end_row();
}

// The rows of a batch, a line for each column, and how many of it are null.
void show(const TableLayout& layout, const ArrowArray& batch, std::vector<std::string>* out) {
  const OwnedSchema schema = make_schema(layout.columns());
  out->resize(static_cast<size_t>(schema->n_children));
  for (int64_t c = 0; c < schema->n_children; ++c) {
    const Result<std::unique_ptr<ArrowColumn>> column = make_column(*schema->children[c]);
    std::string& text = (*out)[static_cast<size_t>(c)];
    int64_t nulls = 0;
    for (int64_t i = 0; i < batch.length; ++i) {
      Value v;
      std::string why;
      EXPECT_TRUE((*column)->get(*batch.children[c], i, &v, &why)) << why;
      nulls += v.is_none();
      append_json(v, &text);
      text += ' ';
    }
    EXPECT_EQ(batch.children[c]->null_count, nulls);
    EXPECT_EQ(batch.children[c]->length, batch.length);
  }
}

std::vector<std::string> shown(const TableLayout& layout, const std::vector<TableBatch>& batches) {
  std::vector<std::string> out;
  for (const TableBatch& batch : batches) show(layout, *batch.rows, &out);
  return out;
}

TEST(TableStreams, SmallBatchesAreJoined) {
  const TableLayout layout(kFields);
  for (unsigned seed = 0; seed < 50; ++seed) {
    std::mt19937 random(seed);
    std::vector<TableStreams::Table> tables;
    TableStreams output(&tables);
    ASSERT_TRUE(output.add(layout, "rows"));
    TableBuilder whole(layout);
    for (size_t batches = random() % 20; batches > 0; --batches) {
      TableBuilder part(layout);
      for (size_t rows = random() % 40; rows > 0; --rows) {
        std::vector<Value> row;
        row.reserve(kFields.size());
        for (const TableField& field : kFields) row.push_back(random_value(field.kind, random));
        build_row(row, &whole);
        build_row(row, &part);
      }
      for (TableBatch& batch : part.finish()) ASSERT_TRUE(output.write(0, std::move(batch)));
    }
    ASSERT_TRUE(output.finish());
    std::vector<std::string> found;
    int64_t rows = 0;
    for (const OwnedArray& batch : tables[0].batches) {
      show(layout, *batch, &found);
      rows += batch->length;
    }
    EXPECT_EQ(found, shown(layout, whole.finish())) << seed;
    EXPECT_LE(tables[0].batches.size(), 1U);
    EXPECT_EQ(tables[0].rows, rows);
  }
}

TEST(ColumnBuilder, NothingIsAppended) {
  ColumnBuilder empty(ColumnKind::kText), one(ColumnKind::kText), all(ColumnKind::kText);
  one.append_text("x");
  const OwnedArray nothing = empty.finish(), something = one.finish();
  all.append_all(*nothing);
  all.append_all(*something);
  const OwnedArray array = all.finish();
  EXPECT_EQ(array->length, 1);
  EXPECT_EQ(static_cast<const int32_t*>(array->buffers[1])[1], 1);
}

TEST(TableStreams, LargeBatchesStayAsTheyAre) {
  const TableLayout layout({{"s", ColumnKind::kText}});
  std::vector<TableStreams::Table> tables;
  TableStreams output(&tables);
  ASSERT_TRUE(output.add(layout, "rows"));
  const auto write_rows = [&](size_t count, size_t text_bytes) {
    TableBuilder builder(layout);
    const std::vector<Value> row = {Value::string(std::string(text_bytes, 'x'))};
    for (size_t i = 0; i < count; ++i) build_row(row, &builder);
    for (TableBatch& batch : builder.finish()) ASSERT_TRUE(output.write(0, std::move(batch)));
  };
  write_rows(3, 1);
  write_rows(1, TableStreams::kBatchBytes);       // ends the batch before it
  write_rows(TableStreams::kBatchRows - 100, 0);  // likewise
  write_rows(80'000, 0);                          // a batch by itself
  write_rows(40'000, 0);
  write_rows(40'000, 0);
  write_rows(40'000, 0);
  write_rows(20'000, 0);  // would be too many together
  ASSERT_TRUE(output.finish());
  std::vector<int64_t> lengths;
  for (const OwnedArray& batch : tables[0].batches) lengths.push_back(batch->length);
  EXPECT_EQ(lengths, (std::vector<int64_t>{3, 1, TableStreams::kBatchRows - 100, 80'000, 120'000, 20'000}));
}

}  // namespace
}  // namespace headrace::columnar
