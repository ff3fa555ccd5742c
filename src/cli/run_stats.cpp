#include "cli/run_stats.h"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>
#include <unordered_map>
#include <utility>
#include <vector>

#include "cli/count_text.h"
#include "data/context.h"
#include "data/json_write.h"

namespace headrace::cli {
namespace {

using Entry = KeptCounts::Entry;

// Where each field stands in its spec, dimensions before fields as they are evaluated.
std::unordered_map<const FieldPlan*, size_t> field_order(const StreamPlan& stream, const WindowPlan* window) {
  std::unordered_map<const FieldPlan*, size_t> order;
  const auto add = [&](const AggregatePlan& aggregate) {
    for (const auto* list : {&aggregate.dimensions, &aggregate.fields}) {
      for (const FieldPlan& field : *list) order.emplace(&field, order.size());
    }
  };
  for (const AggregatePlan& aggregate : stream.aggregates) add(aggregate);
  for (size_t i = 0; window && i < window->aggregates.size(); ++i) add(window->aggregates[i].aggregate);
  return order;
}

std::vector<Entry> sorted(const KeptCounts& kept, const StreamPlan& stream, const WindowPlan* window) {
  std::vector<Entry> entries = kept.entries();
  const auto order = field_order(stream, window);
  std::sort(entries.begin(), entries.end(), [&](const Entry& a, const Entry& b) {
    return std::tuple(order.at(a.field), a.cause, a.error) < std::tuple(order.at(b.field), b.cause, b.error);
  });
  return entries;
}

const char* cause_name(Kept cause) {
  switch (cause) {
    case Kept::kError: return "error";
    case Kept::kNone: return "none";
    case Kept::kCast: return "cast";
    case Kept::kFiltered: return "when";
  }
  return "";
}

std::string cause_text(const Entry& e) {
  if (e.cause == Kept::kNone) return "None";
  const auto error = exception_name(e.error);
  if (e.cause == Kept::kError) return std::string(error);
  return fmt::format("{}: {}", cause_name(e.cause), error);
}

}  // namespace

std::string stats_text(const BatchStats& stats, const StreamPlan& stream, const WindowPlan* window,
                       double seconds) {
  std::vector<std::pair<const char*, std::string>> lines = {
      {"events", count_text(stats.events)},
      {"skipped", count_text(stats.skipped)},
      {"identities", count_text(stats.identities)},
      {"blocks", count_text(stats.blocks)},
  };
  if (window) lines.emplace_back("window rows", count_text(stats.window_rows));
  if (stats.budgets_exceeded > 0) lines.emplace_back("budgets exceeded", count_text(stats.budgets_exceeded));
  if (stats.spilled_bytes > 0) lines.emplace_back("spilled", bytes_text(stats.spilled_bytes));
  lines.emplace_back("seconds", fmt::format("{:.2f}", seconds));
  std::string out;
  for (const auto& [name, value] : lines) out += fmt::format("{:<16} {:>15}\n", name, value);

  const std::vector<Entry> entries = sorted(stats.kept, stream, window);
  size_t name_width = 0, cause_width = 0;
  for (const Entry& e : entries) {
    name_width = std::max(name_width, e.field->spec->qualified_name.size());
    cause_width = std::max(cause_width, cause_text(e).size());
  }
  out += entries.empty() ? "no field kept its old value\n" : "fields that kept their old value\n";
  for (const Entry& e : entries) {
    out += fmt::format("  {:<{}}  {:<{}}  {:>10}\n", e.field->spec->qualified_name, name_width, cause_text(e),
                       cause_width, count_text(e.count));
  }
  return out;
}

std::string stats_json(const BatchStats& stats, const StreamPlan& stream, const WindowPlan* window,
                       double seconds) {
  std::string out =
      fmt::format(R"({{"events": {}, "skipped": {}, "identities": {}, "blocks": {}, "window_rows": {}, )"
                  R"("budgets_exceeded": {}, "seconds": {:.3f}, "kept": [)",
                  stats.events, stats.skipped, stats.identities, stats.blocks, stats.window_rows,
                  stats.budgets_exceeded, seconds);
  const char* separator = "";
  for (const Entry& e : sorted(stats.kept, stream, window)) {
    out += separator;
    separator = ", ";
    out += "{\"field\": ";
    append_json_string(e.field->spec->qualified_name, &out);
    out += fmt::format(R"(, "cause": "{}", )", cause_name(e.cause));
    if (e.cause != Kept::kNone) out += fmt::format(R"("error": "{}", )", exception_name(e.error));
    out += fmt::format("\"count\": {}}}", e.count);
  }
  return out + "]}\n";
}

}  // namespace headrace::cli
