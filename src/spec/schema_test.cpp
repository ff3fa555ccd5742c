// docs/spec.schema.json, which editors use, against what load_specs accepts.
#include <gtest/gtest.h>
#include <simdjson.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <regex>
#include <sstream>

#include "spec/load.h"
#include "spec/load_test_text.h"
#include "spec/section_keys.h"
#include "spec/types.h"

namespace headrace {
namespace {

using simdjson::dom::element;

std::string read(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::stringstream text;
  text << in.rdbuf();
  return text.str();
}

// As much of JSON Schema as the file uses; a keyword that it does not know fails the test.
class Schema {
 public:
  Schema() : root_(parser_.load(HEADRACE_SOURCE_DIR "/docs/spec.schema.json")) {}

  bool accepts(const YamlNode& node) { return valid(root_, node); }
  element definition(std::string_view name) { return root_["definitions"][name]; }

 private:
  bool valid(element schema, const YamlNode& node) {
    if (const auto ref = schema["$ref"]; !ref.error()) {
      return valid(definition(std::string_view(ref).substr(sizeof("#/definitions/") - 1)), node);
    }
    for (const auto& [keyword, value] : simdjson::dom::object(schema)) {
      if (!holds(keyword, value, schema, node)) return false;
    }
    return true;
  }

  bool holds(std::string_view keyword, element value, element schema, const YamlNode& node) {
    if (keyword == "type") return has_type(value, node);
    if (keyword == "const") return equals(value, node);
    if (keyword == "enum") {
      const simdjson::dom::array options = value;
      return std::any_of(options.begin(), options.end(),
                         [&](element option) { return equals(option, node); });
    }
    if (keyword == "required") {
      const simdjson::dom::array keys = value;
      return std::all_of(keys.begin(), keys.end(),
                         [&](element key) { return node.find(std::string_view(key)) != nullptr; });
    }
    if (keyword == "properties") return properties_hold(value, node);
    if (keyword == "additionalProperties") return keys_known(schema["properties"], node);
    if (keyword == "items") {
      return std::all_of(node.items.begin(), node.items.end(),
                         [&](const YamlNode* item) { return valid(value, *item); });
    }
    if (keyword == "minItems") return node.items.size() >= uint64_t(value);
    if (keyword == "minimum") return node.value.as_int() >= int64_t(value);
    if (keyword == "not") return !valid(value, node);
    if (keyword == "pattern")
      return std::regex_search(std::string(node.string()), std::regex(std::string(value)));
    if (keyword == "allOf") {
      const simdjson::dom::array parts = value;
      return std::all_of(parts.begin(), parts.end(), [&](element part) { return valid(part, node); });
    }
    if (keyword == "if") return !valid(value, node) || valid(schema["then"], node);
    const std::string_view silent[] = {"then", "$schema", "title", "description", "definitions"};
    EXPECT_NE(std::find(std::begin(silent), std::end(silent), keyword), std::end(silent)) << keyword;
    return true;
  }

  static bool has_type(element type, const YamlNode& node) {
    if (type.is_array()) {
      const simdjson::dom::array types = type;
      return std::any_of(types.begin(), types.end(), [&](element one) { return has_type(one, node); });
    }
    const std::string_view name = type;
    if (name == "object") return node.is_mapping();
    if (name == "array") return node.is_sequence();
    if (!node.is_scalar()) return false;
    const Kind kind = node.value.kind();
    if (name == "string") return kind == Kind::kStr;
    if (name == "boolean") return kind == Kind::kBool;
    return kind == Kind::kInt || (name == "number" && kind == Kind::kFloat);
  }

  static bool equals(element value, const YamlNode& node) {
    if (value.is_string()) return node.is_string() && node.string() == std::string_view(value);
    return node.is_scalar() && node.value.is_small_int() && node.value.as_int() == int64_t(value);
  }

  bool properties_hold(element properties, const YamlNode& node) {
    for (const auto& [key, schema] : simdjson::dom::object(properties)) {
      const YamlNode* value = node.find(key);
      if (value && !valid(schema, *value)) return false;
    }
    return true;
  }

  static bool keys_known(element properties, const YamlNode& node) {
    return std::all_of(node.entries.begin(), node.entries.end(), [&](const YamlEntry& entry) {
      return entry.key->is_string() && !properties[entry.key->string()].error();
    });
  }

