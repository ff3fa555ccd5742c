#include "engine/batch.h"

#include <gtest/gtest.h>

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

TEST(Batch, EventsAtOneMomentAreTakenAsTheyCame) {
  const std::string spec = kStreamHead +
                           "Aggregates:\n- {Type: Blurr:Aggregate:Identity, Name: all,"
                           " Fields: [{Name: l, Type: list, Value: all.l.append(source.x)}]}\n";
  EXPECT_EQ(run(compile(spec),
                "a 1T11:00 {\"x\": 1}\na 1T10:00 {\"x\": 2}\na 1T11:00 {\"x\": 3}\na 1T10:00 {\"x\": 4}\n"),
            "a/all// l=[2, 4, 1, 3]\n");
}

TEST(Batch, ValuesThatFieldsKeepAreCountedOnceWhoeverWaits) {
  const test::Plans plans = compile(kStreamHead +
                                    "Aggregates:\n- {Type: Blurr:Aggregate:Identity, Name: all, Fields: ["
                                    "{Name: n, Type: integer, Value: source.x + 1}, {Name: w, Type: integer, "
                                    "Value: source.x, When: source.x > 5},"
                                    " {Name: k, Type: integer, Value: source.get('k')}]}\n");
  const auto kept = [&](const std::string& events, int threads) {
    LinesSource source(events, projection_of(*plans.stream, false), 1);
    TextSink sink(*plans.stream, false);
    BatchOptions options;
    options.threads = threads;
    options.count_kept = true;
    const Result<BatchStats> stats = run_batch(*plans.stream, nullptr, source, sink, options);
    std::string text;
    for (const char* name : {"n", "w", "k"}) {
      for (const Kept cause : {Kept::kError, Kept::kNone, Kept::kCast, Kept::kFiltered}) {
        uint64_t count = 0;
        for (const KeptCounts::Entry& e : stats->kept.entries())
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
    EXPECT_EQ(kept(a, threads), "1 0 0 0\n0 0 0 0\n0 1 1 0\n");
    EXPECT_EQ(kept(a + b, threads), "2 0 0 0\n0 0 0 0\n0 1 1 0\n");
    EXPECT_EQ(kept(a + b + b_before, threads), "3 0 0 0\n0 0 0 0\n0 2 1 0\n");
    EXPECT_EQ(kept(b + b_before + a, threads), "3 0 0 0\n0 0 0 0\n0 2 1 0\n");
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
                "a 1T10:04\n",
                options),
            "a/s//2026-01-01T10:00:00+00:00 n=2 at=[\"01T10:00\", \"01T10:04\"]\n");
  EXPECT_EQ(told,
            "2 not a JSON object\n"
            "3 time cannot be evaluated\n"
            "4 identity is empty\n"
            "5 identity is empty\n"
            "6 time cannot be evaluated\n");
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
