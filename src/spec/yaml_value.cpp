// YAML nodes as Python values, and as the text of expressions.
#include "data/context.h"
#include "data/object.h"
#include "pylib/api.h"
#include "spec/yaml.h"

namespace headrace {
namespace {

// Values of YAML call nothing when they are printed.
class PrintContext final : public Context {
 public:
  PrintContext() { limits.depth = 2 * static_cast<int>(kYamlDepthMax); }
  bool call(const Value&, const Args&, Value*) override {
    return fail(Exc::kTypeError, "a YAML value calls no function");
  }
};

Value mapping_value(const YamlNode& node) {
  bool fresh;
  if (node.shape == YamlShape::kSet) {
    auto* set = new SetObj();
    for (const YamlEntry& entry : node.entries) set->table.find_or_insert(entry.key->value, &fresh);
    return Value::adopt(set);
  }
  auto* dict = new DictObj();
  Value owner = Value::adopt(dict);
  for (const YamlEntry& entry : node.entries) {
    dict->table.find_or_insert(entry.key->value, &fresh)->value = to_value(*entry.value);
  }
  return owner;
}

}  // namespace

Value to_value(const YamlNode& node) {
  if (node.is_scalar()) return node.value;
  if (node.is_mapping()) return mapping_value(node);
  Values items;
  for (const YamlNode* item : node.items) {
    if (node.shape == YamlShape::kPairs && item->entries.size() == 1) {
      items.push_back(make_tuple({item->entries[0].key->value, to_value(*item->entries[0].value)}));
    } else {
      items.push_back(to_value(*item));
    }
  }
  return make_list(std::move(items));
}

std::string python_str(const YamlNode& node) {
  PrintContext context;
  std::string text;
  if (!pylib::append_str(context, to_value(node), &text)) return {};
  return text;
}

}  // namespace headrace
