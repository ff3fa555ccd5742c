// The words of `Type:`. Case does not matter.
#pragma once

#include <optional>
#include <span>
#include <string_view>

#include "spec/section.h"
#include "spec/spec.h"

namespace headrace {

enum class SpecKind { kStreaming, kWindow };

std::optional<SpecKind> spec_kind(std::string_view type);
std::optional<AggregateKind> aggregate_kind(std::string_view type);
std::optional<StoreKind> store_kind(std::string_view type);
std::optional<FieldType> field_type(std::string_view type);
std::optional<WindowType> window_type(std::string_view type);

// Reports a type that is none of these: `what` is "a field".
void report_type(Section& section, const YamlNode& node, std::string_view what,
                 std::span<const std::string_view> allowed);

std::span<const std::string_view> spec_type_names();
std::span<const std::string_view> streaming_aggregate_type_names();
std::span<const std::string_view> window_aggregate_type_names();
std::span<const std::string_view> store_type_names();
std::span<const std::string_view> field_type_names();
std::span<const std::string_view> dimension_type_names();
std::span<const std::string_view> window_type_names();

}  // namespace headrace
