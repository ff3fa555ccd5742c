// The names and values that hang on an ArrowSchema, as the C data interface encodes them.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "data/arrow_abi.h"

namespace headrace::columnar {

// Text that is JSON (Arrow's canonical extension type): read as what it says, written for containers.
inline constexpr std::string_view kExtensionName = "ARROW:extension:name";
inline constexpr std::string_view kExtensionMetadata = "ARROW:extension:metadata";
inline constexpr std::string_view kJsonExtension = "arrow.json";
inline constexpr std::string_view kUuidExtension = "arrow.uuid";

// A column of ours that completes others: kOffsetOf names the column whose offsets from UTC it holds,
// kExactOf marks the one that holds, as JSON, what the row's other columns cannot.
inline constexpr std::string_view kOffsetOf = "headrace.offset_of";
inline constexpr std::string_view kExactOf = "headrace.exact_values";

using Metadata = std::vector<std::pair<std::string, std::string>>;

// The value under a name; valid as long as the schema.
std::optional<std::string_view> find_metadata(const ArrowSchema& schema, std::string_view name);
// Empty for no metadata.
std::string encode_metadata(const Metadata& metadata);

}  // namespace headrace::columnar
