#include "spec/types.h"

#include <utility>

#include "base/spelling.h"

namespace headrace {
namespace {

template <typename T>
using Words = std::pair<std::string_view, T>;

constexpr std::string_view kSpecTypes[] = {"Blurr:Transform:Streaming", "Blurr:Transform:Window"};
constexpr std::string_view kStoreTypes[] = {"Blurr:Store:Memory", "Blurr:Store:Dynamo"};
constexpr std::string_view kAggregateTypes[] = {"Blurr:Aggregate:Identity", "Blurr:Aggregate:Block",
                                                "Blurr:Aggregate:Activity", "Blurr:Aggregate:Variable",
                                                "Blurr:Aggregate:Window"};
constexpr std::string_view kWindowAggregateTypes[] = {"Blurr:Aggregate:Window", "Blurr:Aggregate:Variable"};
constexpr std::string_view kFieldTypes[] = {"integer",  "boolean", "string", "float",
                                            "datetime", "map",     "list",   "set"};
constexpr std::string_view kDimensionTypes[] = {"integer", "boolean", "string"};
constexpr std::string_view kWindowTypes[] = {"day", "hour", "count"};

constexpr Words<FieldType> kFieldAliases[] = {{"int", FieldType::kInteger},
                                              {"bool", FieldType::kBoolean},
                                              {"str", FieldType::kString},
                                              {"dict", FieldType::kMap}};
// Words of other languages for these types.
constexpr Words<std::string_view> kForeignTypes[] = {
    {"long", "integer"},  {"bigint", "integer"}, {"double", "float"},       {"number", "float"},
    {"decimal", "float"}, {"real", "float"},     {"text", "string"},        {"varchar", "string"},
    {"array", "list"},    {"tuple", "list"},     {"object", "map"},         {"json", "map"},
    {"struct", "map"},    {"date", "datetime"},  {"timestamp", "datetime"}, {"time", "datetime"}};

bool same_word(std::string_view a, std::string_view b) {
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
  if (a.size() != b.size()) return false;
  for (size_t i = 0; i < a.size(); ++i) {
    if (lower(a[i]) != lower(b[i])) return false;
  }
  return true;
}

// The enumerator whose number is the word's place.
template <typename T>
std::optional<T> place_of(std::span<const std::string_view> words, std::string_view word) {
  for (size_t i = 0; i < words.size(); ++i) {
    if (same_word(words[i], word)) return static_cast<T>(i);
  }
  return std::nullopt;
}

}  // namespace

std::string_view field_type_name(FieldType type) { return kFieldTypes[static_cast<size_t>(type)]; }
std::string_view aggregate_type_name(AggregateKind kind) {
  return kAggregateTypes[static_cast<size_t>(kind)];
}

std::optional<SpecKind> spec_kind(std::string_view type) { return place_of<SpecKind>(kSpecTypes, type); }
std::optional<StoreKind> store_kind(std::string_view type) { return place_of<StoreKind>(kStoreTypes, type); }
std::optional<AggregateKind> aggregate_kind(std::string_view type) {
  return place_of<AggregateKind>(kAggregateTypes, type);
}

std::optional<FieldType> field_type(std::string_view type) {
  for (const auto& [alias, field_type] : kFieldAliases) {
    if (same_word(alias, type)) return field_type;
  }
  return place_of<FieldType>(kFieldTypes, type);
}

std::optional<WindowType> window_type(std::string_view type) {
  if (same_word(type, "day")) return WindowType::kDay;
  if (same_word(type, "hour")) return WindowType::kHour;
  if (same_word(type, "count")) return WindowType::kCount;
  return std::nullopt;
}

void report_type(Section& section, const YamlNode& node, std::string_view what,
                 std::span<const std::string_view> allowed) {
  const std::string_view word = node.string();
  std::string hint = spelling_hint(word, allowed);
  for (const auto& [foreign, ours] : kForeignTypes) {
    const std::string_view match[] = {ours};
    if (same_word(foreign, word) && place_of<int>(allowed, ours)) hint = spelling_hint(ours, match);
  }
  section.error(node, "unknown-type", quoted(word) + " is not a type of " + std::string(what))
      .allow(joined({allowed.begin(), allowed.end()}))
      .advise(std::move(hint));
}

std::span<const std::string_view> spec_type_names() { return kSpecTypes; }
std::span<const std::string_view> streaming_aggregate_type_names() {
  return std::span(kAggregateTypes).first(4);
}
std::span<const std::string_view> window_aggregate_type_names() { return kWindowAggregateTypes; }
std::span<const std::string_view> store_type_names() { return kStoreTypes; }
std::span<const std::string_view> field_type_names() { return kFieldTypes; }
std::span<const std::string_view> dimension_type_names() { return kDimensionTypes; }
std::span<const std::string_view> window_type_names() { return kWindowTypes; }

}  // namespace headrace
