#include "spec/yaml_tags.h"

#include <utility>

namespace headrace {
namespace {

constexpr std::string_view kPrefix = "tag:yaml.org,2002:";

constexpr std::pair<std::string_view, ScalarTag> kScalarTags[] = {
    {"null", ScalarTag::kNull},   {"bool", ScalarTag::kBool},     {"int", ScalarTag::kInt},
    {"float", ScalarTag::kFloat}, {"str", ScalarTag::kString},    {"timestamp", ScalarTag::kTimestamp},
    {"merge", ScalarTag::kMerge}, {"binary", ScalarTag::kBinary}, {"value", ScalarTag::kValue},
};

}  // namespace

std::optional<ScalarTag> scalar_tag(std::string_view tag) {
  if (!tag.starts_with(kPrefix)) return std::nullopt;
  for (const auto& [name, value] : kScalarTags) {
    if (tag.substr(kPrefix.size()) == name) return value;
  }
  return std::nullopt;
}

std::optional<YamlShape> collection_shape(std::string_view tag, YamlKind kind) {
  if (tag.empty() || tag == "!") return YamlShape::kDefault;
  if (!tag.starts_with(kPrefix)) return std::nullopt;
  tag.remove_prefix(kPrefix.size());
  if (kind == YamlKind::kMapping) {
    if (tag == "map") return YamlShape::kDefault;
    if (tag == "set") return YamlShape::kSet;
  } else {
    if (tag == "seq") return YamlShape::kDefault;
    if (tag == "omap" || tag == "pairs") return YamlShape::kPairs;
  }
  return std::nullopt;
}

std::string_view tag_name(ScalarTag tag) {
  switch (tag) {
    case ScalarTag::kNull: return "nothing";
    case ScalarTag::kBool: return "a boolean";
    case ScalarTag::kInt: return "an integer";
    case ScalarTag::kFloat: return "a float";
    case ScalarTag::kTimestamp: return "a date";
    case ScalarTag::kString: return "text";
    case ScalarTag::kBinary: return "binary data";
    case ScalarTag::kMerge: return "a merge key";
    case ScalarTag::kValue: return "a value key";
  }
  return "";
}

}  // namespace headrace
