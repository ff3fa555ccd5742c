#include "engine/batch.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <random>

#include "engine/test_run.h"

namespace headrace {
namespace {

using test::compile;
using test::kStreamHead;
using test::LinesSource;
using test::run;
using test::TextSink;

const std::string kSessions = kStreamHead +
                              "Aggregates:\n"
                              "- {Type: Blurr:Aggregate:Activity, Name: s, SeparateByInactiveSeconds: 1800,"
                              " Fields: [{Name: n, Type: integer, Value: s.n + 1}, {Name: at, Type: list, "
                              "Value: 's.at.append(source.time[8:16])'}]}\n";

TEST(Batch, AnyNumberOfThreadsAndAnyBatchGiveTheSameRows) {
  std::string events;
  for (int i = 0; i < 3000; ++i) {
    events += "user" + std::to_string(i * 7919 % 211) + " " + std::to_string(1 + i % 20) + "T" +
              std::to_string(10 + i % 13) + ":" + std::to_string(10 + i % 49) + "\n";
  }
  const test::Plans plans = compile(kSessions);
  const std::string expected = run(plans, events);
  for (const int threads : {1, 2, 7}) {
    for (const size_t rows : {size_t{1}, size_t{64}, size_t{4096}}) {
      // Many come out of order: they are read again, or have been kept.
      LinesSource source(events, projection_of(*plans.stream, false), rows, threads != 2);
      TextSink sink(*plans.stream, false);
      BatchOptions options;
      options.threads = threads;
      const Result<BatchStats> stats = run_batch(*plans.stream, nullptr, source, sink, options);
      ASSERT_TRUE(stats);
      EXPECT_EQ(sink.text, expected) << threads << " threads, " << rows << " rows a batch";
      EXPECT_EQ(stats->events, 3000u);
      EXPECT_EQ(stats->evaluated, 211u);
      EXPECT_EQ(stats->identities, 211u);
    }
  }
}

// Texts of more than a Value holds are shared by events and states, whose counts only one thread may touch.
TEST(Batch, ThreadsShareNothingOfAnEvent) {
  const std::string fields =
      "Fields: [{Name: last, Type: string, Value: source.x}, {Name: l, Type: list, Value: "
      "b.l.append(source.x)},"
      " {Name: m, Type: list, Value: b.m.append(source.y)}, {Name: who, Type: string, Value: identity},"
      " {Name: n, Type: integer, Value: 'len(set(b.l[-50:]))'}]";
  const std::string block =
      "Aggregates:\n- {Type: Blurr:Aggregate:Block, Name: b, Dimensions: [{Name: d, Value: "
      "'source.x[-1]'}], " +
      fields + "}\n";
  std::string slow_head = kStreamHead;
  slow_head.replace(slow_head.find("source.id"), 9, "source.id + ' of a long enough name'");
  std::string events;
  for (int i = 0; i < 3000; ++i) {
    const std::string text = "a text of more than fourteen bytes " + std::to_string(i);
    events += std::string("user") + std::to_string(i % 3) + " 1T" + std::to_string(10 + i / 300) + ":" +
              std::to_string(10 + i / 30 % 10) + R"( {"x": ")" + text + R"(", "y": [")" + text + R"("]})" +
              "\n";
  }
  for (const std::string& head : {kStreamHead, slow_head}) {
    const test::Plans plans = compile(head + block);
    const std::string expected = run(plans, events);
    EXPECT_NE(expected.find("fourteen bytes 2999"), expected.npos);
    for (const int threads : {2, 7}) {
      for (const size_t rows : {size_t{1}, size_t{16}}) {
        for (const bool can_rewind : {true, false}) {
          LinesSource source(events, projection_of(*plans.stream, false), rows, can_rewind);
          TextSink sink(*plans.stream, false);
          BatchOptions options;
          options.threads = threads;
          ASSERT_TRUE(run_batch(*plans.stream, nullptr, source, sink, options));
          EXPECT_EQ(sink.text, expected) << threads << " threads, " << rows << " rows a batch";
        }
      }
    }
  }
}

// An event of an identity that turns out to wait is applied twice, and changed by its spec once.
TEST(Batch, WhatASpecChangesInAnEventItChangesOnce) {
  const auto result = [](const std::string& fields, bool can_rewind) {
    const test::Plans plans = compile(kStreamHead +
                                      "Aggregates:\n- {Type: Blurr:Aggregate:Identity, Name: all,"
                                      " Fields: [" +
                                      fields + "]}\n");
    LinesSource source("a 1T11:00 {\"x\": 5, \"l\": [1]}\na 1T10:00 {\"x\": 7, \"l\": [2]}\n",
                       projection_of(*plans.stream, false), 1, can_rewind);
    TextSink sink(*plans.stream, false);
    EXPECT_TRUE(run_batch(*plans.stream, nullptr, source, sink, {}));
    return sink.text;
  };
  for (const bool can_rewind : {true, false}) {
    EXPECT_EQ(result("{Name: n, Type: integer, Value: \"all.n + source.pop('x', 0)\"}", can_rewind),
              "a/all// n=12\n");
    EXPECT_EQ(result("{Name: m, Type: list, Value: all.m.append(source.l)},"
                     " {Name: n, Type: integer, Value: 'all.m[-1].append(3) or len(source.l)'}",
                     can_rewind),
              "a/all// m=[[2, 3], [1, 3]] n=1\n");
  }
}

TEST(Batch, EventsAtOneMomentAreTakenAsTheyCame) {
  const std::string spec = kStreamHead +
                           "Aggregates:\n- {Type: Blurr:Aggregate:Identity, Name: all,"
                           " Fields: [{Name: l, Type: list, Value: all.l.append(source.x)}]}\n";
  EXPECT_EQ(run(compile(spec),
                "a 1T11:00 {\"x\": 1}\na 1T10:00 {\"x\": 2}\na 1T11:00 {\"x\": 3}\na 1T10:00 {\"x\": 4}\n"),
            "a/all// l=[2, 4, 1, 3]\n");
}

// What is counted as kept by a run over these events, so many at a time.
KeptCounts kept_by(const test::Plans& plans, const std::string& events, size_t batch_rows, int threads) {
  LinesSource source(events, projection_of(*plans.stream, false), batch_rows);
  TextSink sink(*plans.stream, false);
  BatchOptions options;
  options.threads = threads;
  options.count_kept = true;
  return run_batch(*plans.stream, nullptr, source, sink, options)->kept;
}

TEST(Batch, ValuesThatFieldsKeepAreCountedOnceWhoeverWaits) {
  const test::Plans plans = compile(kStreamHead +
                                    "Aggregates:\n- {Type: Blurr:Aggregate:Identity, Name: all, Fields: ["
                                    "{Name: n, Type: integer, Value: source.x + 1}, {Name: w, Type: integer, "
                                    "Value: source.x, When: source.x > 5},"
                                    " {Name: k, Type: integer, Value: source.get('k')},"
                                    " {Name: m, Type: string, Value: source.x.strip(),"
                                    " When: source.x is None or source.x == 't'}]}\n");
  const auto kept = [&](const std::string& events, int threads) {
    const KeptCounts counts = kept_by(plans, events, 1, threads);
    std::string text;
    for (const char* name : {"n", "w", "k", "m"}) {
      for (const Kept cause : {Kept::kError, Kept::kNone, Kept::kCast, Kept::kFiltered}) {
        uint64_t count = 0;
        for (const KeptCounts::Entry& e : counts.entries())
          count += e.field->name == name && e.cause == cause ? e.count : 0;
        text += std::to_string(count) + (cause == Kept::kFiltered ? "\n" : " ");
      }
    }
    return text;
  };
  const std::string a = "a 1T10:00 {\"x\": 1, \"k\": 1}\na 1T10:01 {\"k\": \"no\"}\na 1T10:02 {\"x\": 7}\n";
  const std::string b = "b 1T10:00 {\"x\": \"t\", \"k\": 1}\n";
  const std::string b_before = "b 1T09:00 {}\n";  // b waits
  for (const int threads : {1, 2, 7}) {
    EXPECT_EQ(kept(a, threads), "1 0 0 0\n0 0 0 1\n0 1 1 0\n1 0 0 0\n");
    EXPECT_EQ(kept(a + b, threads), "2 0 0 0\n0 0 0 2\n0 1 1 0\n1 0 0 0\n");
    EXPECT_EQ(kept(a + b + b_before, threads), "3 0 0 0\n0 0 0 3\n0 2 1 0\n2 0 0 0\n");
    EXPECT_EQ(kept(b + b_before + a, threads), "3 0 0 0\n0 0 0 3\n0 2 1 0\n2 0 0 0\n");
  }
}

// More of them than a key has counters for.
TEST(Batch, ValuesThatManyFieldsKeepAreCountedOnceWhoeverWaits) {
  std::string fields;
  for (int i = 0; i < 12; ++i)
    fields += (i ? ", " : "") + ("{Name: f" + std::to_string(i) + ", Type: integer, Value: source.x" +
                                 (i % 2 ? " + 1" : ".y.z") + "}");
  const test::Plans plans = compile(
      kStreamHead + "Aggregates:\n- {Type: Blurr:Aggregate:Identity, Name: all, Fields: [" + fields + "]}\n");
  std::vector<std::string> events;
  for (int i = 10; i < 40; ++i)
    events.push_back(std::string(1, static_cast<char>('a' + i % 4)) + " 1T10:" + std::to_string(i) +
                     (i % 3 ? " {\"k\": 1}\n" : " {\"x\": \"t\"}\n"));
  const auto kept = [&](int threads) {
    std::string lines;
    for (const std::string& event : events) lines += event;
    const KeptCounts all_kept = kept_by(plans, lines, 3, threads);
    std::map<std::string, uint64_t> counts;
    for (const KeptCounts::Entry& e : all_kept.entries())
      counts[e.field->name + std::string(exception_name(e.error))] += e.count;
    return counts;
  };
  const auto in_order = kept(1);
  uint64_t all = 0;
  for (const auto& [field, count] : in_order) all += count;
  EXPECT_EQ(all, 12u * events.size());
  std::mt19937 random(1);
  for (int i = 0; i < 20; ++i) {
    std::shuffle(events.begin(), events.end(), random);
    EXPECT_EQ(kept(1 + i % 3), in_order);
  }
}

TEST(Batch, EveryEventLeftOutIsToldWithItsPlace) {
  const test::Plans plans = compile(kSessions);
  std::string told;
  BatchOptions options;
  options.on_skipped = [&](const SkippedEvent& e) {
    told += std::to_string(e.place.line) + " " + e.reason + "\n";
  };
  EXPECT_EQ(run(plans,
                "a 1T10:00\n"
                "! not JSON\n"
                "a 1Tnoon\n"
                "a 1T10:01 {\"id\": \"\"}\n"
                "a 1T10:02 {\"id\": \"  \"}\n"
                "a 1T10:03 {\"time\": null}\n"
                "a 1T10:04\n"
                "a 1T10:05 {\"id\": \"\\u3000\\u00a0\"}\n"
                "a 1T10:06 {\"id\": \"\\u001c\"}\n",
                options),
            "a/s//2026-01-01T10:00:00+00:00 n=2 at=[\"01T10:00\", \"01T10:04\"]\n");
  EXPECT_EQ(told,
            "2 not a JSON object\n"
            "3 time cannot be evaluated\n"
            "4 identity is empty\n"
            "5 identity is empty\n"
            "6 time cannot be evaluated\n"
            "8 identity is empty\n"
            "9 identity is empty\n");
}

TEST(Batch, ACancelledRunFinishesNothing) {
  const test::Plans plans = compile(kSessions);
  const std::atomic<bool> cancelled = true;
  BatchOptions options;
  options.cancelled = &cancelled;
  EXPECT_EQ(run(plans, "a 1T10:00\n", options), "error: interrupted\n");
}

TEST(Batch, AFailingSinkStopsTheRun) {
  class FullSink final : public ResultSink {
   public:
    struct Nothing final : Chunk {};
    std::unique_ptr<Chunk> encode(std::span<const IdentityResult>) const override {
      return std::make_unique<Nothing>();
    }
    Status write(std::unique_ptr<Chunk>) override {
      return Error{ErrorKind::kOutside, "no room", "", "", false};
    }
    Status finish() override { std::abort(); }
  };
  const test::Plans plans = compile(kSessions);
  std::string events;
  for (int i = 0; i < 1000; ++i) events += "user" + std::to_string(i) + " 1T10:00\n";
  for (const int threads : {1, 3}) {
    LinesSource source(events, projection_of(*plans.stream, false));
    FullSink sink;
    BatchOptions options;
    options.threads = threads;
    const Result<BatchStats> stats = run_batch(*plans.stream, nullptr, source, sink, options);
    ASSERT_FALSE(stats);
    EXPECT_EQ(stats.error().message, "no room");
  }
}

}  // namespace
}  // namespace headrace
