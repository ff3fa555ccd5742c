#include "spec/section_keys.h"

#include <algorithm>

namespace headrace {
namespace {

constexpr std::string_view kStreamingKeys[] = {"Type",   "Version",  "Description", "Name",
                                               "Import", "Identity", "Time",        "When",
                                               "Filter", "Stores",   "Aggregates",  "Tests"};
constexpr std::string_view kWindowSpecKeys[] = {"Type",      "Version", "Description", "Name",
                                                "SourceBTS", "Import",  "When",        "Filter",
                                                "Anchor",    "Stores",  "Aggregates",  "Tests"};
constexpr std::string_view kImportKeys[] = {"Module", "Identifiers"};
constexpr std::string_view kStoreKeys[] = {"Type", "Name", "Description"};
constexpr std::string_view kDynamoKeys[] = {
    "Type", "Name", "Description", "Table", "ReadCapacityUnits", "WriteCapacityUnits"};
constexpr std::string_view kAnchorKeys[] = {"Condition", "Max", "Description"};
constexpr std::string_view kDimensionedKeys[] = {"Type", "Name",   "Description", "Store",
                                                 "When", "Filter", "Dimensions",  "Fields"};
constexpr std::string_view kActivityKeys[] = {"Type", "Name",   "Description", "Store",
                                              "When", "Filter", "Fields",      "SeparateByInactiveSeconds"};
constexpr std::string_view kVariableKeys[] = {"Type", "Name",   "Description", "Store",
                                              "When", "Filter", "Fields"};
constexpr std::string_view kWindowVariableKeys[] = {"Type", "Name",   "Description", "Store",
                                                    "When", "Filter", "Fields",      "AcceptLeak"};
constexpr std::string_view kWindowKeys[] = {"Type",        "Name",   "Description", "Store",
                                            "When",        "Filter", "Fields",      "WindowType",
                                            "WindowValue", "Source", "AcceptLeak"};
constexpr std::string_view kAnyAggregateKeys[] = {"Type",
                                                  "Name",
                                                  "Description",
                                                  "Store",
                                                  "When",
                                                  "Filter",
                                                  "Fields",
                                                  "Dimensions",
                                                  "WindowType",
                                                  "WindowValue",
                                                  "Source",
                                                  "AcceptLeak",
                                                  "SeparateByInactiveSeconds"};
constexpr std::string_view kFieldKeys[] = {"Name", "Type", "Description", "Value", "When", "Filter"};
constexpr std::string_view kWindowFieldKeys[] = {"Name", "Type",   "Description", "Value",
                                                 "When", "Filter", "AcceptLeak"};
constexpr std::string_view kTestKeys[] = {"Test", "Description", "Given",    "Events",
                                          "Now",  "Seed",        "Identity", "Expect"};
constexpr std::string_view kExpectKeys[] = {"Blocks", "Rows", "Skipped", "Exactly", "Partial"};
constexpr std::string_view kExpressionKeys[] = {"Value", "When", "Filter", "Condition", "Identity", "Time"};

bool holds(std::span<const std::string_view> keys, std::string_view key) {
  return std::find(keys.begin(), keys.end(), key) != keys.end();
}

}  // namespace

std::span<const std::string_view> section_keys(SectionKind kind) {
  switch (kind) {
    case SectionKind::kStreaming: return kStreamingKeys;
    case SectionKind::kWindowSpec: return kWindowSpecKeys;
    case SectionKind::kImport: return kImportKeys;
    case SectionKind::kStore: return kStoreKeys;
    case SectionKind::kDynamoStore: return kDynamoKeys;
    case SectionKind::kAnchor: return kAnchorKeys;
    case SectionKind::kIdentity:
    case SectionKind::kBlock: return kDimensionedKeys;
    case SectionKind::kActivity: return kActivityKeys;
    case SectionKind::kVariable: return kVariableKeys;
    case SectionKind::kWindowVariable: return kWindowVariableKeys;
    case SectionKind::kWindow: return kWindowKeys;
    case SectionKind::kUnknownAggregate: return kAnyAggregateKeys;
    case SectionKind::kField:
    case SectionKind::kDimension: return kFieldKeys;
    case SectionKind::kWindowField: return kWindowFieldKeys;
    case SectionKind::kTest: return kTestKeys;
    case SectionKind::kExpect: return kExpectKeys;
  }
  return {};
}

std::string_view section_title(SectionKind kind) {
  switch (kind) {
    case SectionKind::kStreaming: return "a streaming spec";
    case SectionKind::kWindowSpec: return "a window spec";
    case SectionKind::kImport: return "an import";
    case SectionKind::kStore: return "a store";
    case SectionKind::kDynamoStore: return "a Dynamo store";
    case SectionKind::kAnchor: return "an anchor";
    case SectionKind::kIdentity: return "an identity aggregate";
    case SectionKind::kBlock: return "a block aggregate";
    case SectionKind::kActivity: return "an activity aggregate";
    case SectionKind::kVariable:
    case SectionKind::kWindowVariable: return "a variable aggregate";
    case SectionKind::kWindow: return "a window aggregate";
    case SectionKind::kUnknownAggregate: return "an aggregate";
    case SectionKind::kField: return "a field";
    case SectionKind::kWindowField: return "a field of a window spec";
    case SectionKind::kDimension: return "a dimension";
    case SectionKind::kTest: return "a test";
    case SectionKind::kExpect: return "what a test expects";
  }
  return "";
}

std::string_view section_with_key(std::string_view key) {
  for (SectionKind kind :
       {SectionKind::kStreaming, SectionKind::kWindowSpec, SectionKind::kActivity, SectionKind::kWindow,
        SectionKind::kBlock, SectionKind::kField, SectionKind::kWindowField, SectionKind::kAnchor,
        SectionKind::kImport, SectionKind::kDynamoStore, SectionKind::kTest, SectionKind::kExpect}) {
    if (holds(section_keys(kind), key)) return section_title(kind);
  }
  return {};
}

bool is_expression_key(std::string_view key) { return holds(kExpressionKeys, key); }

}  // namespace headrace
