#include "engine/key_steps.h"

#include <algorithm>

namespace headrace {

Status begin_key(const StreamPlan& plan, const StreamEvaluator& evaluator, const StateFile* state_in,
                 Key& key) {
  evaluator.begin(*key.state);
  return key.carried() ? state_in->restore(plan, *key.carried(), key.state.get()) : Status(Ok{});
}

bool apply_waiting(const StreamPlan& plan, StreamEvaluator& evaluator, RunObserver* observer, Key& key) {
  WaitingEvents& events = key.waiting();
  if (events.empty()) return true;  // a user's function named another identity the second time
  std::stable_sort(events.begin(), events.end(),
                   [](const WaitingEvent& a, const WaitingEvent& b) { return a.time_us < b.time_us; });
  for (const WaitingEvent& e : events) {
    if (observer) observer->event_begins(e.row);
    if (!evaluator.apply(*key.state, e.row)) return false;
    if (observer) observer->event_done(*key.state);
    // What the event held is not needed again; freeing it here keeps it on one thread.
    std::fill_n(e.row, plan.event_slot_count(), Value());
  }
  key.state->last_event_us = events.back().time_us;
  events = {};
  return true;
}

}  // namespace headrace
