// What only window aggregates have: their range, their source, their columns.
#include "base/spelling.h"
#include "data/datetime.h"
#include "spec/load_parts.h"
#include "spec/numbers.h"

namespace headrace {
namespace {

constexpr int64_t kHourUs = kDayUs / 24;

std::optional<int64_t> read_size(const YamlNode& node, WindowType type) {
  if (type == WindowType::kDay) return timedelta_us(node, kDayUs);
  if (type == WindowType::kHour) return timedelta_us(node, kHourUs);
  const bool fraction = node.is_scalar() && node.value.is_float();
  return fraction ? std::nullopt : python_int(node);
}

void read_value(Section& section, WindowRange& range) {
  const YamlNode* node = section.get("WindowValue");
  if (!node) return;
  const bool counts = range.type == WindowType::kCount;
  const std::optional<int64_t> size = read_size(*node, range.type);
  if (!size) {
    section.error(*node, "invalid-number",
                  std::string(counts ? "a count window takes an integer" : "'WindowValue' must be a number") +
                      ", not " + describe(*node));
    return;
  }
  if (*size == 0) {
    section.error(*node, "invalid-number", "a window of 0 holds no block")
        .advise("negative numbers reach back from the anchor, positive ones forward");
    return;
  }
  (counts ? range.count : range.length_us) = *size;
  if (node->value.kind() != Kind::kInt && !node->value.is_float()) {
    section.warning(*node, "loose-number", "'WindowValue' is " + describe(*node) + "; it should be a number");
  }
}

void read_type(Section& section, WindowRange& range) {
  const auto word = section.text("WindowType");
  if (!word) return;
  const auto type = window_type(*word);
  if (!type) report_type(section, *section.get("WindowType"), "a window", window_type_names());
  range.type = type.value_or(WindowType::kCount);
}

void read_source(Section& section, WindowRange& range) {
  if (!section.require("Source")) return;
  const auto source = section.text("Source");
  if (!source) return;
  const YamlNode& node = *section.get("Source");
  range.source_span = section.reading().span(node);
  const size_t dot = source->find('.');
  if (dot == 0 || dot == source->npos || dot + 1 == source->size() ||
      source->find('.', dot + 1) != source->npos) {
    section.error(node, "invalid-source", quoted(*source) + " does not name an aggregate of a streaming spec")
        .advise("write it as 'SpecName.aggregate'");
    return;
  }
  range.source_spec = source->substr(0, dot);
  range.source_aggregate = source->substr(dot + 1);
}

}  // namespace

WindowRange read_window_range(Section& section) {
  WindowRange range;
  read_source(section, range);
  // Without both there is no window: all other blocks.
  if (!section.has("WindowType") && !section.has("WindowValue")) return range;
  section.require("WindowType");
  section.require("WindowValue");
  read_type(section, range);
  if (range.type != WindowType::kAll) read_value(section, range);
  return range;
}

void check_columns(Reading& reading, const std::vector<AggregateSpec>& aggregates) {
  // A map spreads into `field.key`, everything else is `aggregate.field`: the first part must not be shared.
  struct Owner {
    std::string what;
    Span span;
    const FieldSpec* map = nullptr;
  };
  std::map<std::string, Owner> owners;
  for (const AggregateSpec& aggregate : aggregates) {
    owners.emplace(aggregate.name, Owner{"the aggregate " + quoted(aggregate.name), aggregate.name_span});
  }
  for (const AggregateSpec& aggregate : aggregates) {
    for (const FieldSpec& field : aggregate.fields) {
      if (field.type != FieldType::kMap || field.name.empty()) continue;
      const auto [other, fresh] = owners.emplace(
          field.name, Owner{"the map " + quoted(field.qualified_name), field.name_span, &field});
      // Two of one name in one aggregate were already reported.
      if (fresh || (other->second.map && other->second.map->qualified_name == field.qualified_name)) continue;
      reading.diagnostics
          .error("overwritten-columns", field.name_span,
                 "the columns of this map, '" + field.name + ".key', and those of " + other->second.what +
                     " would overwrite each other")
          .about(field.qualified_name)
          .also(other->second.span, other->second.what + " is here")
          .advise("give the map another name");
    }
  }
}

}  // namespace headrace
