// An explanation for people.
#include <algorithm>

#include "cli/explanation.h"
#include "cli/text_table.h"

namespace headrace::cli {
namespace {

constexpr size_t kTypesMax = 4;  // more are "any": the whole list is in the JSON form

std::string type_text(const ExplainedExpression& e) {
  std::string out;
  if (e.types.empty() || e.types.size() > kTypesMax) {
    out = "any";
  } else {
    for (std::string_view type : e.types) out.append(out.empty() ? "" : " or ").append(type);
  }
  if (e.field_type) out += " -> " + std::string(field_type_name(*e.field_type));
  return out;
}

// "session.games", "session.games When", "Identity"
std::string expression_title(const ExplainedSpec& spec, const ExplainedExpression& e) {
  std::string owner = e.owner;
  if (owner == spec.name) owner.clear();
  if (owner.starts_with(spec.name + ".")) owner.erase(0, spec.name.size() + 1);
  if (e.field_type) return owner;
  return owner.empty() ? e.key : owner + " " + e.key;
}

std::string reads_text(const ExplainedExpression& e) {
  std::vector<std::string> words = e.reads;
  words.insert(words.end(), e.imports.begin(), e.imports.end());
  return words.empty() ? "nothing" : comma_joined(words);
}

std::string expressions_text(const ExplainedSpec& spec) {
  TextTable table;
  table.add({"Expression", "Type", "Runs", "Reads"});
  for (const ExplainedExpression& e : spec.expressions) {
    table.add(
        {expression_title(spec, e), type_text(e), e.python.empty() ? "native" : "CPython", reads_text(e)});
  }
  std::string out = table.text(2);
  for (const ExplainedExpression& e : spec.expressions) {
    if (e.python.empty()) continue;
    out += "  " + expression_title(spec, e) + " calls CPython for " + comma_joined(e.python) +
           "; the rest of it is native\n";
  }
  return out;
}

std::string event_text(const ExplainedSpec& spec) {
  const std::string keys = comma_joined(spec.event_keys);
  std::string out = "  Read of an event: ";
  if (spec.whole_event.empty()) {
    return out + (keys.empty() ? "nothing" : folded(keys, out.size())) + "\n";
  }
  out += "all of it\n";
  if (!keys.empty()) out += "    by name: " + folded(keys, 13) + "\n";
  for (const WholeEvent& whole : spec.whole_event) {
    out += "    as a whole: '" + whole.text + "' in " + whole.owner + "\n";
  }
  return out;
}

std::string kind_text(const ExplainedAggregate& a) {
  std::string kind(aggregate_type_name(a.kind));
  kind.erase(0, kind.rfind(':') + 1);
  std::transform(kind.begin(), kind.end(), kind.begin(), [](unsigned char c) { return std::tolower(c); });
  return kind;
}

std::string slots_text(const ExplainedAggregate& a) {
  std::vector<std::string> words;
  words.reserve(a.slots.size());
  for (const ExplainedSlot& slot : a.slots)
    words.push_back(slot.name + " " + std::string(field_type_name(slot.type)));
  return comma_joined(words);
}

std::string state_text(const ExplainedSpec& spec) {
  TextTable table;
  table.add({"Aggregate", "Kind", "Row", "Saved row", "Slots"});
  for (const ExplainedAggregate& a : spec.aggregates) {
    const bool saves = a.kind != AggregateKind::kVariable || a.stored;
    if (!a.size) continue;
    table.add({a.name, kind_text(a), std::to_string(a.size->row_bytes) + " B",
               saves ? std::to_string(a.size->saved_bytes) + " B" : "none", slots_text(a)});
  }
  const std::string head = "  State of an identity: ";
  return head +
         folded(std::to_string(spec.state_bytes) +
                    " bytes, then those of each saved row, whose slots take up to 8 bytes, "
                    "16 a text; text over " +
                    std::to_string(Value::kInlineStrMax) +
                    " bytes and the items of containers are beside them",
                head.size()) +
         "\n" + table.text(4);
}

std::string windows_text(const ExplainedSpec& spec) {
  TextTable aggregates;
  aggregates.add({"Aggregate", "Kind", "Columns"});
  for (const ExplainedAggregate& a : spec.aggregates) aggregates.add({a.name, kind_text(a), slots_text(a)});
  std::string out = "  Row\n" + aggregates.text(4);
  if (spec.windows.empty()) return out;
  out += "\n  Windows over the blocks of " + spec.blocks + " by start; a is the start of the anchor's\n";
  TextTable windows;
  windows.add({"Aggregate", "Window", "Blocks", "No row", "Reads"});
  TextTable ranges;
  for (const ExplainedWindow& w : spec.windows) {
    windows.add({w.aggregate, w.window, w.range, w.drops_row, comma_joined(w.columns)});
    ranges.add({w.aggregate, "[" + w.begin + ", " + w.end + ")"});
  }
  return out + windows.text(4) + "\n  Index ranges\n" + ranges.text(4);
}

}  // namespace

std::string to_text(const ExplainedSpec& spec) {
  std::string out =
      spec.name + ", a " + (spec.streaming ? "streaming" : "window") + " spec in " + spec.file + "\n\n";
  if (spec.streaming) out += event_text(spec) + "\n";
  out += expressions_text(spec) + "\n";
  return out + (spec.streaming ? state_text(spec) : windows_text(spec));
}

}  // namespace headrace::cli
