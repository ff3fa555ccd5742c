#include "engine/stream_evaluator.h"

#include <gtest/gtest.h>

#include "engine/test_run.h"

namespace headrace {
namespace {

using test::compile;
using test::kStreamHead;
using test::run;

std::string aggregate(const std::string& type, const std::string& lines) {
  return "- {Type: Blurr:Aggregate:" + type + ", " + lines + "}\n";
}

struct Case {
  const char* about;
  std::string aggregates;
  std::string events;
  std::string rows;
};

void expect_all(const std::vector<Case>& cases) {
  for (const Case& c : cases) {
    EXPECT_EQ(run(compile(kStreamHead + "Aggregates:\n" + c.aggregates), c.events), c.rows) << c.about;
  }
}

TEST(StreamEvaluator, Identity) {
  const std::string count = "Fields: [{Name: n, Type: integer, Value: all.n + 1}]";
  expect_all({
      {"one row an identity, in order of first events", aggregate("Identity", "Name: all, " + count),
       "b 1T10:00\n"
       "a 1T09:00\n"
       "b 1T11:00\n",
       "b/all// n=2\n"
       "a/all// n=1\n"},
      {"a When that is false, None or an error lets the event pass by",
       aggregate("Identity", "Name: all, When: source.x / source.y, " + count),
       R"(a 1T10:00 {"x": 1, "y": 1}
          a 1T10:01 {"x": 0, "y": 1}
          a 1T10:02 {"x": 1, "y": 0}
          a 1T10:03 {}
         )",
       "a/all// n=1\n"},
      {"an aggregate without any event is not printed",
       aggregate("Identity", "Name: all, When: 'False', " + count), "a 1T10:00\n", ""},
  });
}

TEST(StreamEvaluator, FieldsKeepTheirOldValue) {
  const std::string events =
      R"(a 1T10:00 {"x": 7}
         a 1T10:01 {"x": null}
         a 1T10:02 {"x": "seven"}
        )";
  const auto field = [](const std::string& type, const std::string& value) {
    return aggregate("Identity",
                     "Name: all, Fields: [{Name: f, Type: " + type + ", Value: \"" + value + "\"}]");
  };
  expect_all({
      {"None and a failed cast", field("integer", "source.x"), events, "a/all// f=7\n"},
      {"an error", field("integer", "source.x + 1"), events, "a/all// f=8\n"},
      {"a cast that succeeds", field("string", "source.x"), events, "a/all// f=\"seven\"\n"},
      {"what was changed in place before the error stays",
       field("list", "all.f.append(source.time[11:16]) and (source.x + 1)"), events,
       "a/all// f=[\"10:00\", \"10:01\", \"10:02\"]\n"},
      {"what JSON cannot print is not assigned", field("list", "all.f + [1, {2: b'x'}]"), events,
       "a/all// f=[]\n"},
      {"nor put in by a method, alone or inside something", field("list", "all.f.append(1).append([len])"),
       events, "a/all// f=[1, 1, 1]\n"},
      {"nor a generator where its items are meant", field("list", "all.f.append(x for x in [1])"), events,
       "a/all// f=[]\n"},
      {"items that come before such an item stay", field("list", "all.f.extend(x for x in [1, len, 2])"),
       events, "a/all// f=[1, 1, 1]\n"},
      {"True in an integer stays True", field("integer", "source.x == 7"), "a 1T10:00 {\"x\": 7}\n",
       "a/all// f=true\n"},
  });
}

