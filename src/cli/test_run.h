// Running one test of a spec through the batch engine, and what came of it.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cli/row_match.h"
#include "io/event_source.h"
#include "plan/plan.h"

namespace headrace::cli {

// How the engine runs; no result depends on it.
struct TestRunOptions {
  int threads = 1;
  size_t batch_rows = 1024;
};

struct ListDifferences {
  const ExpectedList* list;
  std::vector<RowDifference> rows;
};

// An event of the test that the engine took.
struct TakenEvent {
  size_t number;  // from 1
  std::string identity;
  int64_t time_us;
};

// Owns the rows that its differences point to.
struct TestOutcome {
  const SpecTest* test = nullptr;
  std::optional<Error> error;  // the run itself failed
  std::vector<ListDifferences> differences;
  std::vector<GotRow> blocks;
  std::vector<GotRow> window_rows;
  std::vector<TakenEvent> taken;
  std::vector<SkippedEvent> skipped;  // place.line is the event's number

  // How many events the test expects to be skipped, where others were.
  std::optional<int64_t> missed_skipped() const {
    return test->skipped && static_cast<uint64_t>(*test->skipped) != skipped.size() ? test->skipped
                                                                                    : std::nullopt;
  }
  bool passed() const { return !error && differences.empty() && !missed_skipped(); }
  // The events that a block or row was made of, as far as identity and times tell.
  std::vector<const TakenEvent*> events_of(const GotRow& row) const;
};

// `window` may be null. The plans and the test must outlive the outcome.
TestOutcome run_test(const SpecTest& test, const StreamPlan& stream, const WindowPlan* window,
                     const TestRunOptions& options);

}  // namespace headrace::cli
