#include "connect/columnar/row_reader.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "connect/columnar/result_table.h"
#include "data/bigint.h"
#include "data/json_write.h"
#include "data/object.h"

namespace headrace::columnar {
namespace {

std::string json(const Value& v) {
  std::string out;
  append_json(v, &out);
  return out;
}

// The children at these positions of a schema or of rows, as a file would give them.
template <typename T>
T chosen(const T& all, const std::vector<int32_t>& positions, std::vector<T*>* children) {
  for (const int32_t p : positions) children->push_back(all.children[p]);
  T out = all;
  out.n_children = static_cast<int64_t>(children->size());
  out.children = children->data();
  return out;
}

class OwnTable : public ::testing::Test {
 protected:
  OwnTable() : layout_({{"n", ColumnKind::kInt64}, {"t", ColumnKind::kTimestamp}, {"u", ColumnKind::kBool}}) {
    TableBuilder builder(layout_);
    builder.set(0, make_int(BigInt(1) << 70));
    builder.set(1, Value::datetime(7'200'000'000, Zone::kFixed, 7200));
    builder.set(2, Value::boolean(true));
    builder.end_row();
    builder.set(0, Value::integer(5));
    builder.set(1, Value::datetime(0, Zone::kFixed, 0));
    builder.end_row();
    batches_ = builder.finish();
    schema_ = make_schema(layout_.columns());
  }

  // What row i puts into the slots.
  std::vector<std::string> read(const Projection& projection, int64_t i, std::vector<int32_t>* positions) {
    RowReader reader(*schema_, projection);
    *positions = reader.positions();
    std::vector<ArrowArray*> children;
    const ArrowArray rows = chosen(*batches_[0].rows, *positions, &children);
    std::vector<ArrowSchema*> fields;
    EXPECT_TRUE(reader.decode(chosen(*schema_, *positions, &fields)));
    std::vector<Value> slots(projection.width());
    std::vector<CellError> errors;
    reader.enter(rows);
    reader.read(rows, i, 1, slots.data(), slots.size(), &errors);
    EXPECT_TRUE(errors.empty());
    std::vector<std::string> out;
    out.reserve(slots.size());
    for (const Value& v : slots) out.push_back(json(v));
    return out;
  }

  TableLayout layout_;
  std::vector<TableBatch> batches_;
  OwnedSchema schema_;
};

using Texts = std::vector<std::string>;

TEST_F(OwnTable, ReadsOnlyWhatIsAskedFor) {
  std::vector<int32_t> positions;
  const Projection projection{{"u", "absent"}, 0, 1, false, false};
  EXPECT_EQ(read(projection, 0, &positions), (Texts{"null", "true", "null"}));
  EXPECT_EQ(positions, (std::vector<int32_t>{2, 4}));  // and _exact, which might hold it
}

TEST_F(OwnTable, PutsBackWhatStandsBeside) {
  std::vector<int32_t> positions;
  const Projection projection{{"t", "n"}, 0, 0, false, false};
  EXPECT_EQ(read(projection, 0, &positions),
            (Texts{"\"1970-01-01T02:00:00+02:00\"", "1180591620717411303424"}));
  EXPECT_EQ(read(projection, 1, &positions), (Texts{"\"1970-01-01T00:00:00+00:00\"", "5"}));
  EXPECT_EQ(positions, (std::vector<int32_t>{0, 1, 3, 4}));
}

TEST_F(OwnTable, TheRecordHasTheColumnsButNotWhatCompletesThem) {
  std::vector<int32_t> positions;
  const Projection projection{{"u"}, 0, 1, true, false};
  EXPECT_EQ(read(projection, 1, &positions),
            (Texts{R"({"n": 5, "t": "1970-01-01T00:00:00+00:00", "u": null})", "null"}));
}

TEST(RowReader, NamesOfColumns) {
  const OwnedSchema schema = make_schema({{"a\xf0", ColumnKind::kInt64}, {"n", ColumnKind::kInt64}});
  const Projection key{{"n"}, 0, 0, false, false}, record{{}, 0, 0, true, false};
  RowReader of_key(*schema, key);
  EXPECT_EQ(of_key.positions(), (std::vector<int32_t>{1}));
  std::vector<ArrowSchema*> fields;
  EXPECT_TRUE(of_key.decode(chosen(*schema, of_key.positions(), &fields)));
  const Status decoded = RowReader(*schema, record).decode(*schema);
  ASSERT_FALSE(decoded);
  EXPECT_EQ(decoded.error().message, "the column's name is not UTF-8");
  EXPECT_EQ(decoded.error().place, "a\xef\xbf\xbd");
  schema->children[0]->name = nullptr;  // as good as empty
  EXPECT_TRUE(RowReader(*schema, record).decode(*schema));
  EXPECT_EQ(RowReader(*schema, {{""}, 0, 0, false, false}).positions(), (std::vector<int32_t>{0}));
}

}  // namespace
}  // namespace headrace::columnar
