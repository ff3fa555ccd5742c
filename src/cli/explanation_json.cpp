// An explanation for programs; docs/explain.md lists the keys.
#include "cli/explanation.h"
#include "cli/json_text.h"

namespace headrace::cli {
namespace {

void write_expression(const ExplainedExpression& e, JsonText& out) {
  out.open('{').key("owner").string(e.owner).key("key").string(e.key).key("text").string(e.text);
  out.key("line").number(e.place.line).key("column").number(e.place.column);
  if (e.field_type) out.key("field_type").string(field_type_name(*e.field_type));
  if (!e.types.empty()) out.key("types").strings(e.types);
  out.key("native").boolean(e.python.empty()).key("python").strings(e.python);
  out.key("reads").strings(e.reads).key("imports").strings(e.imports).close('}');
}

void write_aggregate(const ExplainedAggregate& a, JsonText& out) {
  out.open('{').key("name").string(a.name).key("type").string(aggregate_type_name(a.kind));
  out.key("stored").boolean(a.stored).key("slots").open('[');
  for (const ExplainedSlot& slot : a.slots) {
    out.open('{').key("name").string(slot.name).key("type").string(field_type_name(slot.type));
    out.key("bytes").number(sizeof(Value)).close('}');
  }
  out.close(']');
  if (a.size)
    out.key("row_bytes").number(a.size->row_bytes).key("saved_row_bytes").number(a.size->saved_bytes);
  out.close('}');
}

void write_event(const ExplainedSpec& spec, JsonText& out) {
  out.key("event").open('{').key("keys").strings(spec.event_keys);
  out.key("whole").boolean(!spec.whole_event.empty()).key("why").open('[');
  for (const WholeEvent& whole : spec.whole_event) {
    out.open('{').key("owner").string(whole.owner).key("text").string(whole.text).close('}');
  }
  out.close(']').close('}');
}

void write_windows(const ExplainedSpec& spec, JsonText& out) {
  out.key("blocks").string(spec.blocks).key("windows").open('[');
  for (const ExplainedWindow& w : spec.windows) {
    out.open('{')
        .key("aggregate")
        .string(w.aggregate)
        .key("window")
        .string(w.window)
        .key("range")
        .string(w.range);
    out.key("begin").string(w.begin).key("end").string(w.end).key("columns").strings(w.columns);
    out.key("drops_row").string(w.drops_row).close('}');
  }
  out.close(']');
}

}  // namespace

std::string to_json(const ExplainedSpec& spec, const std::vector<const Diagnostic*>& diagnostics) {
  JsonText out;
  out.open('{').key("name").string(spec.name).key("file").string(spec.file);
  out.key("type").string(spec.streaming ? "streaming" : "window");
  if (spec.streaming) write_event(spec, out);
  out.key("expressions").open('[');
  for (const ExplainedExpression& e : spec.expressions) write_expression(e, out);
  out.close(']').key("aggregates").open('[');
  for (const ExplainedAggregate& a : spec.aggregates) write_aggregate(a, out);
  out.close(']');
  if (spec.streaming)
    out.key("state_bytes").number(spec.state_bytes);
  else
    write_windows(spec, out);
  out.key("diagnostics").open('[');
  for (const Diagnostic* d : diagnostics) out.raw(to_json(*d));
  return out.close(']').close('}').take();
}

}  // namespace headrace::cli
