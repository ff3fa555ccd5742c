#include "engine/event_json.h"

#include "data/json_write.h"

namespace headrace {

std::string event_json(const StreamPlan& plan, const Value* slots) {
  std::string text;
  if (plan.needs_record) {
    append_json(slots[EventSlots::kRecord], &text);
    return text;
  }
  for (size_t i = 0; i < plan.keys.size(); ++i) {
    const Value& value = slots[EventSlots::kKeys + i];
    if (value.is_none()) continue;
    text += text.empty() ? "{" : ", ";
    append_json_string(plan.keys[i], &text);
    text += ": ";
    append_json(value, &text);
  }
  return text.empty() ? "{}" : text + "}";
}

}  // namespace headrace
