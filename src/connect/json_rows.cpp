#include "connect/json_rows.h"

#include "data/json_write.h"

namespace headrace {

void append_block_line(const StreamPlan& plan, const KeyState& state, const SavedRow& row, std::string* out) {
  const AggregatePlan& aggregate = plan.aggregates[row.aggregate()];
  const std::vector<Value> slots = state.unpack(row);
  out->append("[");
  append_json_string(key_text(state.identity(), aggregate, slots.data()), out);
  out->append(", {");
  for (size_t i = 0; i < aggregate.slot_count(); ++i) {
    if (i) out->append(", ");
    append_json_string(aggregate.slot_names[i], out);
    out->append(": ");
    append_json_or_null(slots[i], out);
  }
  out->append("}]\n");
}

void append_rows_line(const IdentityResult& result, std::string* out) {
  out->append("[");
  append_json_string(result.state->identity(), out);
  out->append(", [");
  for (size_t r = 0; r < result.rows.size(); ++r) {
    out->append(r ? ", {" : "{");
    bool first = true;
    for (const auto& [name, value] : result.rows[r]) {
      if (!first) out->append(", ");
      first = false;
      append_json_string(name, out);
      out->append(": ");
      append_json_or_null(value, out);
    }
    out->append("}");
  }
  out->append("]]\n");
}

}  // namespace headrace
