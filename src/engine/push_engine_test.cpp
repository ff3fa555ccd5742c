#include "engine/push_engine.h"

#include <gtest/gtest.h>

#include "engine/test_run.h"
#include "state/spec_meaning.h"

namespace headrace {
namespace {

using test::compile;
using test::kStreamHead;
using test::Plans;

// `x` exceeds its budget where k is very large.
const std::string kSessions =
    "Aggregates: [{Type: Blurr:Aggregate:Activity, Name: s, Store: memory, SeparateByInactiveSeconds: 1800, "
    "Fields: ["
    "{Name: n, Type: integer, Value: s.n + 1}, {Name: x, Type: integer, Value: len('x' * source.k)}]}]\n";
constexpr const char* kLarge = "a 1T10:00 {\"k\": 10000000000}\n";
constexpr const char* kSmall = "a 1T10:01 {\"k\": 1}\n";

class Bytes final : public ByteSink {
 public:
  Status write(std::string_view more) override {
    text += more;
    return Ok{};
  }
  Status close() override { return Ok{}; }
  Status publish() override { return Ok{}; }
  std::string text;
};

// The message of an error, or nothing.
std::string push(PushEngine& engine, const Plans& plans, const std::string& events, int64_t now_us = 0,
                 const PushEngine::Stops& stops = {}) {
  test::LinesSource source(events, projection_of(*plans.stream, false));
  const Status s = engine.push(source, now_us, {}, stops);
  return s ? "" : s.error().message;
}

std::string blocks(PushEngine& engine, const Plans& plans) {
  test::TextSink sink(*plans.stream, false);
  const Status s = engine.blocks({}, sink);
  return s ? sink.text : "error: " + s.error().message;
}

std::string snapshot(PushEngine& engine, const Plans& plans) {
  Bytes bytes;
  const Value meaning = meaning_of(*plans.spec);
  StateSink sink(*plans.stream, meaning, bytes);
  EXPECT_TRUE(engine.snapshot(sink));
  return bytes.text;
}

TEST(PushEngine, AFirstEventThatFailsLeavesNoIdentity) {
  const Plans plans = compile(kStreamHead + kSessions);
  PushEngine engine(*plans.stream, false);
  EXPECT_NE(push(engine, plans, kLarge).find("size budget"), std::string::npos);
  EXPECT_EQ(blocks(engine, plans), "");
  EXPECT_EQ(engine.identities(), 0u);
  EXPECT_EQ(snapshot(engine, plans), snapshot(*std::make_unique<PushEngine>(*plans.stream, false), plans));

  EXPECT_EQ(push(engine, plans, kSmall), "");
  EXPECT_EQ(blocks(engine, plans), "a/s//2026-01-01T10:01:00+00:00 n=1 x=1\n");
  EXPECT_EQ(engine.identities(), 1u);
  const Result<StateFile> state = StateFile::open(snapshot(engine, plans), "snapshot");
  ASSERT_TRUE(state);
  PushEngine again(*plans.stream, false);
  EXPECT_TRUE(again.restore(*state));
  EXPECT_EQ(again.identities(), 1u);
  EXPECT_EQ(blocks(again, plans), blocks(engine, plans));
}

TEST(PushEngine, WhatCameBeforeAFailureStays) {
  const Plans plans = compile(kStreamHead + kSessions);
  PushEngine engine(*plans.stream, false);
  EXPECT_NE(push(engine, plans, std::string("b 1T09:00 {\"k\": 1}\n") + kLarge), "");
  EXPECT_EQ(blocks(engine, plans), "b/s//2026-01-01T09:00:00+00:00 n=1 x=1\n");
}

TEST(PushEngine, KeepGoingCountsBudgets) {
  const Plans plans = compile(kStreamHead + kSessions);
  PushEngine engine(*plans.stream, true);
  EXPECT_EQ(push(engine, plans, std::string(kLarge) + kSmall), "");
  EXPECT_EQ(engine.budgets_exceeded(), 1u);
  EXPECT_EQ(blocks(engine, plans), "a/s//2026-01-01T10:00:00+00:00 n=2 x=1\n");
}

TEST(PushEngine, StopsBetweenEvents) {
  const Plans plans = compile(kStreamHead + kSessions);
  PushEngine engine(*plans.stream, false);
  std::string events;
  for (int i = 0; i < 8; ++i) events += kSmall;
  EXPECT_EQ(push(engine, plans, events, 0, [&] { return engine.events() == 5; }), "interrupted");
  EXPECT_EQ(blocks(engine, plans), "a/s//2026-01-01T10:01:00+00:00 n=5 x=1\n");
}

TEST(PushEngine, EachPushHasItsClock) {
  const std::string time = "Time: parse(source.time)\n";
  std::string head = kStreamHead;
  head.erase(head.find(time), time.size());
  const Plans plans = compile(head + kSessions);
  PushEngine engine(*plans.stream, false);
  constexpr int64_t kSecond = 1'000'000;
  EXPECT_EQ(push(engine, plans, kSmall, 1 * kSecond), "");
  EXPECT_EQ(push(engine, plans, kSmall, 2 * kSecond), "");
  EXPECT_EQ(push(engine, plans, kSmall, 3602 * kSecond), "");
  EXPECT_EQ(blocks(engine, plans),
            "a/s//1970-01-01T00:00:01+00:00 n=2 x=1\na/s//1970-01-01T01:00:02+00:00 n=1 x=1\n");
}

}  // namespace
}  // namespace headrace
