// The tags of YAML 1.1 that safe_load knows: `!!int`, `!!set`.
#pragma once

#include <optional>
#include <string_view>

#include "spec/yaml.h"
#include "spec/yaml_scalar.h"

namespace headrace {

// What an explicit tag says; empty for one that safe_load refuses.
std::optional<ScalarTag> scalar_tag(std::string_view tag);
// Also of no tag at all.
std::optional<YamlShape> collection_shape(std::string_view tag, YamlKind kind);
// "a date", "an integer"
std::string_view tag_name(ScalarTag tag);

}  // namespace headrace
