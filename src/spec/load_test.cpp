#include "spec/load.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "spec/load_test_text.h"

namespace headrace {
namespace {

struct Case {
  std::string yaml;
  std::string diagnostics;
};
void expect_all(const std::vector<Case>& cases) {
  for (const Case& c : cases) EXPECT_EQ(check(c.yaml), c.diagnostics) << c.yaml;
}

TEST(Load, GoodSpecsHaveNoDiagnostics) {
  const std::string fields = "  Fields: [{Name: n, Type: integer, Value: a.n + 1}]\n";
  expect_all({
      {with_aggregate("Identity", fields), ""},
      {with_aggregate(
           "Identity",
           "  Store: memory\n  When: source.x\n  Dimensions: [{Name: d, Value: source.d}]\n" + fields),
       ""},
      {with_aggregate("Block",
                      "  Dimensions: [{Name: d, Type: bool, Value: source.d, When: source.d}]\n" + fields),
       ""},
      {with_aggregate("Block", fields), ""},  // one block
      {with_aggregate("Activity", "  SeparateByInactiveSeconds: 1800\n" + fields), ""},
      {with_aggregate("Activity", "  SeparateByInactiveSeconds: '1800'\n" + fields), ""},
      {with_aggregate("variable", fields), ""},  // case does not matter
      {with_fields(
           "[{Name: n, Type: INTEGER, Value: 1}, {Name: m, Value: no}, {Name: z, Value: 0, When: ''}]"),
       ""},
      {with_fields("[{Name: café, Type: dict, Value: 'x', Filter: y, Description: z}]"), ""},
      {kHead + "When: no\nDescription: d\nTests: []\nImport: [{Module: datetime, Identifiers: [datetime as "
               "d, timezone]}]\n"
               "Aggregates: [{Type: Blurr:Aggregate:Variable, Name: v, Fields: [{Name: n, Value: 1}]}]\n",
       ""},
  });
}

TEST(Load, FilesThatAreNoSpecs) {
  expect_all({
      {"", "error not-a-spec 1:1 \n"},
      {"---\n...\n", "error not-a-spec 1:1 \n"},
      {"- a\n", "error not-a-spec 1:1 \n"},
      {"a: 1\n", "error not-a-spec 1:1 \n"},
      {"Type: Blurr:Transform:Steaming\n", "error unknown-type 1:7 \n"},
      {"Type: 3\n", "error unknown-type 1:7 \n"},
      {"a: [\n", "error yaml-syntax 2:1 \n"},
      {"Type: *x\n", "error yaml-alias 1:7 \n"},
  });
}

TEST(Load, HeadersOfSpecs) {
  expect_all({
      {"Type: Blurr:Transform:Streaming\n",
       "error missing-key 1:1 spec\nerror missing-key 1:1 spec\nerror missing-key 1:1 spec\n"
       "error missing-key 1:1 spec\nerror missing-key 1:1 spec\nwarning no-time 1:1 \n"},
      {"Type: Blurr:Transform:Window\nName: W\nVersion: '2018-03-07'\n",
       "error missing-key 1:1 W\nerror missing-key 1:1 W\nnote unchecked-source 2:7 W\n"},
      {with_fields("[{Name: n, Value: 1}]") + "Foo: 1\nverson: 1\nAnchor: {}\n",
       "warning unknown-key 11:1 S\nwarning unknown-key 12:1 S\nwarning unknown-key 13:1 S\nerror "
       "empty-value 13:9 S\n"},
      {"Type: Blurr:Transform:Streaming\nVersion: 2018-03-01\nName: 5\nIdentity:\nTime: ~\nStores: "
       "{}\nAggregates: x\n",
       "error wrong-type 2:10 spec\nerror wrong-type 3:7 spec\nerror empty-value 4:1 spec\nerror empty-value "
       "5:7 spec\n"
       "error empty-value 6:9 spec\nerror wrong-type 7:13 spec\n"},
      {"Type: Blurr:Transform:Streaming\nVersion: '2018-03-02'\nName: S\nidentity: a\nTime: t\nStore: "
       "[]\nAggregates: []\n",
       "error unknown-version 2:10 S\nerror missing-key 4:1 S\nerror missing-key 6:1 S\nerror empty-value "
       "6:8 S\n"
       "error empty-value 7:13 S\n"},
      {kHead + "Aggregates: [1, {}]\n",
       "error wrong-type 7:14 S\nerror missing-key 7:17 S.Aggregates[2]\nerror missing-key 7:17 "
       "S.Aggregates[2]\n"
       "error missing-key 7:17 S.Aggregates[2]\n"},
  });
}

TEST(Load, Names) {
  const auto named = [](const std::string& name) { return with_fields("[{Name: " + name + ", Value: 1}]"); };
  expect_all({
      {named("_x"), "error reserved-name 10:19 S.a._x\n"},
      {named("run_x"), "error reserved-name 10:19 S.a.run_x\n"},
      {named("a.b"), "error invalid-name 10:19 S.a.a.b\n"},
      {named("a-b"), "warning unreachable-name 10:19 S.a.a-b\n"},
      {named("1x"), "warning unreachable-name 10:19 S.a.1x\n"},
      {named("'a  b'"), "error invalid-name 10:19 S.a.a  b\n"},
      {named("total spend"), "warning unreachable-name 10:19 S.a.total spend\n"},
      {named("class"), "warning unreachable-name 10:19 S.a.class\n"},
      {named("1"), "error wrong-type 10:19 S.a.Fields[1]\n"},
      {named("''"), "error empty-value 10:19 S.a.Fields[1]\n"},
      {with_fields("[{Name: n, Value: 1}, {Name: n, Value: 2}]"), "error duplicate-name 10:40 S.a.n\n"},
      {with_aggregate("Block", "  Dimensions: [{Name: n, Value: 1}]\n  Fields: [{Name: n, Value: 1}]\n"),
       "error duplicate-name 11:19 S.a.n\n"},
      {with_fields("[{Name: n, Value: 1}]") +
           "- {Type: Blurr:Aggregate:Variable, Name: a, Fields: [{Name: n, Value: 1}]}\n",
       "error duplicate-name 11:42 S.a\n"},
      {with_fields("[{Name: n, Value: 1}]") +
           "- {Type: Blurr:Aggregate:Variable, Name: memory, Fields: [{Name: n, Value: 1}]}\n",
       "error duplicate-name 11:42 S.memory\n"},
      {with_fields("[{Name: n, Value: 1}]") +
           "- {Type: Blurr:Aggregate:Variable, Name: time, Fields: [{Name: n, Value: 1}]}\n",
       "warning shadowed-name 11:42 S.time\n"},
  });
}

TEST(Load, FieldsAndDimensions) {
  expect_all({
      {with_fields("[{Value: 1}]"), "error missing-key 10:13 S.a.Fields[1]\n"},
      {with_fields("[{Name: n}]"), "error missing-key 10:13 S.a.n\n"},
      {with_fields("[{Name: n, value: 1}]"), "error missing-key 10:22 S.a.n\n"},
      {with_fields("[{Name: n, Value: }]"), "error empty-value 10:22 S.a.n\n"},
      {with_fields("[{Name: n, Value: 1, When: ~}]"), "error empty-value 10:38 S.a.n\n"},
      {with_fields("[{Name: n, Value: 1, Type: long}]"), "error unknown-type 10:38 S.a.n\n"},
      {with_fields("[{Name: n, Value: 1, Type: [int]}]"), "error wrong-type 10:38 S.a.n\n"},
      {with_fields("[{Name: n, Value: 1, When: a, Filter: b}]"), "warning ignored-filter 10:49 S.a.n\n"},
      {with_fields("[{Name: n, Value: 1, 5: b, ? yes : c}]"),
       "warning unknown-key 10:32 S.a.n\nwarning unknown-key 10:40 S.a.n\n"},
      {with_fields("[{Name: n, Value: 1, AcceptLeak: yes}]"), "warning unknown-key 10:32 S.a.n\n"},
      {with_fields("[n]"), "error wrong-type 10:12 S.a\n"},
      {with_fields("{Name: n, Value: 1}"), "error wrong-type 10:11 S.a\n"},
      {with_fields("[{Name: n, Value: 1, Foo: }]"),
       "error empty-value 10:32 S.a.n\nwarning unknown-key 10:32 S.a.n\n"},
      {with_fields("[{Name: n, Value: *x}]"), "error yaml-alias 10:29 \n"},
      {with_aggregate("Identity",
                      "  Dimensions: [{Name: d, Type: float, Value: 1}]\n  Fields: [{Name: n, Value: 1}]\n"),
       "error unknown-type 10:32 S.a.d\n"},
      {with_aggregate("Variable", "  Dimensions: [{Name: d, Value: 1}]\n  Fields: [{Name: n, Value: 1}]\n"),
       "warning unknown-key 10:3 S.a\n"},
  });
}

TEST(Load, Aggregates) {
  const std::string fields = "  Fields: [{Name: n, Value: 1}]\n";
  const auto gap = [&](const std::string& value) {
    return with_aggregate("Activity", "  SeparateByInactiveSeconds: " + value + "\n" + fields);
  };
  expect_all({
      {with_aggregate("Blok", fields), "error unknown-type 8:9 S.a\n"},
      {with_aggregate("Window", fields), "error unknown-type 8:9 S.a\n"},
      {with_aggregate("Identity", "  Store: memry\n" + fields), "error undefined-store 10:10 S.a\n"},
      {with_aggregate("Identity", "  Store: [memory]\n" + fields), "error wrong-type 10:10 S.a\n"},
      {with_aggregate("Identity", ""), "error missing-key 8:3 S.a\n"},
      {with_aggregate("Identity", "  Fields: []\n"), "error empty-value 10:11 S.a\n"},
      {with_aggregate("Activity", fields), "error missing-key 8:3 S.a\n"},
      {gap("1.5"), "error invalid-number 10:30 S.a\n"},
      {gap("0"), "error empty-value 10:30 S.a\n"},
      {gap("-1"), "error invalid-number 10:30 S.a\n"},
      {gap("yes"), "error invalid-number 10:30 S.a\n"},
      {gap("'1_0'"), "error invalid-number 10:30 S.a\n"},
      {gap("99999999999999"), "error invalid-number 10:30 S.a\n"},
      {gap("[1]"), "error invalid-number 10:30 S.a\n"},
  });
}

TEST(Load, Stores) {
  const auto stores = [](const std::string& value) {
    return "Type: Blurr:Transform:Streaming\nVersion: '2018-03-01'\nName: S\nIdentity: i\nTime: t\nStores: " +
           value +
           "\nAggregates: [{Type: Blurr:Aggregate:Variable, Name: v, Fields: [{Name: n, Value: 1}]}]\n";
  };
  expect_all({
      {stores("[{Type: Blurr:Store:Dynamo, Name: d, Table: t, ReadCapacityUnits: 7}]"), ""},
      {stores("{Type: Blurr:Store:Memory, Name: a store}"), ""},
      {stores("[{Type: Blurr:Store:Memory, Name: _m}]"), "error reserved-name 6:43 S._m\n"},
      {stores("[{Type: Blurr:Store:Memory, Name: run_m}]"), "error reserved-name 6:43 S.run_m\n"},
      {stores("[{Type: Blurr:Store:Dynamo, Name: d}]"), "error missing-key 6:11 S.d\n"},
      {stores("[{Type: Blurr:Store:Dynamo, Name: d, Table: t, WriteCapacityUnits: none}]"),
       "error invalid-number 6:76 S.d\n"},
      {stores("[{Type: Blurr:Store:S3, Name: d}]"), "error unknown-type 6:17 S.d\n"},
      {stores("[{Type: Blurr:Store:Memory, Name: d, Table: t}]"), "warning unknown-key 6:46 S.d\n"},
      {stores("[{Type: Blurr:Store:Memory}]"), "error missing-key 6:11 S.Stores[1]\n"},
      {stores("memory"), "error wrong-type 6:9 S\n"},
  });
}

TEST(Load, Imports) {
  const auto import = [](const std::string& value) {
    return with_fields("[{Name: n, Value: 1}]") + "Import: " + value;
  };
  expect_all({
      {import("[{Module: a.b}, {Module: a as b}, {Module: 'a, b as c'}, {Module: m, Identifiers: []}]"), ""},
      {import("[{Module: m, Identifiers: [a as b, 'c, d']}, {Module: m, Identifiers: ['*']}]"), ""},
      {import("[{Module: m, Identifiers: a}]"), "warning loose-type 11:35 S.Import[1]\n"},
      {import("[{Identifiers: [a]}]"), "error missing-key 11:11 S.Import[1]\n"},
      {import("[{Module: 5}]"), "error wrong-type 11:19 S.Import[1]\n"},
      {import("[{Module: a b}, {Module: a as b, Identifiers: [c]}, {Module: .a}, {Module: class}]"),
       "error invalid-import 11:19 S.Import[1]\nerror invalid-import 11:34 S.Import[2]\n"
       "error invalid-import 11:70 S.Import[3]\nerror invalid-import 11:84 S.Import[4]\n"},
      {import("[{Module: m, Identifiers: [a as b.c, 5, '*']}, m]"),
       "error invalid-import 11:36 S.Import[1]\nerror wrong-type 11:46 S.Import[1]\nerror wrong-type 11:56 "
       "S\n"},
      {import("[{Module: m, Identifiers: [a, '*']}]"), "error invalid-import 11:35 S.Import[1]\n"},
  });
}

TEST(Load, ReadsWhatIsThere) {
  Diagnostics diagnostics;
  const SpecSet set = load_specs(
      {file("Type: Blurr:Transform:Streaming\nVersion: '2018-03-07'\nName: My Spec\nDescription: "
            "d\nIdentity: source.id\n"
            "Time: time_of(source)\nWhen: source.ok\nImport:\n- {Module: 'a.b as c, d'}\n"
            "- {Module: m, Identifiers: [x, y as z]}\n"
            "Stores:\n- {Type: blurr:store:memory, Name: first}\n- {Type: Blurr:Store:Dynamo, Name: second, "
            "Table: t}\n"
            "Aggregates:\n- Type: Blurr:Aggregate:Activity\n  Name: session\n  Store: second\n"
            "  SeparateByInactiveSeconds: 1:00\n  Filter: source.f\n"
            "  Fields:\n  - {Name: n, Type: Int, Value: 010}\n  - {Name: s, Value: [a], When: 0}\n"
            "- {Type: Blurr:Aggregate:Block, Name: b, Dimensions: [{Name: d, Type: bool, Value: x}], Fields: "
            "[{Name: z, Type: set, Value: y}]}\n"
            "- {Type: Blurr:Aggregate:Variable, Name: v, Fields: [{Name: z, Type: datetime, Value: y}]}\n"
            "Tests:\n- {Test: a test, Events: [{id: 1}], Expect: {Blocks: {session: [{n: 8}]}}}\n")},
      diagnostics);
  EXPECT_EQ(dump(diagnostics), "warning literal-texts 22:22 My Spec.session.s\n");
  const auto& spec = std::get<StreamingSpec>(set.specs.at(0));
  EXPECT_TRUE(spec.valid);
  EXPECT_EQ(spec.name, "My Spec");
  EXPECT_EQ(spec.identity.text, "source.id");
  EXPECT_EQ(spec.time.value_or(ExprSource()).key, "Time");
  ASSERT_EQ(spec.imports.size(), 3u);
  EXPECT_EQ(spec.imports[0].module + " " + spec.imports[0].alias, "a.b c");
  EXPECT_EQ(spec.imports[2].names[0].alias + spec.imports[2].names[1].name + spec.imports[2].names[1].alias,
            "xyz");
  EXPECT_EQ(spec.stores[1].table, "t");
  EXPECT_EQ(spec.stores[1].read_capacity_units, 5);
  const AggregateSpec& session = *spec.find_aggregate("session");
  EXPECT_EQ(session.store, 1);
  EXPECT_EQ(session.gap_seconds, 60);
  EXPECT_EQ(session.when.value_or(ExprSource()).key, "Filter");
  EXPECT_EQ(session.fields[0].type, FieldType::kInteger);
  EXPECT_EQ(session.fields[0].value.text, "8");
  EXPECT_EQ(session.fields[1].type, FieldType::kString);
  EXPECT_EQ(session.fields[1].value.text, "['a']");
  EXPECT_EQ(session.fields[1].value.owner, "My Spec.session.s");
  EXPECT_EQ(session.fields[1].when.value_or(ExprSource()).text, "0");
  EXPECT_EQ(spec.find_aggregate("b")->store, 0);
  EXPECT_EQ(spec.find_aggregate("b")->dimensions[0].type, FieldType::kBoolean);
  EXPECT_EQ(spec.find_aggregate("v")->store, AggregateSpec::kNoStore);
  ASSERT_EQ(spec.tests.size(), 1u);
  EXPECT_EQ(spec.tests[0].events.at(0).text, "{\"id\": 1}");
}

std::string read(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::stringstream text;
  text << in.rdbuf();
  return text.str();
}

// tests/specs: specs that use all there is, and go together.
TEST(Load, GoodFilesHaveNoDiagnostics) {
  SourceFiles files;
  for (const auto& entry : std::filesystem::directory_iterator(HEADRACE_SOURCE_DIR "/tests/specs")) {
    files.push_back(file(read(entry.path()), entry.path().filename().string()));
  }
  Diagnostics diagnostics;
  EXPECT_EQ(load_specs(files, diagnostics).specs.size(), files.size());
  EXPECT_EQ(to_text(diagnostics), "");
  EXPECT_GE(files.size(), 2u);
}

}  // namespace
}  // namespace headrace
