// Runs whose memory is bounded, held against runs in memory.

#include <gtest/gtest.h>

#include <random>

#include "engine/test_run.h"
#include "engine/test_spill.h"

namespace headrace {
namespace {

using test::compile;
using test::kStreamHead;
using test::LinesSource;
using test::MemorySpillFile;
using test::TextSink;

const std::string kSpec =
    kStreamHead +
    "Aggregates:\n"
    "- {Type: Blurr:Aggregate:Identity, Name: all, Fields: [{Name: l, Type: list, Value: "
    "all.l.append(source.x)},"
    " {Name: m, Type: map, Value: \"all.m.increment(str(source.x))\"}]}\n"
    "- {Type: Blurr:Aggregate:Block, Name: b, Dimensions: [{Name: x, Type: integer, Value: source.x}],"
    " Fields: [{Name: n, Type: integer, Value: b.n + 1}]}\n"
    "- {Type: Blurr:Aggregate:Activity, Name: s, SeparateByInactiveSeconds: 1800,"
    " Fields: [{Name: n, Type: integer, Value: s.n + 1}]}\n";

enum class Order { kSorted, kSomeLate, kNone };

std::string events(Order order, int count, int identities) {
  std::mt19937 random(11);
  std::string text;
  for (int i = 0; i < count; ++i) {
    int minute = i * 20'000 / count;
    if (order == Order::kNone || (order == Order::kSomeLate && random() % 40 == 0))
      minute = static_cast<int>(random() % 20'000);
    const int day = 1 + minute / 1440, hour = minute / 60 % 24;
    text += (random() % 3 ? "user" : "a user with a long name ") + std::to_string(random() % identities) +
            " " + std::to_string(day) + (hour < 10 ? "T0" : "T") + std::to_string(hour) +
            (minute % 60 < 10 ? ":0" : ":") + std::to_string(minute % 60) +
            " {\"x\": " + std::to_string(random() % 3) + "}\n";
  }
  return text;
}

struct Outcome {
  std::string text;
  uint64_t identities, blocks, spilled;
};

Outcome run(const test::Plans& plans, const std::string& events, bool rewinds, const BatchOptions& options) {
  LinesSource source(events, projection_of(*plans.stream, false), 64, rewinds);
  TextSink sink(*plans.stream, plans.window != nullptr);
  const Result<BatchStats> stats = run_batch(*plans.stream, plans.window.get(), source, sink, options);
  if (!stats) return {"error: " + stats.error().message, 0, 0, 0};
  return {sink.text, stats->identities, stats->blocks, stats->spilled_partitions};
}

TEST(Spill, BoundedMemoryGivesTheSameRows) {
  const test::Plans plans = compile(kSpec);
  for (const Order order : {Order::kSorted, Order::kSomeLate, Order::kNone}) {
    const std::string text = events(order, 1000, 150);
    const Outcome expected = run(plans, text, true, {});
    for (const int threads : {1, 2, 7}) {
      for (const bool rewinds : {true, false}) {
        for (const uint64_t memory : {uint64_t{1}, uint64_t{400'000}, uint64_t{1} << 40}) {
          MemorySpillFile file;
          BatchOptions options;
          options.threads = threads;
          options.memory_bytes = memory;
          options.spill_file = &file;
          const Outcome found = run(plans, text, rewinds, options);
          EXPECT_EQ(found.text, expected.text);
          EXPECT_EQ(found.identities, expected.identities);
          EXPECT_EQ(found.blocks, expected.blocks);
          if (memory == 1) {
            EXPECT_GT(found.spilled, 32u);  // with one thread some were parted again
          }
          if (memory == uint64_t{1} << 40) {
            EXPECT_EQ(found.spilled, 0u);
          }
        }
      }
    }
  }
}

TEST(Spill, AFullDiskEndsTheRunWithoutResults) {
  const test::Plans plans = compile(kSpec);
  for (const Order order : {Order::kSorted, Order::kNone}) {
    const std::string text = events(order, 1000, 150);
    for (const uint64_t bytes : {0, 5'000, 50'000, 200'000}) {
      for (const int threads : {1, 3}) {
        MemorySpillFile file(bytes);
        BatchOptions options;
        options.threads = threads;
        options.memory_bytes = 1;
        options.spill_file = &file;
        EXPECT_EQ(run(plans, text, true, options).text, "error: full") << bytes;
      }
    }
  }
}

TEST(Spill, AnExceededBudgetIsToldAsInMemory) {
  const test::Plans plans =
      compile(kStreamHead +
              "Aggregates:\n- {Type: Blurr:Aggregate:Identity, Name: all, Fields: [{Name: n, Type: integer,"
              " Value: \"len('ab' * (1 << source.x))\"}]}\n");
  std::string text;
  for (int i = 0; i < 200; ++i)
    text += "user" + std::to_string(i) + " 1T10:00 {\"x\": " + std::to_string(i % 50 == 33 ? 40 : 3) + "}\n";
  const Outcome expected = run(plans, text, true, {});
  EXPECT_TRUE(expected.text.starts_with("error: ")) << expected.text;
  MemorySpillFile file;
  BatchOptions options;
  options.memory_bytes = 1;
  options.spill_file = &file;
  EXPECT_EQ(run(plans, text, true, options).text, expected.text);
}

}  // namespace
}  // namespace headrace
