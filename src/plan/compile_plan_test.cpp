#include "plan/compile_plan.h"

#include <gtest/gtest.h>

#include "spec/load.h"

namespace headrace {
namespace {

const std::string kHead =
    "Type: Blurr:Transform:Streaming\n"
    "Version: '2018-03-01'\n"
    "Name: S\n"
    "Identity: source.id\n"
    "Stores: [{Type: Blurr:Store:Memory, Name: memory}]\n";
const std::string kWindowHead =
    "Type: Blurr:Transform:Window\n"
    "Version: '2018-03-01'\n"
    "Name: W\n"
    "SourceBTS: S\n"
    "Anchor: {Condition: S.b.n > 1, Max: 2}\n";

struct Compiled {
  SourceFiles files;
  SpecSet specs;
  Diagnostics diagnostics;
  std::unique_ptr<StreamPlan> stream;
  std::unique_ptr<WindowPlan> window;
};

Compiled compile(const std::string& stream, const std::string& window = "") {
  Compiled c;
  c.files.push_back(std::make_shared<SourceFile>("s.yml", stream));
  if (!window.empty()) c.files.push_back(std::make_shared<SourceFile>("w.yml", window));
  c.specs = load_specs(c.files, c.diagnostics);
  if (c.diagnostics.has_errors()) return c;
  const auto& spec = std::get<StreamingSpec>(c.specs.specs[0]);
  c.stream = compile_stream(spec, nullptr, c.diagnostics);
  if (c.stream && !window.empty()) {
    c.window =
        compile_window(std::get<WindowSpec>(c.specs.specs[1]), spec, *c.stream, nullptr, c.diagnostics);
  }
  return c;
}

// "keys: a b, whole event", then a line for each aggregate: "b Block stored: _identity _start_time ...".
std::string dump(const StreamPlan& plan) {
  std::string out = "keys:";
  for (const std::string& key : plan.keys) out += " " + key;
  out += plan.needs_record ? ", whole event\n" : "\n";
  for (const AggregatePlan& a : plan.aggregates) {
    const std::string kind(aggregate_type_name(a.kind));
    out += a.name + " " + kind.substr(kind.rfind(':') + 1) + (a.stored ? " stored:" : ":");
    for (size_t i = 0; i < a.slot_count(); ++i)
      out += " " + a.slot_names[i] + "=" + std::string(field_type_name(a.slot_types[i]));
    out += "\n";
  }
  return out;
}

// "error code file:line:column" for each.
std::string dump(const Diagnostics& diagnostics) {
  std::string out;
  for (const Diagnostic& d : diagnostics.all()) {
    if (d.severity != Severity::kError) continue;
    out += d.code + " " + d.span.file->path() + ":" + std::to_string(d.place().line) + ":" +
           std::to_string(d.place().column) + "\n";
  }
  return out;
}

TEST(CompileStream, LaysOutSlotsInTheOrderInWhichTheyPrint) {
  struct Case {
    const char* about;
    std::string aggregates, plan;
  };
  const Case cases[] = {
      {"fields come before dimensions",
       "- {Type: Blurr:Aggregate:Block, Name: b, Dimensions: [{Name: d, Value: source.d}],"
       " Fields: [{Name: n, Type: integer, Value: b.n + 1}, {Name: l, Type: list, Value: b.l}]}\n",
       "keys: id d\n"
       "b Block stored: _identity=string _start_time=datetime _end_time=datetime n=integer l=list "
       "d=string\n"},
      {"only blocks have times; a variable is stored where it says so",
       "- {Type: Blurr:Aggregate:Identity, Name: i, Fields: [{Name: f, Type: float, Value: source.x}]}\n"
       "- {Type: Blurr:Aggregate:Variable, Name: v, Fields: [{Name: m, Type: map, Value: v.m}]}\n"
       "- {Type: Blurr:Aggregate:Variable, Name: w, Store: memory, Fields: [{Name: s, Value: source.x}]}\n",
       "keys: id x\n"
       "i Identity stored: _identity=string f=float\n"
       "v Variable: _identity=string m=map\n"
       "w Variable stored: _identity=string s=string\n"},
  };
  for (const Case& c : cases) {
    const Compiled compiled = compile(kHead + "Aggregates:\n" + c.aggregates);
    ASSERT_TRUE(compiled.stream) << c.about << "\n" << to_text(compiled.diagnostics);
    EXPECT_EQ(dump(*compiled.stream), c.plan) << c.about;
  }
}

TEST(CompileStream, ReadsOfAnEventWhatExpressionsAskFor) {
  const std::pair<std::string, std::string> cases[] = {
      {"source.x", "keys: id x\n"},
      {"source['x'] + source.x", "keys: id x\n"},
      {"source.a.b.c", "keys: id a\n"},
      {"'1' if source.x else source.y", "keys: id x y\n"},
      {"str(time) + identity", "keys: id\n"},
      {"len(source)", "keys: id, whole event\n"},
      {"source[source.x]", "keys: id x, whole event\n"},
      {"[source.x for source in [1]]", "keys: id\n"},
  };
  for (const auto& [value, keys] : cases) {
    const Compiled compiled = compile(
        kHead + "Aggregates:\n- {Type: Blurr:Aggregate:Identity, Name: i, Fields: [{Name: f, Value: \"" +
        value + "\"}]}\n");
    ASSERT_TRUE(compiled.stream) << value << "\n" << to_text(compiled.diagnostics);
    const std::string text = dump(*compiled.stream);
    EXPECT_EQ(text.substr(0, text.find('\n') + 1), keys) << value;
  }
}

TEST(CompileStream, ReportsEveryErrorAtItsPlace) {
  const Compiled compiled = compile(kHead +
                                    "When: nonsense > 1\n"
                                    "Aggregates:\n"
                                    "- Type: Blurr:Aggregate:Identity\n"
                                    "  Name: i\n"
                                    "  Fields:\n"
                                    "  - {Name: a, Type: integer, Value: i.missing + 1}\n"
                                    "  - {Name: b, Type: integer, Value: (1 + }\n"
                                    "  - {Name: c, Type: integer, Value: i.a = 2}\n"
                                    "  - {Name: d, Type: integer, Value: i.a + 1}\n");
  EXPECT_FALSE(compiled.stream);
  EXPECT_EQ(dump(compiled.diagnostics),
            "unknown-name s.yml:6:7\n"
            "unknown-field s.yml:11:39\n"
            "bad-expression s.yml:12:37\n"
            "bad-expression s.yml:13:41\n");
}

TEST(CompileStream, IdentityAndTimeSeeTheEventAlone) {
  const Compiled compiled = compile(kHead +
                                    "Time: i.n\nAggregates:\n- {Type: Blurr:Aggregate:Identity, Name: i, "
                                    "Fields: [{Name: n, Value: '1'}]}\n");
  EXPECT_FALSE(compiled.stream);
  EXPECT_NE(dump(compiled.diagnostics).find("s.yml:6:7"), std::string::npos) << dump(compiled.diagnostics);
}

const std::string kBlocks =
    kHead +
    "Aggregates:\n"
    "- {Type: Blurr:Aggregate:Identity, Name: all, Fields: [{Name: n, Type: integer, Value: all.n + 1}]}\n"
    "- {Type: Blurr:Aggregate:Block, Name: b, Fields: [{Name: n, Type: integer, Value: b.n + 1},"
    " {Name: x, Type: string, Value: source.x}]}\n";

TEST(CompileWindow, TurnsWindowsIntoRanges) {
  const Compiled compiled = compile(
      kBlocks,
      kWindowHead +
          "Aggregates:\n"
          "- {Type: Blurr:Aggregate:Window, Name: day, Source: S.b, WindowType: day, WindowValue: -2,"
          " Fields: [{Name: a, Type: integer, Value: 'sum(source.n) + len(source.x) + sum(source.n)'}]}\n"
          "- {Type: Blurr:Aggregate:Window, Name: next, Source: S.b, WindowType: count, WindowValue: 3,"
          " Fields: [{Name: a, Type: integer, Value: 'day.a + anchor.n + S.all.n'}]}\n"
          "- {Type: Blurr:Aggregate:Variable, Name: v, Fields: [{Name: a, Type: integer, Value: next.a}]}\n");
  ASSERT_TRUE(compiled.window) << to_text(compiled.diagnostics);
  const WindowPlan& plan = *compiled.window;
  EXPECT_EQ(plan.block_aggregate, 1);
  EXPECT_EQ(plan.max, 2);
  ASSERT_EQ(plan.aggregates.size(), 3u);
  const WindowRange none{};
  EXPECT_EQ(plan.aggregates[0].window.value_or(none).length_us, -2 * 86'400'000'000);
  // The slots of b that the day's expressions read as lists, each once: n, x.
  EXPECT_EQ(plan.aggregates[0].source_slots, (std::vector<uint16_t>{3, 4}));
  EXPECT_EQ(plan.aggregates[1].window.value_or(none).count, 3);
  EXPECT_TRUE(plan.aggregates[1].source_slots.empty());
  EXPECT_FALSE(plan.aggregates[2].window);
}

TEST(CompileWindow, NamesMeanWhatTheyMayOnly) {
  const auto errors = [](const std::string& anchor, const std::string& value) {
    std::string head = kWindowHead;
    if (!anchor.empty())
      head = head.substr(0, head.find("Anchor:")) + "Anchor: {Condition: " + anchor + "}\n";
    return compile(kBlocks, head +
                                "Aggregates:\n"
                                "- {Type: Blurr:Aggregate:Window, Name: w, Source: S.b, WindowType: count,"
                                " WindowValue: -1, Fields: [{Name: a, Type: integer, Value: '" +
                                value + "'}]}\n")
        .diagnostics.has_errors();
  };
  EXPECT_FALSE(errors("", "source.n[0]"));
  EXPECT_TRUE(errors("", "source.missing"));
  EXPECT_TRUE(errors("", "S.b.missing"));
  EXPECT_TRUE(errors("", "time"));
  EXPECT_FALSE(errors("S.b.n > 1 and identity", "1"));
  EXPECT_TRUE(errors("anchor.n > 1", "1"));
  EXPECT_TRUE(errors("time", "1"));
  EXPECT_TRUE(errors("source.n", "1"));
}

TEST(CompileWindow, NeedsBlocks) {
  const Compiled compiled = compile(
      kHead +
          "Aggregates:\n- {Type: Blurr:Aggregate:Identity, Name: b, Fields: [{Name: n, Type: integer, Value: "
          "'1'}]}\n",
      kWindowHead +
          "Aggregates:\n- {Type: Blurr:Aggregate:Variable, Name: v, Fields: [{Name: a, Value: '1'}]}\n");
  EXPECT_FALSE(compiled.window);
  EXPECT_TRUE(compiled.diagnostics.has_errors());
}

}  // namespace
}  // namespace headrace
