#include <algorithm>

#include "base/spelling.h"
#include "data/number_text.h"
#include "spec/load_parts.h"

namespace headrace {
namespace {

constexpr int64_t kGapMax = 86'399'999'999'999;  // seconds in Python's longest timedelta

SectionKind section_kind(AggregateKind kind, SpecKind spec) {
  switch (kind) {
    case AggregateKind::kIdentity: return SectionKind::kIdentity;
    case AggregateKind::kBlock: return SectionKind::kBlock;
    case AggregateKind::kActivity: return SectionKind::kActivity;
    case AggregateKind::kVariable:
      return spec == SpecKind::kWindow ? SectionKind::kWindowVariable : SectionKind::kVariable;
    case AggregateKind::kWindow: return SectionKind::kWindow;
  }
  return SectionKind::kUnknownAggregate;
}

bool may_hold(SpecKind spec, AggregateKind kind) {
  if (kind == AggregateKind::kVariable) return true;
  return (kind == AggregateKind::kWindow) == (spec == SpecKind::kWindow);
}

// Reads the type before anything else: it decides which keys there may be.
std::optional<AggregateKind> peek_kind(const YamlNode& mapping, SpecKind spec) {
  const YamlNode* type = mapping.find("Type");
  if (!type || !type->is_string()) return std::nullopt;
  const auto kind = aggregate_kind(type->string());
  return kind && may_hold(spec, *kind) ? kind : std::nullopt;
}

void check_type(Section& section, SpecKind spec, bool known) {
  section.require("Type");
  const auto word = section.text("Type");
  if (!word || known) return;
  const auto allowed =
      spec == SpecKind::kWindow ? window_aggregate_type_names() : streaming_aggregate_type_names();
  if (aggregate_kind(*word)) {
    section
        .error(*section.get("Type"), "unknown-type",
               std::string(spec == SpecKind::kWindow ? "a window spec" : "a streaming spec") +
                   " cannot hold a " + *word)
        .allow(joined({allowed.begin(), allowed.end()}));
  } else {
    report_type(section, *section.get("Type"), "an aggregate", allowed);
  }
}

int read_store_index(Section& section, const AggregateSpec& aggregate, const std::vector<StoreSpec>& stores) {
  const auto name = section.text("Store");
  if (!name) {
    const bool keeps = aggregate.kind == AggregateKind::kIdentity || aggregate.makes_blocks();
    return keeps && !stores.empty() ? 0 : AggregateSpec::kNoStore;
  }
  std::vector<std::string_view> names;
  for (size_t i = 0; i < stores.size(); ++i) {
    if (stores[i].name == *name) return static_cast<int>(i);
    if (names.size() < kCandidatesMax) names.push_back(stores[i].name);
  }
  section.error(*section.get("Store"), "undefined-store", "no store " + quoted(*name) + " under 'Stores'")
      .allow(joined(names))
      .advise(spelling_hint(*name, names));
  return AggregateSpec::kNoStore;
}

// The gap must be a positive integer, or text of one.
int64_t read_gap(Section& section) {
  constexpr std::string_view kKey = "SeparateByInactiveSeconds";
  if (!section.require(kKey)) return 1;
  const YamlNode* node = section.get(kKey);
  if (!node) return 1;
  Value gap;
  if (node->is_scalar() && node->value.kind() == Kind::kInt) {
    gap = node->value;
  } else if (node->is_string() && node->string().find_first_of("+-_ \t\n") == std::string_view::npos) {
    if (parse_int(node->string(), 10, &gap) != IntText::kOk) gap = Value();
  }
  const bool whole = gap.kind() == Kind::kInt;
  if (whole && gap.is_small_int() && gap.as_int() >= 1 && gap.as_int() <= kGapMax) return gap.as_int();
  const std::string_view written = section.reading().span(*node).text();
  section.error(*node, "invalid-number",
                "the gap must be a positive integer, a number of seconds, not " +
                    (node->is_scalar() ? quoted(written) : describe(*node)));
  return 1;
}

// Names that mean something else where the aggregate's fields are asked for.
void check_scope_name(Reading& reading, const AggregateSpec& aggregate, SpecKind spec) {
  const std::string& name = aggregate.name;
  if (spec == SpecKind::kWindow && name == "anchor") {
    reading.diagnostics
        .error("reserved-name", aggregate.name_span,
               "an aggregate of a window spec cannot be called 'anchor'")
        .about(aggregate.qualified_name)
        .advise("'anchor' is the block that the window stands around");
  } else if (name == "source" || (spec == SpecKind::kStreaming && (name == "time" || name == "identity"))) {
    reading.diagnostics
        .warning("shadowed-name", aggregate.name_span,
                 "no expression can refer to this aggregate: " + quoted(name) + " means the event's")
        .about(aggregate.qualified_name);
  }
}

// Whether each item of a list of fields was read and has a name.
bool all_named(const YamlNode& mapping, std::string_view key, const std::vector<FieldSpec>& fields) {
  const YamlNode* list = mapping.find(key);
  return list && list->items.size() == fields.size() &&
         std::none_of(fields.begin(), fields.end(), [](const FieldSpec& f) { return f.name.empty(); });
}

AggregateSpec read_aggregate(Reading& reading, const YamlNode& mapping, SpecKind spec,
                             const std::vector<StoreSpec>& stores, std::string name) {
  const auto kind = peek_kind(mapping, spec);
  Section section(reading, mapping, kind ? section_kind(*kind, spec) : SectionKind::kUnknownAggregate, name);
  AggregateSpec aggregate;
  aggregate.kind = kind.value_or(AggregateKind::kVariable);
  aggregate.name = read_name(section, NameUse::kScoped, &aggregate.name_span);
  aggregate.qualified_name = std::move(name);
  check_type(section, spec, kind.has_value());
  check_scope_name(reading, aggregate, spec);
  aggregate.when = section.when();
  aggregate.store = read_store_index(section, aggregate, stores);
  if (aggregate.kind == AggregateKind::kActivity) aggregate.gap_seconds = read_gap(section);
  if (aggregate.kind == AggregateKind::kWindow) aggregate.window = read_window_range(section);
  NameScope names;
  if (kind == AggregateKind::kIdentity || kind == AggregateKind::kBlock || !kind) {
    aggregate.dimensions = read_fields(section, "Dimensions", SectionKind::kDimension, names);
  }
  section.require("Fields");
  const bool window_spec = spec == SpecKind::kWindow;
  aggregate.fields =
      read_fields(section, "Fields", window_spec ? SectionKind::kWindowField : SectionKind::kField, names);
  // Of an aggregate it stands for all its fields.
  aggregate.accepts_leak = window_spec && section.flag("AcceptLeak");
  for (FieldSpec& field : aggregate.fields) field.accepts_leak |= aggregate.accepts_leak;
  aggregate.names_complete = kind && all_named(mapping, "Fields", aggregate.fields) &&
                             (!mapping.find("Dimensions") || aggregate.kind == AggregateKind::kActivity ||
                              all_named(mapping, "Dimensions", aggregate.dimensions));
  return aggregate;
}

}  // namespace

std::vector<AggregateSpec> read_aggregates(Section& spec, SpecKind kind, const std::vector<StoreSpec>& stores,
                                           NameScope& names) {
  std::vector<AggregateSpec> aggregates;
  const YamlNode* list = spec.list("Aggregates");
  if (!list) return aggregates;
  Reading& reading = spec.reading();
  for (size_t i = 0; i < list->items.size(); ++i) {
    const YamlNode* item = item_mapping(reading, *list->items[i], "an aggregate", spec.name());
    if (!item) continue;
    const std::string name = qualified_name(spec.name(), *item, "Aggregates", i);
    aggregates.push_back(read_aggregate(reading, *item, kind, stores, name));
    names.add(reading, "aggregate", aggregates.back().name, name, aggregates.back().name_span);
  }
  return aggregates;
}

}  // namespace headrace
