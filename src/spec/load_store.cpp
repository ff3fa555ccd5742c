#include "spec/load_parts.h"
#include "spec/numbers.h"

namespace headrace {
namespace {

void read_dynamo(Section& section, StoreSpec& store) {
  section.require("Table");
  store.table = section.text("Table").value_or("");
  store.read_capacity_units = read_count(section, "ReadCapacityUnits", 1).value_or(5);
  store.write_capacity_units = read_count(section, "WriteCapacityUnits", 1).value_or(5);
}

StoreSpec read_store(Reading& reading, const YamlNode& mapping, std::string name) {
  const YamlNode* type = mapping.find("Type");
  const auto kind = type && type->is_string() ? store_kind(type->string()) : std::nullopt;
  Section section(reading, mapping,
                  kind == StoreKind::kDynamo ? SectionKind::kDynamoStore : SectionKind::kStore,
                  std::move(name));
  StoreSpec store;
  store.kind = kind.value_or(StoreKind::kMemory);
  store.name = read_name(section, NameUse::kStore, &store.name_span);
  section.require("Type");
  if (section.text("Type") && !kind) report_type(section, *type, "a store", store_type_names());
  if (store.kind == StoreKind::kDynamo) read_dynamo(section, store);
  return store;
}

}  // namespace

std::vector<StoreSpec> read_stores(Section& spec, NameScope& names) {
  std::vector<StoreSpec> stores;
  const YamlNode* node = spec.get("Stores");
  if (!node) return stores;
  Reading& reading = spec.reading();
  std::vector<const YamlNode*> items = node->items;
  if (node->is_mapping()) {
    items = {node};  // Blurr takes a single store without a list
  } else if (!spec.list("Stores")) {
    return stores;
  }
  for (size_t i = 0; i < items.size(); ++i) {
    const YamlNode* item = item_mapping(reading, *items[i], "a store", spec.name());
    if (!item) continue;
    const std::string name = qualified_name(spec.name(), *item, "Stores", i);
    stores.push_back(read_store(reading, *item, name));
    names.add(reading, "store", stores.back().name, name, stores.back().name_span);
  }
  return stores;
}

}  // namespace headrace
