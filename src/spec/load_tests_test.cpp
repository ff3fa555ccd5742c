// `Tests:` of specs: what is read, and what is said of what is wrong.
#include <gtest/gtest.h>

#include "spec/expected_fields.h"
#include "spec/load.h"
#include "spec/load_test_text.h"

namespace headrace {
namespace {

const std::string kSpec =
    kHead +
    "Aggregates:\n"
    "- {Type: Blurr:Aggregate:Block, Name: b, Fields: [{Name: n, Type: integer, Value: 1}, {Name: s, Value: "
    "'2'},\n"
    "   {Name: f, Type: float, Value: 1}, {Name: t, Type: datetime, Value: time}, {Name: l, Type: list, "
    "Value: x},\n"
    "   {Name: m, Type: map, Value: x}, {Name: u, Type: set, Value: x}, {Name: o, Type: boolean, Value: "
    "x}]}\n"
    "- {Type: Blurr:Aggregate:Identity, Name: i, Fields: [{Name: n, Type: integer, Value: 1}]}\n"
    "- {Type: Blurr:Aggregate:Variable, Name: v, Fields: [{Name: n, Type: integer, Value: 1}]}\n"
    "Tests:\n";  // tests stand from line 14 on

SpecTest read_one(const std::string& test) {
  Diagnostics diagnostics;
  const SpecSet set = load_specs({file(kSpec + test)}, diagnostics);
  EXPECT_EQ(dump(diagnostics), "") << test;
  return header(set.specs.at(0)).tests.at(0);
}

TEST(LoadTests, ReadsWhatIsGivenAndExpected) {
  const SpecTest test = read_one(
      "- {Test: a test, Now: '2026-01-01T02:00:00+02:00', Seed: 7, Identity: a,\n"
      "   Given: [{id: a, at: 2026-01-01T00:00:00Z, deep: {x: [1, .nan]}}, not JSON],\n"
      "   Expect: {Skipped: 1, Exactly: yes, Partial: yes, Blocks: {b: [{n: 1}, {s: x, _key: k}], i: {n: "
      "2}}}}\n");
  EXPECT_EQ(test.name, "a test");
  EXPECT_EQ(test.now_us, 1'767'225'600'000'000);
  EXPECT_EQ(test.seed, 7u);
  EXPECT_EQ(test.identity, "a");
  EXPECT_EQ(test.skipped, 1);
  EXPECT_TRUE(test.exactly && test.partial);
  ASSERT_EQ(test.events.size(), 2u);
  EXPECT_EQ(test.events[0].text,
            R"({"id": "a", "at": "2026-01-01T00:00:00+00:00", "deep": {"x": [1, NaN]}})");
  EXPECT_EQ(test.events[1].text, "not JSON");
  ASSERT_EQ(test.lists.size(), 2u);
  EXPECT_EQ(test.lists[0].aggregate, "b");
  EXPECT_EQ(test.lists[0].rows.at(1).fields.at(1).name, "_key");
  EXPECT_EQ(test.lists[1].rows.size(), 1u);
}

TEST(LoadTests, TakesWhatAFieldCanHold) {
  for (const char* fields :
       {"n: true", "n: 5", "f: 1", "f: 1.5", "f: '1e300'", "f: .nan", "t: null", "t: 2026-01-01",
        "t: '2026-01-01T00:00:00.5-03:30'", "t: 2026-01-01 00:00:00", "l: [1, [2]]", "m: {1: 2}", "u: [1]",
        "u: !!set {a}", "o: no", "_identity: a", "_start_time: null", "_aggregate: b"}) {
    read_one("- {Test: t, Given: [], Expect: {Blocks: {b: {" + std::string(fields) + "}}}}\n");
  }
}

struct Case {
  const char* test;
  const char* said;  // as dump() gives it, without the name
};

TEST(LoadTests, SaysWhatIsWrongAtItsPlace) {
  const Case cases[] = {
      {"  5\n", "error wrong-type 14:3"},
      {"- 5\n", "error wrong-type 14:3"},
      {"- {Given: [], Expect: {Skipped: 0}}\n", "error missing-key 14:4"},
      {"- {Test: t, Expect: {Skipped: 0}}\n", "error missing-key 14:4"},
      {"- {Test: '', Given: [], Expect: {Skipped: 0}}\n", "error empty-value 14:10"},
      {"- {Test: t, Given: []}\n", "error missing-key 14:4"},
      {"- {Test: t, Given: [], Expect: {Exactly: yes}}\n", "error missing-key 14:33"},
      {"- {Test: t, Given: [1], Expect: {Skipped: 0}}\n", "error wrong-type 14:21"},
      {"- {Test: t, Given: [], Events: [], Expect: {Skipped: 0}}\n", "error duplicate-key 14:32"},
      {"- {Test: t, Given: [], Now: noon, Expect: {Skipped: 0}}\n", "error wrong-type 14:29"},
      {"- {Test: t, Given: [], Seed: -1, Expect: {Skipped: 0}}\n", "error invalid-number 14:30"},
      {"- {Test: t, Given: [], Expect: {Skipped: 0, Exactly: 1}}\n", "error wrong-type 14:54"},
      {"- {Test: t, Given: [], Expect: {Blocks: {c: []}}}\n", "error unknown-aggregate 14:42"},
      {"- {Test: t, Given: [], Expect: {Blocks: {v: []}}}\n", "error unknown-aggregate 14:42"},
      {"- {Test: t, Given: [], Expect: {Blocks: {b: 1}}}\n", "error wrong-type 14:45"},
      {"- {Test: t, Given: [], Expect: {Blocks: [{n: 1}]}}\n", "error missing-key 14:42"},
      {"- {Test: t, Given: [], Expect: {Blocks: [{_aggregate: c}]}}\n", "error unknown-aggregate 14:55"},
      {"- {Test: t, Given: [], Expect: {Blocks: {b: [{nn: 1}]}}}\n", "error unknown-field 14:47"},
      {"- {Test: t, Given: [], Expect: {Blocks: {b: [{s: 1}]}}}\n", "error wrong-type 14:50"},
      {"- {Test: t, Given: [], Expect: {Blocks: {b: [{n: 1.0}]}}}\n", "error wrong-type 14:50"},
      {"- {Test: t, Given: [], Expect: {Blocks: {b: [{t: soon}]}}}\n", "error wrong-type 14:50"},
      {"- {Test: t, Given: [], Expect: {Blocks: {b: [{o: 1}]}}}\n", "error wrong-type 14:50"},
      {"- {Test: t, Given: [], Expect: {Rows: []}}\n", "error wrong-type 14:39"},
      {"- {Test: t, Given: [], Expect: {Blocks: {b: []}, Skiped: 1}}\n", "warning unknown-key 14:50"},
      {"- {Test: t, Given: [], Expect: {Skipped: 0}}\n- {Test: t, Given: [], Expect: {Skipped: 0}}\n",
       "error duplicate-name 15:10"},
  };
  for (const Case& c : cases) {
    const std::string said = check(kSpec + c.test);
    EXPECT_TRUE(said.starts_with(c.said)) << c.test << said;
    EXPECT_EQ(said.find('\n') + 1, said.size()) << c.test << said;
  }
}

TEST(LoadTests, RowsAreThoseOfTheWindowSpec) {
  const std::string window =
      kWindowHead +
      "Aggregates:\n"
      "- {Type: Blurr:Aggregate:Window, Name: w, WindowType: count, WindowValue: 1, Source: S.b, Fields:\n"
      "   [{Name: n, Type: integer, Value: 1}, {Name: m, Type: map, Value: x}]}\n"
      "Tests:\n- {Test: t, Given: [], Expect: {Rows: [";
  const std::string streaming = kSpec.substr(0, kSpec.find("Tests:"));
  const auto said = [&](const std::string& row) {
    Diagnostics diagnostics;
    load_specs({file(streaming), file(window + row + "]}}\n", "window.yml")}, diagnostics);
    return dump(diagnostics);
  };
  EXPECT_EQ(said("{w._identity: a, w.n: 1, m.anything: x, deeper.still: 1, _identity: a}"), "");
  EXPECT_TRUE(said("{w.nn: 1}").starts_with("error unknown-field 10:41"));
  EXPECT_TRUE(said("{n: 1}").starts_with("error unknown-field 10:41"));
  EXPECT_TRUE(said("{w.n: x}").starts_with("error wrong-type 10:46"));
}

}  // namespace
}  // namespace headrace
