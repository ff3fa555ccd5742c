#include "engine/event_json.h"

#include "data/json_write.h"

namespace headrace {

std::string event_json(const StreamPlan& plan, const Value* slots) {
  std::string text;
  if (plan.needs_record) {
    append_json(slots[EventSlots::kRecord], &text);
    return text;
  }
  text = "{";
  for (size_t i = 0; i < plan.keys.size(); ++i) {
    if (i) text += ", ";
    append_json_string(plan.keys[i], &text);
    text += ": ";
    append_json(slots[EventSlots::kKeys + i], &text);
  }
  return text + "}";
}

}  // namespace headrace