// Who is watched takes the long way, so both must agree: each form and type of field, over values of each
// kind.
TEST(StreamEvaluator, FieldsOfEverydayFormsAreWhatTheMachineMakesOfThem) {
  const std::vector<std::string> values = {
      "source.x",           "'a text'",
      "all.{} + 1",         "all.{} + source.x",
      "source.x + all.{}",  "all.{} + 0.5",
      "all.{} - source.x",  "all.f0 + 1",
      "all.{} or source.x", "'w' if source.x == 3 else 2 if all.{} else source.x",
      "source.x.strip()",   "source.gone.strip().upper()"};
  const std::vector<std::string> whens = {"",
                                          "source.x == 'a'",
                                          "'a' == source.x",
                                          "source.x == 'é'",
                                          "source.x != 'a'",
                                          "source.x == 3",
                                          "source.x",
                                          "not source.x",
                                          "source.x == 'a' and not all.f0",
                                          "source.x == 'a' or source.x == 3",
                                          "not (source.x == 3 and all.f0) or source.x is None",
                                          "source.x == 3 and source.x + 1",
                                          "True",
                                          "False",
                                          "source.x and False or True",
                                          "len(source.x) if source.x else all.f0",
                                          "source.x.strip()"};
  std::string fields;
  int count = 0;
  for (const std::string type : {"integer", "float", "string", "boolean", "list"}) {
    for (const std::string& value : values) {
      for (const std::string& when : whens) {
        const std::string name = "f" + std::to_string(count++);
        std::string own = value;
        if (const size_t at = own.find("{}"); at != own.npos) own.replace(at, 2, name);
        fields += fields.empty() ? "" : ", ";
        fields += "{Name: " + name + ", Type: " + type + ", Value: \"" + own + "\"";
        fields += when.empty() ? "}" : ", When: \"" + when + "\"}";
      }
    }
  }
  const test::Plans plans =
      compile(kStreamHead + "Aggregates:\n" + aggregate("Identity", "Name: all, Fields: [" + fields + "]"));
  std::string events;
  int minute = 10;
  for (const char* x : {"3", "\"a\"", "-2", "2.5", "true", "null", "\"é\"", "9223372036854775807",
                        "9223372036854775807", "99999999999999999999", "-0.0", "1e308", "1e308",
                        "\"a text that is longer than some\"", "\"\"", "[1]", "{\"a\": 1}", "3", "\"a\""})
    events += "a 1T10:" + std::to_string(minute++) + " {\"x\": " + x + "}\n";
  struct Watching : RunObserver {
    using RunObserver::RunObserver;
    void event_read(const Value*, EventPlace) override {}
  } watching(false);
  BatchOptions watched;
  watched.observer = &watching;
  const std::string rows = run(plans, events);
  EXPECT_EQ(rows, run(plans, events, watched));
  EXPECT_NE(rows.find("f0=3 "), rows.npos);
}

TEST(StreamEvaluator, AggregatesSeeWhatWasJustWritten) {
  const auto a = [](const std::string& name, const std::string& value) {
    return aggregate("Identity",
                     "Name: " + name + ", Fields: [{Name: n, Type: integer, Value: '" + value + "'}]");
  };
  expect_all({
      {"an earlier one is new, a later one as the last event left it",
       a("first", "second.n * 10") + a("second", "second.n + 1") + a("third", "second.n * 10"),
       "a 1T10:00\na 1T10:01\n",
       "a/first// n=10\n"
       "a/second// n=2\n"
       "a/third// n=20\n"},
      {"a variable lives for one event",
       aggregate("Variable", "Name: v, Fields: [{Name: x, Type: integer, Value: v.x + source.x}]") +
           a("sum", "sum.n + v.x"),
       "a 1T10:00 {\"x\": 3}\na 1T10:01 {}\na 1T10:02 {\"x\": 4}\n", "a/sum// n=7\n"},
      {"one that is stored is printed as the last event left it, if it took that",
       aggregate(
           "Variable",
           "Name: v, Store: memory, When: source.x < 9, Fields: [{Name: x, Type: integer, Value: source.x}]"),
       "a 1T10:00 {\"x\": 3}\na 1T10:01 {\"x\": 4}\nb 1T10:00 {\"x\": 3}\nb 1T10:01 {\"x\": 9}\n",
       "a/v// x=4\n"},
  });
}