  simdjson::dom::parser parser_;
  element root_;
};

bool accepts(Schema& schema, const std::string& text) {
  Diagnostics diagnostics;
  const auto document = YamlDocument::parse(file(text), diagnostics);
  return document->root() && schema.accepts(*document->root());
}

TEST(Schema, HasTheKeysOfEverySection) {
  const std::pair<const char*, SectionKind> sections[] = {{"streaming", SectionKind::kStreaming},
                                                          {"window_spec", SectionKind::kWindowSpec},
                                                          {"import", SectionKind::kImport},
                                                          {"memory_store", SectionKind::kStore},
                                                          {"anchor", SectionKind::kAnchor},
                                                          {"dynamo_store", SectionKind::kDynamoStore},
                                                          {"identity", SectionKind::kIdentity},
                                                          {"block", SectionKind::kBlock},
                                                          {"activity", SectionKind::kActivity},
                                                          {"variable", SectionKind::kVariable},
                                                          {"window", SectionKind::kWindow},
                                                          {"field", SectionKind::kField},
                                                          {"window_variable", SectionKind::kWindowVariable},
                                                          {"window_field", SectionKind::kWindowField},
                                                          {"dimension", SectionKind::kDimension},
                                                          {"test", SectionKind::kTest},
                                                          {"expect", SectionKind::kExpect}};
  Schema schema;
  for (const auto& [name, kind] : sections) {
    std::vector<std::string_view> keys, known(section_keys(kind).begin(), section_keys(kind).end());
    for (const auto& member : simdjson::dom::object(schema.definition(name)["properties"]))
      keys.push_back(member.key);
    std::sort(keys.begin(), keys.end());
    std::sort(known.begin(), known.end());
    EXPECT_EQ(keys, known) << name;
  }
  for (std::string_view word :
       simdjson::dom::array(schema.definition("field")["properties"]["Type"]["enum"])) {
    EXPECT_TRUE(field_type(word)) << word;
  }
}

TEST(Schema, AcceptsEverySpecOfTheExamples) {
  Schema schema;
  size_t specs = 0;
  const std::filesystem::path root = HEADRACE_SOURCE_DIR;
  for (const char* folder : {"examples", "tests/golden", "tests/specs"}) {
    if (!std::filesystem::exists(root / folder)) continue;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(root / folder)) {
      const std::string text = entry.path().extension() == ".yml" ? read(entry.path()) : std::string();
      Diagnostics diagnostics;
      const SpecSet set = load_specs({file(text)}, diagnostics);
      if (set.specs.empty() || !header(set.specs[0]).valid) continue;
      ++specs;
      EXPECT_TRUE(accepts(schema, text)) << entry.path();
    }
  }
  EXPECT_GT(specs, 0u);
}

TEST(Schema, RefusesWhatIsWrong) {
  Schema schema;
  EXPECT_TRUE(accepts(schema, with_fields("[{Name: n, Type: map, Value: '{}', When: no}]")));
  const std::string wrong[] = {
      "a: 1\n",
      "Type: Blurr:Transform:Other\n",
      kHead,
      with_fields("[]"),
      with_fields("[{Name: n}]"),
      with_fields("[{Name: _n, Value: 1}]"),
      with_fields("[{Name: run_n, Value: 1}]"),
      with_fields("[{Name: a.b, Value: 1}]"),
      with_fields("[{Name: n, Value: 1, Type: long}]"),
      with_fields("[{Name: n, Value: 1, Vaule: 1}]"),
      with_fields("[{Name: n, Value: }]"),
      with_aggregate("Activity", "  Fields: [{Name: n, Value: 1}]\n"),
      with_aggregate("Activity", "  SeparateByInactiveSeconds: 0\n  Fields: [{Name: n, Value: 1}]\n"),
      with_aggregate("Window", "  Source: S.b\n  Fields: [{Name: n, Value: 1}]\n"),
      with_fields("[{Name: n, Value: 1}]") + "Tests: {}\n",
      with_fields("[{Name: n, Value: 1}]") + "Tests: [{Test: t, Given: []}]\n",
      with_fields("[{Name: n, Value: 1}]") + "Tests: [{Test: t, Given: [], Expect: {Block: []}}]\n",
  };
  for (const std::string& text : wrong) EXPECT_FALSE(accepts(schema, text)) << text;
}

}  // namespace
}  // namespace headrace
