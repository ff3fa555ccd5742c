#include "cli/test_run.h"

#include <chrono>

#include "connect/memory_source.h"
#include "data/datetime.h"
#include "engine/batch.h"

namespace headrace::cli {
namespace {

GotRow block_of(const StreamPlan& plan, const KeyState& state, const SavedRow& saved) {
  const AggregatePlan& aggregate = plan.aggregates[saved.aggregate()];
  const std::vector<Value> slots = state.unpack(saved);
  GotRow row;
  row.identity = std::string(state.identity());
  row.aggregate = aggregate.name;
  row.key = key_text(state.identity(), aggregate, slots.data());
  for (size_t i = 0; i < aggregate.slot_count(); ++i)
    row.fields.emplace_back(aggregate.slot_names[i], slots[i]);
  const auto time_of = [&](uint16_t slot, int64_t* us) {
    const Value& v = slots[slot];
    if (v.kind() == Kind::kDateTime) *us = instant_us(v);
    return v.kind() == Kind::kDateTime;
  };
  row.has_times = aggregate.makes_blocks() && time_of(AggregatePlan::kStartTime, &row.start_us) &&
                  time_of(AggregatePlan::kEndTime, &row.end_us);
  return row;
}

// Keeps results as they would be printed.
class Collector final : public ResultSink {
 public:
  Collector(const StreamPlan& plan, TestOutcome* outcome) : plan_(plan), outcome_(outcome) {}

  std::unique_ptr<Chunk> encode(std::span<const IdentityResult> results) const override {
    auto chunk = std::make_unique<Rows>();
    for (const IdentityResult& result : results) {
      for (const SavedRow& saved : result.state->saved)
        chunk->blocks.push_back(block_of(plan_, *result.state, saved));
      for (const WindowRow row : result.rows) {
        GotRow& got = chunk->window_rows.emplace_back();
        got.identity = std::string(result.state->identity());
        for (const auto& [name, value] : row) got.fields.emplace_back(name, value);
      }
    }
    return chunk;
  }

  Status write(std::unique_ptr<Chunk> chunk) override {
    auto& rows = static_cast<Rows&>(*chunk);
    for (GotRow& row : rows.blocks) outcome_->blocks.push_back(std::move(row));
    for (GotRow& row : rows.window_rows) outcome_->window_rows.push_back(std::move(row));
    return Ok{};
  }

  Status finish() override { return Ok{}; }

 private:
  struct Rows final : Chunk {
    std::vector<GotRow> blocks, window_rows;
  };

  const StreamPlan& plan_;
  TestOutcome* outcome_;
};

int64_t clock_now_us() {
  using namespace std::chrono;
  return duration_cast<microseconds>(system_clock::now().time_since_epoch()).count();
}

void compare(TestOutcome* outcome) {
  const SpecTest& test = *outcome->test;
  for (const ExpectedList& list : test.lists) {
    std::vector<const GotRow*> got;
    for (const GotRow& row : list.window_rows ? outcome->window_rows : outcome->blocks) {
      const bool wanted = list.aggregate.empty() || row.aggregate == list.aggregate;
      if (wanted && (!test.identity || row.identity == *test.identity)) got.push_back(&row);
    }
    auto rows = compare_rows(list.rows, got, {test.exactly, test.partial});
    if (!rows.empty()) outcome->differences.push_back({&list, std::move(rows)});
  }
}

}  // namespace

std::vector<const TakenEvent*> TestOutcome::events_of(const GotRow& row) const {
  std::vector<const TakenEvent*> events;
  for (const TakenEvent& event : taken) {
    const bool in_time = !row.has_times || (event.time_us >= row.start_us && event.time_us <= row.end_us);
    if (event.identity == row.identity && in_time) events.push_back(&event);
  }
  return events;
}

TestOutcome run_test(const SpecTest& test, const StreamPlan& stream, const WindowPlan* window,
                     const TestRunOptions& options) {
  TestOutcome outcome;
  outcome.test = &test;
  std::vector<std::string> events;
  events.reserve(test.events.size());
  for (const GivenEvent& event : test.events) events.push_back(event.text);
  MemorySource source(test.name, std::move(events), projection_of(stream, false), options.batch_rows);
  Collector sink(stream, &outcome);
  BatchOptions batch;
  batch.threads = options.threads;
  // Tests are small: one identity a task lets them use every thread.
  batch.task_identities = options.threads > 1 ? 1 : batch.task_identities;
  batch.seed = test.seed;
  batch.now_us = test.now_us.value_or(clock_now_us());
  batch.on_skipped = [&](const SkippedEvent& event) { outcome.skipped.push_back(event); };
  batch.on_event = [&](EventPlace place, std::string_view identity, int64_t time_us) {
    outcome.taken.push_back({place.line, std::string(identity), time_us});
  };
  if (const Result<BatchStats> stats = run_batch(stream, window, source, sink, batch); !stats)
    outcome.error = stats.error();
  else
    compare(&outcome);
  return outcome;
}

}  // namespace headrace::cli
