#include "engine/carried_state.h"

#include <gtest/gtest.h>

#include "engine/test_run.h"
#include "state/spec_meaning.h"

namespace headrace {
namespace {

using test::compile;
using test::kStreamHead;
using test::kWindowHead;
using test::Plans;

class BytesSink final : public ByteSink {
 public:
  Status write(std::string_view more) override {
    bytes += more;
    return Ok{};
  }
  Status close() override {
    closed = true;
    return Ok{};
  }
  Status publish() override {
    HEADRACE_CHECK(closed);
    published = true;
    return Ok{};
  }
  std::string bytes;
  bool closed = false, published = false;
};

struct Outcome {
  std::string rows;
  std::string state;
  std::string skipped;
};

// One run from a state to the next; an empty state is none.
Outcome carry(const Plans& plans, const std::string& events, const std::string& state = "", int threads = 1) {
  Outcome out;
  BatchOptions options;
  options.threads = threads;
  options.on_skipped = [&](const SkippedEvent& e) {
    out.skipped += std::to_string(e.place.line) + " " + e.reason + ": " + e.detail + "\n";
  };
  std::unique_ptr<StateFile> in;
  if (!state.empty()) {
    Result<StateFile> file = StateFile::open(state, "before.state");
    if (!file) return {"error: " + file.error().message, "", ""};
    if (Status s = file->check_spec(meaning_of(*plans.spec)); !s)
      return {"error: " + s.error().message, "", ""};
    in = std::make_unique<StateFile>(*std::move(file));
    options.state_in = in.get();
  }
  BytesSink bytes;
  StateSink sink(*plans.stream, meaning_of(*plans.spec), bytes);
  options.state_out = &sink;
  out.rows = test::run(plans, events, options);
  if (bytes.published) out.state = bytes.bytes;
  return out;
}

std::string aggregate(const std::string& type, const std::string& lines) {
  return "- {Type: Blurr:Aggregate:" + type + ", Name: x, " + lines + "}\n";
}

// Each day of events is a run of its own; what the last one prints, and leaves, is what one run of all does.
void expect_days_equal_one_run(const Plans& plans, const std::vector<std::string>& days) {
  std::string all;
  Outcome last;
  for (const std::string& day : days) {
    all += day;
    last = carry(plans, day, last.state);
    EXPECT_EQ(last.skipped, "");
  }
  const Outcome once = carry(plans, all);
  EXPECT_EQ(last.rows, once.rows) << all;
  EXPECT_EQ(last.state, once.state) << all;
}

TEST(CarriedState, DaysInRunsOfTheirOwnEqualOneRun) {
  const std::pair<const char*, std::string> aggregates[] = {
      {"counts", aggregate("Identity", "Fields: [{Name: n, Type: integer, Value: x.n + 1}]")},
      {"a session over midnight",
       aggregate("Activity",
                 "SeparateByInactiveSeconds: 3600, Fields: [{Name: n, Type: integer, Value: x.n + 1}, "
                 "{Name: l, Type: list, Value: x.l.append(source.v)}]")},
      {"blocks that interleave", aggregate("Block",
                                           "Dimensions: [{Name: d, Value: str(source.v)}], Fields: [{Name: "
                                           "n, Type: integer, Value: x.n + 1}]")},
      {"True in an integer until it is read again",
       aggregate("Block",
                 "Dimensions: [{Name: d, Value: str(source.v)}], Fields: [{Name: f, Type: integer, Value: "
                 "x.n == 0},"
                 " {Name: n, Type: integer, Value: x.n + 1}]")},
      {"maps, sets, times", aggregate("Identity",
                                      "Fields: [{Name: m, Type: map, Value: x.m.increment(source.v)}, "
                                      "{Name: s, Type: set, Value: 'x.s.add((source.v, time))'}, "
                                      "{Name: t, Type: datetime, Value: time}]")},
      {"a variable that is stored",
       aggregate("Variable", "Store: memory, Fields: [{Name: n, Type: integer, Value: source.v}]")},
  };
  const std::vector<std::string> days = {
      "b 1T10:00 {\"v\": 1}\na 1T23:30 {\"v\": 2}\nb 1T10:30 {\"v\": 2}\n",
      "c 2T09:00 {\"v\": 1}\na 2T00:10 {\"v\": 1}\na 2T03:00 {\"v\": 2}\n",
      "",
      "b 1T10:30 {\"v\": 1}\nd 1T09:00 {}\n",
  };
  for (const auto& [about, text] : aggregates) {
    SCOPED_TRACE(about);
    expect_days_equal_one_run(compile(kStreamHead + "Aggregates:\n" + text), days);
  }
}

TEST(CarriedState, ContainersThatTwoFieldsShareStayShared) {
  const std::string spec =
      kStreamHead + "Aggregates:\n" +
      aggregate("Identity",
                "Fields: [{Name: l, Type: list, Value: x.l.append(source.v)}, "
                "{Name: all, Type: list, Value: 'x.all.append(x.l) if not x.all else x.all'}]");
  expect_days_equal_one_run(compile(spec), {"a 1T10:00 {\"v\": 1}\n", "a 1T11:00 {\"v\": 2}\n"});
}

TEST(CarriedState, WindowsSeeTheBlocksOfAllRuns) {
  const Plans plans =
      compile(kStreamHead +
                  "Aggregates:\n"
                  "- {Type: Blurr:Aggregate:Activity, Name: s, SeparateByInactiveSeconds: 1800,"
                  " Fields: [{Name: n, Type: integer, Value: s.n + 1}]}\n",
              kWindowHead +
                  "Anchor: {Condition: S.s.n > 1}\n"
                  "Aggregates:\n"
                  "- {Type: Blurr:Aggregate:Window, Name: w, WindowType: count, WindowValue: -1, Source: S.s,"
                  " Fields: [{Name: sum, Type: integer, Value: sum(source.n)}]}\n");
  expect_days_equal_one_run(plans, {"a 1T10:00\na 1T10:10\na 1T10:20\n", "a 2T10:00\na 2T10:01\n"});
  EXPECT_EQ(carry(plans, "a 1T10:00\na 1T10:10\na 1T12:00\na 1T12:01\n").rows, "a: w.sum=2\n");
}

TEST(CarriedState, EventsBeforeTheStatesEndAreToldAndLeftOut) {
  const Plans plans = compile(kStreamHead + "Aggregates:\n" +
                              aggregate("Identity", "Fields: [{Name: n, Type: integer, Value: x.n + 1}]"));
  const Outcome first = carry(plans, "a 1T10:00\nb 1T12:00\n");
  const Outcome second = carry(plans, "b 1T11:59\na 1T11:59\na 1T10:00\nb 1T12:00\n", first.state);
  EXPECT_EQ(second.rows, "a/x// n=3\nb/x// n=2\n");
  EXPECT_EQ(
      second.skipped,
      "1 before the state's end: its time 2026-01-01T11:59:00+00:00 is before 2026-01-01T12:00:00+00:00, "
      "the last event of identity 'b' in the state\n");
}

TEST(CarriedState, AnyNumberOfThreadsLeavesTheSameBytes) {
  std::string events;
  for (int i = 0; i < 5000; ++i)
    events += "user" + std::to_string(i * 7919 % 701) + " " + std::to_string(1 + i / 500) +
              "T10:00 {\"v\": " + std::to_string(i) + "}\n";
  const Plans plans =
      compile(kStreamHead + "Aggregates:\n" +
              aggregate("Identity", "Fields: [{Name: l, Type: list, Value: x.l.append(source.v)}]"));
  const Outcome one = carry(plans, events);
  for (const int threads : {2, 7}) {
    const Outcome more = carry(plans, events, "", threads);
    EXPECT_EQ(more.state, one.state);
    EXPECT_EQ(carry(plans, "", one.state, threads).state, one.state);
  }
}

TEST(CarriedState, WhatCannotBeStoredStopsTheRunAndIsNamed) {
  const std::string spec = kStreamHead + "Aggregates:\n" +
                           aggregate("Identity",
                                     "Fields: [{Name: l, Type: list, Value: 'x.l.append([])'}, "
                                     "{Name: n, Type: integer, Value: 'x.l[0].append(len)'}]");
  const Outcome out = carry(compile(spec), "a 1T10:00\n");
  EXPECT_EQ(out.rows, "error: field 'x.l' cannot be stored: it holds a builtin_function_or_method\n");
  EXPECT_EQ(out.state, "");
}

TEST(CarriedState, AStateOfAnotherSpecIsRefused) {
  const auto spec = [](const std::string& type, const std::string& value) {
    return compile(kStreamHead + "Aggregates:\n" +
                   aggregate("Identity", "Fields: [{Name: n, Type: " + type + ", Value: " + value + "}]"));
  };
  const Outcome first = carry(spec("integer", "x.n + 1"), "a 1T10:00\n");
  EXPECT_EQ(carry(spec("float", "x.n + 2"), "", first.state).rows,
            "error: this state was made by another spec: field 'x.n': Type was 'integer', is 'float'; "
            "field 'x.n': Value was 'x.n + 1', is 'x.n + 2'");
}

}  // namespace
}  // namespace headrace