TEST(StreamEvaluator, BlocksOfDimensionsInterleave) {
  const std::string fields =
      "Dimensions: [{Name: d, Type: string, Value: source.d}, {Name: k, Type: integer, Value: source.k}], "
      "Fields: [{Name: n, Type: integer, Value: b.n + 1}]";
  expect_all({
      {"rows in order of first saving; the open one at the end", aggregate("Block", "Name: b, " + fields),
       R"(a 1T10:00 {"d": "x", "k": 1}
          a 1T10:01 {"d": "y", "k": 1}
          a 1T10:02 {"d": "x", "k": 1}
          a 1T10:03 {"d": "x", "k": 2}
         )",
       "a/b/x:1/ n=2 d=\"x\" k=1\n"
       "a/b/y:1/ n=1 d=\"y\" k=1\n"
       "a/b/x:2/ n=1 d=\"x\" k=2\n"},
      {"a dimension that fails, is None or cannot be cast skips the event",
       aggregate("Block", "Name: b, " + fields),
       R"(a 1T10:00 {"d": "x", "k": 1}
          a 1T10:01 {"d": null, "k": 1}
          a 1T10:02 {"d": "x", "k": "one"}
         )",
       "a/b/x:1/ n=1 d=\"x\" k=1\n"},
      {"dimensions that look alike when joined are told apart",
       aggregate("Block",
                 "Name: b, Dimensions: [{Name: d, Value: source.d}, {Name: e, Value: source.e}], "
                 "Fields: [{Name: n, Type: integer, Value: b.n + 1}]"),
       R"(a 1T10:00 {"d": "x:y", "e": "z"}
          a 1T10:01 {"d": "x", "e": "y:z"}
         )",
       "a/b/x:y:z/ n=1 d=\"x:y\" e=\"z\"\n"
       "a/b/x:y:z/ n=1 d=\"x\" e=\"y:z\"\n"},
  });
}

TEST(StreamEvaluator, ActivityEndsAfterItsGap) {
  const std::string session =
      "Name: s, SeparateByInactiveSeconds: 1800, Fields: [{Name: n, Type: integer, Value: s.n + 1}]";
  expect_all({
      {"exactly the gap is the same block, a second more a new one", aggregate("Activity", session),
       "a 1T10:00\n"
       "a 1T10:30\n"
       "a 1T11:01\n",
       "a/s//2026-01-01T10:00:00+00:00 n=2\n"
       "a/s//2026-01-01T11:01:00+00:00 n=1\n"},
      {"an event that its When lets pass by still ends the block",
       aggregate("Activity", "When: not source.skip, " + session),
       "a 1T10:00\n"
       "a 1T10:29 {\"skip\": true}\n"
       "a 1T10:59\n"
       "a 1T12:00 {\"skip\": true}\n",
       "a/s//2026-01-01T10:00:00+00:00 n=1\n"
       "a/s//2026-01-01T10:59:00+00:00 n=1\n"},
      {"events are taken in time order, whatever order they come in", aggregate("Activity", session),
       "a 1T12:00\n"
       "a 1T10:00\n"
       "a 1T10:10\n",
       "a/s//2026-01-01T10:00:00+00:00 n=2\n"
       "a/s//2026-01-01T12:00:00+00:00 n=1\n"},
  });
}

TEST(StreamEvaluator, AGapMayBeLongerThanTheTimesThereAre) {
  for (const char* gap : {"9999999999999", "86399999999999"}) {
    expect_all({{gap,
                 aggregate("Activity", std::string("Name: s, SeparateByInactiveSeconds: ") + gap +
                                           ", Fields: [{Name: n, Type: integer, Value: s.n + 1}]"),
                 "a 1T10:00\na 9T10:00\n", "a/s//2026-01-01T10:00:00+00:00 n=2\n"}});
  }
}

TEST(StreamEvaluator, BlocksSeeTheirTimesWithTheEventIncluded) {
  expect_all({
      {"fields see the new end, When the old one",
       aggregate("Block",
                 "Name: b, When: b._end_time is None or b._end_time < time, Fields: ["
                 "{Name: minutes, Type: integer, Value: (b._end_time - b._start_time).seconds // 60}]"),
       "a 1T10:00\na 1T10:05\na 1T10:05\n", "a/b// minutes=5\n"},
  });
}

