#include "engine/collect.h"

#include <boost/unordered/unordered_flat_map.hpp>
#include <tuple>

#include "data/datetime.h"
#include "engine/event_json.h"
#include "engine/field_value.h"
#include "pylib/api.h"

namespace headrace {
namespace {

// How much of a skipped event is kept for the report.
constexpr size_t kSkippedTextMax = 1000;

bool before(EventPlace a, EventPlace b) { return std::tie(a.file, a.line) < std::tie(b.file, b.line); }

// Reads the source to its end, evaluating Identity and Time.
class Collector {
 public:
  Collector(const StreamPlan& plan, EventSource& source, const BatchOptions& options, BatchStats* stats)
      : plan_(plan), source_(source), options_(options), stats_(stats) {
    machine_.now_us = options.now_us;
  }

  Status run(Collected* out) {
    if (options_.state_in) carry(out);
    for (;;) {
      if (options_.cancelled && *options_.cancelled) return cancelled_error();
      auto batch = std::make_unique<EventBatch>();
      std::vector<SkippedEvent> skipped;
      Result<bool> more = source_.read(batch.get(), &skipped);
      auto unsaid = skipped.begin();
      for (size_t i = 0; more && i < batch->size(); ++i) {
        // In input order, though the source tells of what it left out at the end of the batch.
        for (; unsaid != skipped.end() && before(unsaid->place, batch->places[i]); ++unsaid) skip(*unsaid);
        if (Status s = take(batch->row(i), batch->places[i], out); !s) return s;
      }
      for (; unsaid != skipped.end(); ++unsaid) skip(*unsaid);
      if (!more) return more.error();
      if (taken_) out->batches.push_back(std::move(batch));
      taken_ = false;
      if (options_.on_progress) options_.on_progress(*stats_);
      if (!*more) return Ok{};
    }
  }

 private:
  // Identities of the state come before new ones, in the order in which they first came.
  void carry(Collected* out) {
    for (const KeyRecord& key : options_.state_in->keys()) {
      if (options_.only && key.identity != *options_.only) continue;
      text_ = key.identity;
      find(out).carried = &key;
    }
  }

  void skip(const SkippedEvent& event) {
    ++stats_->skipped;
    if (options_.on_skipped) options_.on_skipped(event);
  }
  Status skip(const Value* row, EventPlace place, const char* reason, std::string detail) {
    if (machine_.error().type == Exc::kBudgetError) {
      if (!options_.keep_going) return budget_error(machine_, place_text(place));
      ++stats_->budgets_exceeded;
    }
    std::string text;
    if (options_.on_skipped) text = event_json(plan_, row).substr(0, kSkippedTextMax);
    skip({place, reason, std::move(detail), std::move(text)});
    return Ok{};
  }
  std::string place_text(EventPlace place) const {
    return source_.files()[place.file] + ":" + std::to_string(place.line);
  }

  Status take(Value* row, EventPlace place, Collected* out) {
    bases_[0] = row;
    machine_.clear_error();
    Value identity;
    if (!machine_.evaluate(*plan_.identity, {bases_}, &identity)) {
      return skip(row, place, "identity cannot be evaluated", machine_.error().text());
    }
    bool truth = false;
    if (!pylib::truthy(machine_, identity, &truth) || !truth)
      return skip(row, place, "identity is empty", "");
    text_.clear();
    if (!pylib::append_str(machine_, identity, &text_))
      return skip(row, place, "identity cannot be evaluated", machine_.error().text());
    if (text_.find_first_not_of(" \t\n\r\f\v") == std::string::npos)
      return skip(row, place, "identity is empty", "");

    Value time;
    if (plan_.time) {
      Value result;
      if (!machine_.evaluate(*plan_.time, {bases_}, &result)) {
        return skip(row, place, "time cannot be evaluated", machine_.error().text());
      }
      if (!as_event_time(result, &time)) {
        return skip(row, place, "time is not a datetime", "it is a " + std::string(type_name(result)));
      }
    } else {
      time = Value::datetime(options_.now_us, Zone::kFixed, 0);
    }

    if (options_.only && text_ != *options_.only) return Ok{};
    Identity& owner = find(out);
    const int64_t time_us = instant_us(time);
    if (owner.carried && time_us < owner.carried->last_event_us)
      return skip(row, place, kBeforeStateEnd, before_state_end(time_us, *owner.carried));
    taken_ = true;
    if (options_.observer)
      options_.observer->event_read(row, place);
    else
      for (const uint16_t slot : plan_.early_slots) row[slot] = Value();
    row[EventSlots::kTime] = time;
    row[EventSlots::kIdentity] = Value::string(text_);
    if (!owner.events.empty() && time_us < owner.events.back().time_us) owner.sorted = false;
    owner.events.push_back({time_us, row});
    ++stats_->events;
    if (options_.on_event) options_.on_event(place, owner.name, time_us);
    return Ok{};
  }

  Identity& find(Collected* out) {
    const auto [it, inserted] = index_.emplace(text_, static_cast<uint32_t>(out->identities.size()));
    if (inserted) {
      out->identities.push_back({text_, {}, true});
      ++stats_->identities;
    }
    return out->identities[it->second];
  }

  const StreamPlan& plan_;
  EventSource& source_;
  const BatchOptions& options_;
  BatchStats* stats_;
  expr::Machine machine_;
  const Value* bases_[1];
  std::string text_;    // the identity at hand
  bool taken_ = false;  // an event of the batch at hand
  boost::unordered_flat_map<std::string, uint32_t> index_;
};

}  // namespace

Error cancelled_error() { return {ErrorKind::kOutside, "interrupted", "", "", false}; }

Error budget_error(const expr::Machine& machine, std::string place) {
  return {ErrorKind::kInput, machine.error().text(), std::move(place),
          "an expression used up its budget on this input; see docs/limits.md", false};
}

Status collect(const StreamPlan& plan, EventSource& source, const BatchOptions& options, BatchStats* stats,
               Collected* out) {
  return Collector(plan, source, options, stats).run(out);
}

}  // namespace headrace
