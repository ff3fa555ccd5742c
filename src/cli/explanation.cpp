#include "cli/explanation.h"

#include "expr/inference.h"
#include "plan/expressions.h"
#include "plan/slot_titles.h"

namespace headrace::cli {
namespace {

template <typename Title>
ExplainedExpression explain_expression(const PlannedExpression& e, const Title& title) {
  ExplainedExpression out;
  out.owner = e.source->owner;
  out.key = e.source->key;
  out.text = e.source->text;
  out.place = e.source->span.file->place(e.source->span.begin);
  if (e.is_value()) out.field_type = e.field->type;
  if (e.program->result != kAnyKind) out.types = expr::kind_names(e.program->result);
  for (const expr::SlotRead& read : e.program->reads) out.reads.push_back(title(read));
  for (const expr::GlobalUse& g : e.program->globals) {
    if (g.foreign) out.python.push_back(g.name);
    if (g.imported) out.imports.push_back(g.name);
  }
  return out;
}

ExplainedAggregate explain_aggregate(const AggregatePlan& plan) {
  ExplainedAggregate out{plan.name, plan.kind, plan.stored, {}, std::nullopt};
  for (size_t i = 0; i < plan.slot_count(); ++i) {
    out.slots.push_back({plan.slot_names[i], plan.slot_types[i]});
  }
  return out;
}

// "7 days", "0.5 days", "1 hour"
std::string length_text(const WindowRange& window) {
  const bool days = window.type == WindowType::kDay;
  const int64_t unit_us = days ? 86'400'000'000 : 3'600'000'000;
  const double units = static_cast<double>(std::abs(window.length_us)) / static_cast<double>(unit_us);
  char number[32];
  std::snprintf(number, sizeof number, "%.10g", units);
  return number + std::string(days ? " day" : " hour") + (units == 1 ? "" : "s");
}

void explain_range(const WindowRange& window, ExplainedWindow* out) {
  const bool past = window.count < 0 || window.length_us < 0;
  const std::string n = std::to_string(std::abs(window.count));
  switch (window.type) {
    case WindowType::kAll:
      out->window = "all";
      out->range = "every block but the anchor's";
      out->begin = "0";
      out->end = "the number of blocks";
      out->drops_row = "without another block";
      return;
    case WindowType::kDay:
    case WindowType::kHour: {
      const std::string length = length_text(window);
      const std::string other = past ? "a - " + length : "a + " + length;
      out->window = (past ? "-" : "+") + length;
      out->range = past ? other + " < start < a" : "a < start < " + other;
      out->begin = "the first block after " + (past ? other : "a");
      out->end = "the first block not before " + (past ? "a" : other);
      out->drops_row = "without a block";
      return;
    }
    case WindowType::kCount:
      out->window = "count " + std::to_string(window.count);
      out->range = (n == "1" ? "the block" : "the " + n + " blocks") + (past ? " before a" : " after a");
      out->begin = past ? "the first block not before a, less " + n : "the first block after a";
      out->end = past ? "the first block not before a" : "the first block after a, plus " + n;
      out->drops_row = n == "1" ? "without a block" : "with fewer than " + n;
      return;
  }
}

ExplainedSpec explain_stream(const CheckedSpec& checked) {
  const auto& spec = std::get<StreamingSpec>(*checked.spec);
  const StreamPlan& plan = *checked.stream;
  ExplainedSpec out{};
  out.streaming = true;
  out.event_keys = plan.keys;
  for (const PlannedExpression& e : expressions_of(spec, plan)) {
    out.expressions.push_back(
        explain_expression(e, [&](const expr::SlotRead& read) { return slot_title(plan, read); }));
    for (const expr::SlotRead& read : e.program->reads) {
      if (read.base != 0 || read.offset != EventSlots::kRecord) continue;
      out.whole_event.push_back({e.source->owner, e.source->text.substr(read.begin, read.end - read.begin)});
    }
  }
  const StateSize size = state_size(plan);
  out.state_bytes = size.fixed_bytes;
  for (size_t i = 0; i < plan.aggregates.size(); ++i) {
    out.aggregates.push_back(explain_aggregate(plan.aggregates[i]));
    out.aggregates.back().size = size.aggregates[i];
  }
  return out;
}

ExplainedSpec explain_window(const CheckedSpec& checked) {
  const auto& spec = std::get<WindowSpec>(*checked.spec);
  const WindowPlan& plan = *checked.window;
  const StreamPlan& stream = checked.base_layout;
  const AggregatePlan& blocks = stream.aggregates[static_cast<size_t>(plan.block_aggregate)];
  ExplainedSpec out{};
  out.streaming = false;
  out.blocks = stream.name + "." + blocks.name;
  for (const PlannedExpression& e : expressions_of(spec, plan)) {
    out.expressions.push_back(
        explain_expression(e, [&](const expr::SlotRead& read) { return slot_title(plan, stream, read); }));
  }
  for (const WindowAggregatePlan& a : plan.aggregates) {
    out.aggregates.push_back(explain_aggregate(a.aggregate));
    if (!a.window) continue;
    ExplainedWindow& window = out.windows.emplace_back();
    window.aggregate = a.aggregate.name;
    explain_range(*a.window, &window);
    for (uint16_t slot : a.source_slots) window.columns.push_back(blocks.slot_names[slot]);
  }
  return out;
}

}  // namespace

ExplainedSpec explain(const CheckedSpec& checked) {
  ExplainedSpec out = checked.is_streaming() ? explain_stream(checked) : explain_window(checked);
  out.name = checked.head().name;
  out.file = checked.path();
  return out;
}

}  // namespace headrace::cli
