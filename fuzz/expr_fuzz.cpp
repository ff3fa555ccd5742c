// Any text as an expression: compiling it must end with a program or a message at a place inside it; running
// it must stay within its budgets and give what the compiler said it could.
//
// The text is the value of a field of each type, over one small event.
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "data/json_parser.h"
#include "data/json_write.h"
#include "engine/stream_evaluator.h"
#include "plan/compile_plan.h"
#include "plan/expressions.h"
#include "spec/load.h"

namespace {

using namespace headrace;

constexpr std::string_view kSpec = R"(
Type: Blurr:Transform:Streaming
Version: '2018-03-01'
Name: S
Import:
  - { Module: 'math, datetime, re, json, statistics' }
  - { Module: dateutil.parser, Identifiers: [ parse ] }
Identity: source.user
Time: parse(source.time)
Stores: [{ Type: Blurr:Store:Memory, Name: memory }]
Aggregates:
  - Type: Blurr:Aggregate:Identity
    Name: a
    Store: memory
    Fields:
      - { Name: i, Type: integer, Value: '0' }
      - { Name: b, Type: boolean, Value: '0' }
      - { Name: s, Type: string, Value: '0' }
      - { Name: f, Type: float, Value: '0' }
      - { Name: t, Type: datetime, Value: '0' }
      - { Name: m, Type: map, Value: '0' }
      - { Name: l, Type: list, Value: '0' }
      - { Name: u, Type: set, Value: '0' }
)";
constexpr std::string_view kEvent = R"({
  "user": "ana", "time": "2020-02-29T23:59:59.5+01:00", "n": 7, "x": -2.5, "big": 123456789012345678901234567890,
  "text": "caf\u00e9 \ud800 7", "flag": true, "none": null, "list": [3, "a", [1.5]], "map": {"k": {"k": 1}, "": []}
})";

// The spec, with the fuzzed text in place of each value.
struct Loaded {
  Diagnostics diagnostics;
  SpecSet set;
  StreamingSpec* streaming;

  explicit Loaded(std::string_view text) {
    set = load_specs({std::make_shared<SourceFile>("spec.yml", std::string(kSpec))}, diagnostics);
    HEADRACE_CHECK(!diagnostics.has_errors());
    streaming = &std::get<StreamingSpec>(set.specs[0]);
    for (FieldSpec& field : streaming->aggregates[0].fields) field.value.text = text;
  }
};

void check_places(const expr::Program& program, size_t size) {
  for (const expr::SlotRead& read : program.reads) HEADRACE_CHECK(read.begin <= read.end && read.end <= size);
  for (const expr::GlobalUse& use : program.globals) HEADRACE_CHECK(use.begin <= use.end && use.end <= size);
  for (const expr::Notice& notice : program.notices) {
    HEADRACE_CHECK(notice.begin <= notice.end && notice.end <= size);
  }
}

// The event's row, in the order of the plan's keys.
std::vector<Value> event_row(const StreamPlan& plan) {
  Value record;
  JsonError error;
  HEADRACE_CHECK(parse_json(kEvent, &record, &error));
  std::vector<Value> row(plan.event_slot_count());
  row[EventSlots::kTime] = Value::datetime(1'582'934'399'000'000, Zone::kTzUtc, 0);
  row[EventSlots::kIdentity] = Value::string("ana");
  const auto& table = record.as<DictObj>()->table;
  for (size_t k = 0; k < plan.keys.size(); ++k) {
    for (size_t i = 0; i < table.end(); ++i) {
      const DictEntry& entry = table.entry(i);
      if (entry.hash != 0 && entry.key.str() == plan.keys[k]) row[EventSlots::kKeys + k] = entry.value;
    }
  }
  if (plan.needs_record) row[EventSlots::kRecord] = record;
  return row;
}

void run(const StreamPlan& plan) {
  expr::Machine machine;
  machine.limits = {.steps = 50'000, .bytes = 1 << 20, .depth = 100};
  StreamEvaluator evaluator(plan, machine);
  RowStore store;
  const KeyState::Owner state = KeyState::make(plan, "ana", store);
  evaluator.begin(*state);
  const std::vector<Value> row = event_row(plan);
  const Value* bases[] = {row.data(), state->row(plan.aggregates[0])};
  const expr::Program& program = *plan.aggregates[0].fields[0].value;
  Value result;
  if (machine.evaluate(program, {bases}, &result)) {
    HEADRACE_CHECK((program.result & kind_set(result.kind())) != 0);
    HEADRACE_CHECK(!program.literal || result.kind() == program.literal->kind());
  }
  for (int i = 0; i < 3 && evaluator.apply(*state, row.data()); ++i) {
  }
  std::string printed;
  for (size_t k = 0; k < plan.aggregates[0].slot_count(); ++k)
    append_json(state->row(plan.aggregates[0])[k], &printed);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size > 2000) return 0;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  Loaded spec(text);
  const std::unique_ptr<StreamPlan> plan = compile_stream(*spec.streaming, nullptr, spec.diagnostics);
  HEADRACE_CHECK((plan != nullptr) != spec.diagnostics.has_errors());
  to_json(spec.diagnostics);
  if (!plan) return 0;
  for (const PlannedExpression& e : expressions_of(*spec.streaming, *plan)) {
    check_places(*e.program, e.source->text.size());
  }
  run(*plan);
  return 0;
}
