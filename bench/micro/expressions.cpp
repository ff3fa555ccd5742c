// The expressions of a streaming spec by themselves: each field's Value over the same events again and again,
// without reading, without keeping. Nanoseconds of CPU an evaluation, of the best round and of the median
// one.
//
//   expression_bench SPEC.yml EVENTS.jsonl [ROUNDS]
#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "data/json_projector.h"
#include "engine/field_value.h"
#include "expr/machine.h"
#include "plan/compile_plan.h"
#include "spec/load.h"

namespace {

using namespace headrace;

constexpr size_t kEvents =
    500;  // so many that operands differ from run to run, so few that they stay in the cache

int64_t cpu_ns() {
  timespec now;
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return now.tv_sec * 1'000'000'000 + now.tv_nsec;
}

std::string contents(const char* path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

std::unique_ptr<StreamPlan> plan_of(const char* path, Diagnostics& diagnostics, SpecSet* set) {
  *set = load_specs({std::make_shared<SourceFile>(path, contents(path))}, diagnostics);
  if (diagnostics.has_errors()) return nullptr;
  return compile_stream(std::get<StreamingSpec>(set->specs[0]), nullptr, diagnostics);
}

using Row = std::vector<Value>;

std::vector<Row> read_events(const StreamPlan& plan, const char* path, expr::Machine& machine) {
  JsonProjector projector(plan.keys, false);
  std::ifstream file(path);
  std::vector<Row> rows;
  for (std::string line; rows.size() < kEvents && std::getline(file, line);) {
    Row row(plan.event_slot_count());
    JsonError error;
    if (!projector.read(line, row.data() + EventSlots::kKeys, &error)) continue;
    const Value* bases[] = {row.data()};
    Value time;
    if (plan.time && machine.evaluate(*plan.time, {bases}, &time)) row[EventSlots::kTime] = std::move(time);
    rows.push_back(std::move(row));
  }
  return rows;
}

// The aggregates' rows as they are before any event.
std::vector<Row> new_rows(const StreamPlan& plan) {
  std::vector<Row> rows;
  for (const AggregatePlan& aggregate : plan.aggregates) {
    rows.emplace_back();
    for (const FieldType type : aggregate.slot_types) rows.back().push_back(default_value(type));
  }
  return rows;
}

int64_t one_round(const FieldPlan& field, const std::vector<Row>& events, std::vector<const Value*>& bases,
                  expr::Machine& machine) {
  const int64_t start = cpu_ns();
  for (const Row& event : events) {
    bases[0] = event.data();
    Value result;
    if (!assign_quickly(field.value->shortcut, field.type, bases.data(), &result))
      machine.evaluate(*field.value, {bases.data()}, &result);
  }
  return cpu_ns() - start;
}

int run(const char* spec, const char* path, int rounds) {
  Diagnostics diagnostics;
  SpecSet set;
  const auto plan = plan_of(spec, diagnostics, &set);
  expr::Machine machine;
  const auto events = plan ? read_events(*plan, path, machine) : std::vector<Row>();
  if (events.empty()) return std::fputs("the spec or the events cannot be read\n", stderr), 1;
  const std::vector<Row> fields = new_rows(*plan);
  std::vector<const Value*> bases{nullptr};
  bases.reserve(1 + fields.size());
  for (const Row& row : fields) bases.push_back(row.data());
  double total = 0;
  for (const AggregatePlan& aggregate : plan->aggregates) {
    for (const FieldPlan& field : aggregate.fields) {
      if (!field.value) continue;
      std::vector<int64_t> taken;
      taken.reserve(rounds);
      for (int i = 0; i < rounds; ++i) taken.push_back(one_round(field, events, bases, machine));
      std::sort(taken.begin(), taken.end());
      const auto each = [&](size_t i) {
        return static_cast<double>(taken[i]) / static_cast<double>(events.size());
      };
      total += each(0);
      std::printf("%8.1f %8.1f  %s\n", each(0), each(taken.size() / 2), field.value->source.c_str());
    }
  }
  std::printf("%8.1f           all\n", total);
  return 0;
}

}  // namespace

int main(int count, char** arguments) {
  if (count < 3) return std::fputs("usage: expression_bench SPEC.yml EVENTS.jsonl [ROUNDS]\n", stderr), 2;
  return run(arguments[1], arguments[2], count > 3 ? std::max(1, std::atoi(arguments[3])) : 200);
}