TEST(StreamEvaluator, SavedRowsDoNotChange) {
  expect_all({
      {"a saved block keeps its list when a later one fills its own",
       aggregate("Block",
                 "Name: b, Dimensions: [{Name: d, Value: source.d}], "
                 "Fields: [{Name: l, Type: list, Value: b.l.append(source.x)}]"),
       R"(a 1T10:00 {"d": "x", "x": 1}
          a 1T10:01 {"d": "y", "x": 2}
          a 1T10:02 {"d": "x", "x": 3}
         )",
       "a/b/x/ l=[1, 3] d=\"x\"\n"
       "a/b/y/ l=[2] d=\"y\"\n"},
      {"a saved block keeps what another aggregate's container was that it has taken in",
       aggregate("Activity",
                 "Name: s, SeparateByInactiveSeconds: 60, When: source.x, "
                 "Fields: [{Name: seen, Type: list, Value: s.seen.append(all.m)}]") +
           aggregate("Identity",
                     "Name: all, Fields: [{Name: m, Type: map, Value: all.m.increment(source.x)}]"),
       "a 1T09:00\na 1T10:00 {\"x\": \"k\"}\na 1T11:00 {\"x\": \"l\"}\n",
       "a/s//2026-01-01T10:00:00+00:00 seen=[{\"k\": 1}]\n"
       "a/s//2026-01-01T11:00:00+00:00 seen=[{\"k\": 1, \"l\": 1}]\n"
       "a/all// m={\"k\": 1, \"l\": 1}\n"},
  });
}

// A lambda or generator that a container holds is over with the expression that made it, for whoever has it.
TEST(StreamEvaluator, FunctionsEndWithTheirExpressions) {
  const auto fields = [](const std::string& put, const std::string& use) {
    return aggregate("Identity",
                     "Name: all, Fields: [{Name: m, Type: map, Value: \"all.m.set('l', [])\", When: "
                     "not all.m}, {Name: p, Type: integer, Value: \"" +
                         put + " or 1\"}, {Name: u, Type: integer, Value: \"" + use + "\"}]");
  };
  expect_all({
      {"a generator gives nothing more",
       fields("all.m['l'].append(x for x in [5])", "next(all.m['l'].pop(), 7)"), "a 1T10:00\n",
       "a/all// m={\"l\": []} p=1 u=7\n"},
      {"a lambda fails", fields("all.m['l'].append(lambda: source.time)", "len(all.m['l'].pop()())"),
       "a 1T10:00\n", "a/all// m={\"l\": []} p=1 u=0\n"},
  });
}

// What holds itself, or more than it seems to, is found when it is saved.
TEST(StreamEvaluator, ContainersThatCannotBeSavedStopTheRun) {
  const auto said = [](const std::string& value, size_t events) {
    const std::string spec =
        kStreamHead + "Aggregates:\n" +
        aggregate("Identity", "Name: all, Fields: [{Name: l, Type: list, Value: \"" + value + "\"}]");
    std::string lines;
    for (size_t i = 0; i < events; ++i) lines += "a 1T10:" + std::to_string(10 + i) + "\n";
    return run(compile(spec), lines);
  };
  EXPECT_EQ(said("all.l.append(all.l)", 1),
            "error: BudgetError: nested too deeply to be stored, in S.all.l\n");
  // As it is changed, and as it is assigned.
  EXPECT_EQ(said("all.l.append(all.l[:])", 40),
            "error: BudgetError: the expression exceeded its step budget, in S.all.l\n");
  EXPECT_EQ(said("[all.l, all.l]", 40),
            "error: BudgetError: a result would exceed the size budget, in S.all.l\n");
}

// Limits apply to one evaluation, and end the run.
TEST(StreamEvaluator, ABudgetExceededIsAnError) {
  const std::string spec =
      kStreamHead + "Aggregates:\n" +
      aggregate("Identity", "Name: all, Fields: [{Name: n, Type: integer, Value: len('x' * 10 ** 10)}]");
  EXPECT_EQ(run(compile(spec), "a 1T10:00\n").substr(0, 6), "error:");
}

}  // namespace
}  // namespace headrace
