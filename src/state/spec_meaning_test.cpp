#include "state/spec_meaning.h"

#include <gtest/gtest.h>

#include "data/object.h"
#include "data/value_codec.h"
#include "spec/load.h"
#include "state/stored_layout.h"

namespace headrace {
namespace {

const std::string kSpec =
    "Type: Blurr:Transform:Streaming\n"
    "Version: '2018-03-01'\n"
    "Name: S\n"
    "Import: [{Module: dateutil.parser, Identifiers: [parse]}, {Module: math}]\n"
    "Identity: source.id\n"
    "Time: parse(source.time)\n"
    "Stores: [{Type: Blurr:Store:Memory, Name: memory}]\n"
    "Aggregates:\n"
    "- {Type: Blurr:Aggregate:Activity, Name: s, SeparateByInactiveSeconds: 60,"
    " Fields: [{Name: n, Type: integer, Value: s.n + 1}, {Name: m, Value: 'source.m'}]}\n"
    "- {Type: Blurr:Aggregate:Identity, Name: i, Dimensions: [{Name: d, Value: source.d}],"
    " Fields: [{Name: n, Type: integer, Value: i.n + 1}]}\n";

// The spec with one text put for another.
Value meaning(const std::string& from = "", const std::string& to = "") {
  std::string text = kSpec;
  const size_t at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  text.replace(at, from.size(), to);
  Diagnostics diagnostics;
  const SpecSet set = load_specs({std::make_shared<SourceFile>("s.yml", text)}, diagnostics);
  EXPECT_FALSE(diagnostics.has_errors()) << to_text(diagnostics);
  return meaning_of(std::get<StreamingSpec>(set.specs.at(0)));
}

std::string joined(const std::vector<std::string>& sentences) {
  std::string out;
  for (const std::string& s : sentences) out += (out.empty() ? "" : "; ") + s;
  return out;
}

TEST(SpecMeaning, SaysWhatDiffers) {
  struct Case {
    std::string from, to, differences;
  };
  const Case cases[] = {
      {"", "", ""},
      {"2018-03-01", "2018-03-07", ""},
      {"Name: S\n", "Name: S\nDescription: what it is for\n# a comment\n", ""},
      {"'source.m'", "source.m", ""},
      {"Type: Blurr:Aggregate:Activity", "Type: blurr:aggregate:activity", ""},
      {"Name: S\n", "Name: T\n", "Name was 'S', is 'T'"},
      {"source.id", "source.user", "Identity was 'source.id', is 'source.user'"},
      {"Time: parse(source.time)\n", "", "Time was 'parse(source.time)', is gone"},
      {"Stores:", "When: source.x\nStores:", "When was not there, is 'source.x'"},
      {"{Module: math}", "{Module: re}", "'import math' is gone; 'import re' is new"},
      {"Seconds: 60", "Seconds: 61", "aggregate 's': SeparateByInactiveSeconds was 60, is 61"},
      {"Name: n, Type: integer", "Name: n, Type: float", "field 's.n': Type was 'integer', is 'float'"},
      {"Value: s.n + 1", "Value: s.n + 2", "field 's.n': Value was 's.n + 1', is 's.n + 2'"},
      {"Value: 'source.m'", "Value: 'source.m', When: source.x",
       "field 's.m': When was not there, is 'source.x'"},
      {"{Name: m,", "{Name: o,", "field 's.m' is gone; field 's.o' is new"},
      {"Name: d,", "Name: e,", "dimension 'i.d' is gone; dimension 'i.e' is new"},
  };
  const Value before = meaning();
  for (const Case& c : cases) {
    EXPECT_EQ(joined(differences(before, meaning(c.from, c.to))), c.differences) << c.from << " -> " << c.to;
  }
}

TEST(SpecMeaning, AnOrderThatMattersIsADifference) {
  EXPECT_EQ(
      joined(differences(meaning(),
                         meaning("{Name: n, Type: integer, Value: s.n + 1}, {Name: m, Value: 'source.m'}",
                                 "{Name: m, Value: 'source.m'}, {Name: n, Type: integer, Value: s.n + 1}"))),
      "aggregate 's': Fields stand in another order");
}

TEST(SpecMeaning, EqualMeaningsHaveEqualBytes) {
  std::string one, other;
  ASSERT_TRUE(ValueEncoder(&one).encode(meaning()) &&
              ValueEncoder(&other).encode(meaning("Name: S\n", "Name:   S\n")));
  EXPECT_EQ(one, other);
}

TEST(SpecMeaning, TellsItsOwnShapeFromOthers) {
  EXPECT_TRUE(is_meaning(meaning()));
  const auto dict = [](const Value& key, Value value) {
    auto* d = new DictObj();
    bool is_new;
    d->table.find_or_insert(key, &is_new)->value = std::move(value);
    return Value::adopt(d);
  };
  EXPECT_TRUE(is_meaning(dict(Value::string("k"), make_list({}))));
  EXPECT_FALSE(is_meaning(Value::string("k")));
  EXPECT_FALSE(is_meaning(dict(Value::integer(1), Value::string("v"))));
  EXPECT_FALSE(is_meaning(dict(Value::string("k"), Value::real(1))));
  EXPECT_FALSE(is_meaning(dict(Value::string("k"), make_list({Value::string("v")}))));
  Value deep = dict(Value::string("k"), Value());
  for (int i = 0; i < 10; ++i) deep = dict(Value::string("k"), make_list({deep}));
  EXPECT_FALSE(is_meaning(deep));
}

TEST(SpecMeaning, HoldsTheLayoutOfTheRows) {
  const std::unique_ptr<StreamPlan> layout = layout_of(meaning());
  ASSERT_TRUE(layout);
  EXPECT_EQ(layout->name, "S");
  ASSERT_EQ(layout->aggregates.size(), 2u);
  EXPECT_EQ(layout->aggregates[0].kind, AggregateKind::kActivity);
  EXPECT_EQ(layout->aggregates[0].slot_names,
            (std::vector<std::string>{"_identity", "_start_time", "_end_time", "n", "m"}));
  EXPECT_EQ(layout->aggregates[1].slot_types,
            (std::vector<FieldType>{FieldType::kString, FieldType::kInteger, FieldType::kString}));
  EXPECT_EQ(layout->aggregates[1].dimensions.size(), 1u);
  EXPECT_TRUE(layout->aggregates[1].stored);
}

}  // namespace
}  // namespace headrace
