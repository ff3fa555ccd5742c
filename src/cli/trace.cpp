#include "cli/trace.h"

#include <fmt/format.h>

#include <cerrno>
#include <cstdio>
#include <cstring>

#include "cli/count_text.h"
#include "data/json_write.h"
#include "engine/event_json.h"

namespace headrace::cli {
namespace {

// Values longer than this are shown without what they were before.
constexpr size_t kShortValue = 60;
constexpr size_t kBufferBytes = 1 << 16;

std::string json_of(const Value& v) {
  std::string text;
  append_json_or_null(v, &text);
  return text;
}

// Why something was not done: the error of a `When` or a condition, or that it was false.
std::string false_or(const char* what, const EvalError& error) {
  if (error.type == Exc::kNone) return fmt::format("{} is false", what);
  return fmt::format("{} failed: {}", what, error.text());
}

std::string kept_text(Kept cause, const EvalError& error) {
  switch (cause) {
    case Kept::kError: return error.text();
    case Kept::kNone: return "None";
    case Kept::kCast: return "cast failed: " + error.text();
    case Kept::kFiltered: return false_or("When", error);
  }
  return "";
}

}  // namespace

Trace::Trace(const StreamPlan& stream, const WindowPlan* window, const std::vector<std::string>& files,
             bool keep_going)
    : RunObserver(keep_going), stream_(stream), window_(window), files_(files) {}

void Trace::event_read(const Value* event, EventPlace place) { places_.emplace(event, place); }

void Trace::event_begins(const Value* event) {
  steps_.clear();
  kept_.clear();
  passed_.clear();
  identity_ = event[EventSlots::kIdentity].str();
  const EventPlace place = places_.at(event);
  std::string time;
  append_iso(event[EventSlots::kTime], &time);
  ++events_;
  out_ += fmt::format("{}event {} at {} ({}:{})\n  {}\n", events_ > 1 ? "\n" : "", events_, time,
                      files_[place.file], place.line, event_json(stream_, event));
}

void Trace::kept(const FieldPlan& field, Kept cause, const EvalError& error) {
  FailureCounts::kept(field, cause, error);
  kept_[&field] = kept_text(cause, error);
}

void Trace::passed_by(const AggregatePlan* aggregate, PassedBy why, const EvalError& error) {
  const std::string reason =
      why == PassedBy::kFiltered ? false_or("When", error) : "a dimension has no value";
  if (aggregate) {
    add_step(*aggregate, "passed by, " + reason);
  } else {
    passed_ = reason;
  }
}

void Trace::add_step(const AggregatePlan& aggregate, const std::string& step) {
  std::string& steps = steps_[&aggregate];
  steps += (steps.empty() ? ": " : "; ") + step;
}

void Trace::block_begins(const AggregatePlan& aggregate, bool read_again) {
  add_step(aggregate, read_again ? "a block goes on" : "a block begins");
}

void Trace::block_saved(const AggregatePlan& aggregate, const Value* row) {
  add_step(aggregate, "saved " + key_text(identity_, aggregate, row));
}

void Trace::event_done(const KeyState& state) {
  if (!passed_.empty()) out_ += "  passed by, " + passed_ + "\n";
  before_.resize(state.aggregate_count());
  for (size_t i = 0; i < state.aggregate_count(); ++i) {
    print_aggregate(stream_.aggregates[i], state.row(stream_.aggregates[i]), i);
  }
  steps_.clear();
  kept_.clear();
  flush();
}

void Trace::print_aggregate(const AggregatePlan& plan, const Value* row, size_t index) {
  const auto step = steps_.find(&plan);
  out_ += fmt::format("  {}{}\n", plan.name, step == steps_.end() ? "" : step->second);
  std::vector<std::string> reasons(plan.slot_count());
  for (const auto* list : {&plan.fields, &plan.dimensions}) {
    for (const FieldPlan& field : *list) {
      if (const auto it = kept_.find(&field); it != kept_.end()) reasons[field.slot] = it->second;
    }
  }
  std::vector<std::string> now;
  now.reserve(plan.slot_count());
  for (size_t i = 0; i < plan.slot_count(); ++i) now.push_back(json_of(row[i]));
  std::vector<std::string>& before = before_[index];
  for (size_t i = 0; i < now.size(); ++i) {
    const bool first = before.empty();
    const bool changed = !first && now[i] != before[i];
    out_ += fmt::format("  {} {}: ", changed ? "*" : " ", plan.slot_names[i]);
    if (changed && before[i].size() <= kShortValue && now[i].size() <= kShortValue) {
      out_ += before[i] + " -> ";
    }
    out_ += now[i];
    if (!reasons[i].empty()) out_ += fmt::format("  (kept: {})", reasons[i]);
    out_ += "\n";
  }
  before = std::move(now);
}

// What is saved when the events have ended, before the windows are looked at.
void Trace::print_end() {
  if (ended_) return;
  ended_ = true;
  out_ += fmt::format("\nend of {}\n", count_text(events_, "event"));
  for (const AggregatePlan& plan : stream_.aggregates) {
    if (const auto step = steps_.find(&plan); step != steps_.end()) {
      out_ += fmt::format("  {}{}\n", plan.name, step->second);
    }
  }
  steps_.clear();
  kept_.clear();
}

std::string Trace::block_name(const Value* block) const {
  return key_text(identity_, stream_.aggregates[static_cast<size_t>(window_->block_aggregate)], block);
}

void Trace::window(const WindowAggregatePlan& plan, std::span<const Value> starts) {
  print_end();
  window_lines_ += fmt::format("  window {}: {}", plan.aggregate.name, count_text(starts.size(), "block"));
  if (const auto& window = plan.window; window && window->type == WindowType::kCount) {
    window_lines_ += fmt::format(" of {}", std::abs(window->count));
  }
  const char* separator = ": ";
  for (const Value& start : starts) {
    window_lines_ += separator;
    append_iso(start, &window_lines_);
    separator = ", ";
  }
  window_lines_ += "\n";
}

void Trace::anchor(const Value* block, Anchor outcome, const EvalError& error, const WindowRow* row) {
  print_end();
  out_ += fmt::format("\nblock {}: ", block_name(block));
  switch (outcome) {
    case Anchor::kNone: out_ += "no anchor, " + false_or("Condition", error); break;
    case Anchor::kFiltered: out_ += "an anchor, but no row: " + false_or("When", error); break;
    case Anchor::kShort: out_ += "an anchor, but no row: its last window holds too few blocks"; break;
    case Anchor::kRow: out_ += "an anchor"; break;
  }
  out_ += "\n" + window_lines_;
  for (size_t i = 0; row && i < window_->aggregates.size(); ++i) {
    const AggregatePlan& plan = window_->aggregates[i].aggregate;
    if (const auto step = steps_.find(&plan); step != steps_.end()) {
      out_ += fmt::format("  {}{}\n", plan.name, step->second);
    }
    for (const FieldPlan& field : plan.fields) {
      if (const auto it = kept_.find(&field); it != kept_.end()) {
        out_ += fmt::format("  {}.{} keeps its default: {}\n", plan.name, field.name, it->second);
      }
    }
  }
  for (size_t i = 0; row && i < row->size(); ++i) {
    out_ += fmt::format("    {}: {}\n", row->name(i), json_of(row->value(i)));
  }
  window_lines_.clear();
  steps_.clear();
  kept_.clear();
  flush();
}

void Trace::left_out(const Value* block) {
  out_ += fmt::format("\nblock {}: its row is left out by Anchor.Max\n", block_name(block));
}

void Trace::flush() {
  if (out_.size() < kBufferBytes) return;
  failed_ = failed_ || std::fwrite(out_.data(), 1, out_.size(), stdout) != out_.size();
  out_.clear();
}

Status Trace::finish(bool complete) {
  if (complete) print_end();
  failed_ = failed_ || std::fwrite(out_.data(), 1, out_.size(), stdout) != out_.size();
  if (!failed_ && std::fflush(stdout) == 0) return Ok{};
  return Error{ErrorKind::kOutside, std::string("cannot write: ") + std::strerror(errno), "<stdout>", "",
               false};
}

}  // namespace headrace::cli
