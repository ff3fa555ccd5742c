#include "spec/load_parts.h"

namespace headrace {
namespace {

FieldType read_field_type(Section& section, SectionKind kind) {
  const auto word = section.text("Type");
  if (!word) return FieldType::kString;
  const bool dimension = kind == SectionKind::kDimension;
  const auto type = field_type(*word);
  const bool fits =
      !dimension || type == FieldType::kInteger || type == FieldType::kBoolean || type == FieldType::kString;
  if (!type || !fits) {
    report_type(section, *section.get("Type"), section_title(kind),
                dimension ? dimension_type_names() : field_type_names());
  }
  return type.value_or(FieldType::kString);
}

FieldSpec read_field(Reading& reading, const YamlNode& mapping, SectionKind kind, std::string name) {
  Section section(reading, mapping, kind, name);
  FieldSpec field;
  field.name = read_name(section, NameUse::kScoped, &field.name_span);
  field.qualified_name = std::move(name);
  field.type = read_field_type(section, kind);
  section.require("Value");
  if (auto value = section.expression("Value")) field.value = std::move(*value);
  field.when = section.when();
  field.accepts_leak = kind == SectionKind::kWindowField && section.flag("AcceptLeak");
  return field;
}

}  // namespace

const YamlNode* item_mapping(Reading& reading, const YamlNode& item, std::string_view what,
                             const std::string& owner) {
  if (item.broken) return nullptr;
  if (item.is_mapping()) return &item;
  reading.diagnostics
      .error("wrong-type", reading.span(item),
             std::string(what) + " must be a mapping, not " + describe(item))
      .about(owner);
  return nullptr;
}

std::string qualified_name(const std::string& owner, const YamlNode& item, std::string_view list,
                           size_t index) {
  const YamlNode* name = item.find("Name");
  if (name && name->is_string() && !name->string().empty()) return owner + "." + std::string(name->string());
  return owner + "." + std::string(list) + "[" + std::to_string(index + 1) + "]";
}

std::vector<FieldSpec> read_fields(Section& owner, std::string_view key, SectionKind kind, NameScope& names) {
  std::vector<FieldSpec> fields;
  const YamlNode* list = owner.list(key);
  if (!list) return fields;
  Reading& reading = owner.reading();
  for (size_t i = 0; i < list->items.size(); ++i) {
    const YamlNode* item = item_mapping(reading, *list->items[i], section_title(kind), owner.name());
    if (!item) continue;
    fields.push_back(read_field(reading, *item, kind, qualified_name(owner.name(), *item, key, i)));
    const FieldSpec& field = fields.back();
    names.add(reading, kind == SectionKind::kDimension ? "dimension" : "field", field.name,
              field.qualified_name, field.name_span);
  }
  return fields;
}

}  // namespace headrace
