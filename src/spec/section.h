// Reading one mapping of a spec with the keys it may have: the checks that all sections share.
#pragma once

#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "spec/diagnostic.h"
#include "spec/expr_source.h"
#include "spec/yaml.h"

namespace headrace {

// The file at hand and where its errors go.
struct Reading {
  std::shared_ptr<const YamlDocument> document;
  Diagnostics& diagnostics;

  Span span(const YamlNode& node) const { return document->span(node); }
};

enum class SectionKind {
  kStreaming,
  kWindowSpec,
  kImport,
  kStore,
  kDynamoStore,
  kAnchor,
  kIdentity,
  kBlock,
  kActivity,
  kVariable,
  kWindowVariable,  // a variable aggregate of a window spec
  kWindow,
  kUnknownAggregate,  // any key of any aggregate
  kField,
  kWindowField,  // of an aggregate of a window spec
  kDimension,
  kTest,
  kExpect,
};

class Section {
 public:
  // `name` is the qualified name for messages. The mapping must be one, and outlive the section.
  Section(Reading& reading, const YamlNode& mapping, SectionKind kind, std::string name);
  // Warns of the unknown keys.
  ~Section();
  Section(const Section&) = delete;
  Section& operator=(const Section&) = delete;

  // Each gives nothing when the key is absent, empty or of the wrong type; what is wrong was then reported.
  const YamlNode* get(std::string_view key);
  std::optional<ExprSource> expression(std::string_view key);
  std::optional<std::string> text(std::string_view key);
  // True or false, which is also what an absent key means.
  bool flag(std::string_view key);
  const YamlNode* list(std::string_view key);
  const YamlNode* mapping(std::string_view key);
  // `When`, or the older `Filter`.
  std::optional<ExprSource> when();

  // Whether the key stands there, whatever its value.
  bool has(std::string_view key) const { return mapping_.find(key) != nullptr; }
  // Reports a key that is missing; true when it stands there.
  bool require(std::string_view key);

  Diagnostic& error(const YamlNode& node, std::string_view code, std::string message);
  Diagnostic& warning(const YamlNode& node, std::string_view code, std::string message);
  void wrong_type(std::string_view key, std::string_view expected, const YamlNode& node);

  Reading& reading() { return reading_; }
  const std::string& name() const { return name_; }
  // Where a message about the section as a whole points: its first key.
  Span head() const;

 private:
  void report_empty(const YamlEntry& entry);
  void report_unknown(const YamlEntry& entry);
  bool is_known(const YamlNode& key) const;
  bool is_empty(const YamlEntry& entry) const;

  Reading& reading_;
  const YamlNode& mapping_;
  SectionKind kind_;
  std::string name_;
  // Comparing spellings is slow: of a section, only so many unknown keys are.
  static constexpr size_t kHintsMax = 50;
  size_t unknown_ = 0;
  std::set<const YamlNode*> explained_;  // unknown keys that an error has named
};

// Names that a misspelt one is compared with, at most.
inline constexpr size_t kCandidatesMax = 100;

// "a block aggregate"
std::string_view section_title(SectionKind kind);
// "a list", "the integer 5", "a date"
std::string describe(const YamlNode& node);
// Python's `not value`.
bool is_falsy(const YamlNode& node);

}  // namespace headrace
