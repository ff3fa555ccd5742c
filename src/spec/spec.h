// A checked spec: what the YAML says, with every name resolved and every expression still text. The plan
// compiles it. Fields that the language adds by itself (_identity, _start_time, _end_time) are not in here.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "spec/expr_source.h"
#include "spec/tests_spec.h"
#include "spec/yaml.h"

namespace headrace {

enum class FieldType : uint8_t { kInteger, kBoolean, kString, kFloat, kDatetime, kMap, kList, kSet };
std::string_view field_type_name(FieldType type);  // "integer"

struct FieldSpec {
  std::string name;
  std::string qualified_name;  // "Sessions.session.games"
  FieldType type = FieldType::kString;
  ExprSource value;
  std::optional<ExprSource> when;
  Span name_span;
  // Of a window spec: the author knows that it sees what came after the anchor, and wants no warning.
  bool accepts_leak = false;
};

enum class StoreKind : uint8_t { kMemory, kDynamo };

struct StoreSpec {
  std::string name;
  StoreKind kind = StoreKind::kMemory;
  Span name_span;
  // kDynamo
  std::string table;
  int64_t read_capacity_units = 5;
  int64_t write_capacity_units = 5;
};

// One Python import. `import a.b as c` has the alias c and no names; `from a import b as c, d` has names;
// `from a import *` the one name "*".
struct ImportSpec {
  struct Name {
    std::string name;
    std::string alias;  // the name itself where none is given
    Span span = {};
  };
  std::string module;
  std::string alias;  // may be empty
  std::vector<Name> names;
  Span span;
};

enum class AggregateKind : uint8_t { kIdentity, kBlock, kActivity, kVariable, kWindow };
std::string_view aggregate_type_name(AggregateKind kind);  // "Blurr:Aggregate:Identity"

enum class WindowType : uint8_t {
  kAll,  // no window given: every other block of the identity
  kDay,
  kHour,
  kCount,
};

struct WindowRange {
  WindowType type = WindowType::kAll;
  int64_t count = 0;             // kCount: blocks, negative for those before the anchor
  int64_t length_us = 0;         // kDay and kHour: microseconds, negative for the past; at most 20,000 years
  std::string source_spec;       // of `Source: Sessions.session`
  std::string source_aggregate;  //
  Span source_span;
};

struct AggregateSpec {
  static constexpr int kNoStore = -1;

  AggregateKind kind = AggregateKind::kVariable;
  std::string name;
  std::string qualified_name;  // "Sessions.session"
  Span name_span;
  std::optional<ExprSource> when;
  // Index into the spec's stores. Identity, block and activity aggregates have one (the first where none is
  // named); variables and windows only where it is named.
  int store = kNoStore;
  std::vector<FieldSpec> dimensions;  // of kIdentity and kBlock
  std::vector<FieldSpec> fields;
  int64_t gap_seconds = 0;            // of kActivity: positive
  std::optional<WindowRange> window;  // of kWindow
  bool accepts_leak = false;          // as of its fields
  // Whether its kind and the names of all its fields could be read: others are then surely wrong.
  bool names_complete = true;

  // Aggregates over time make blocks.
  bool makes_blocks() const { return kind == AggregateKind::kBlock || kind == AggregateKind::kActivity; }
};

// What streaming and window specs have in common.
struct SpecHeader {
  std::string name;
  std::string version;  // "2018-03-01" or "2018-03-07", which mean the same
  std::string description;
  Span name_span;
  std::shared_ptr<const YamlDocument> document;
  const YamlNode* tests_node = nullptr;  // the `Tests:` section; null without
  std::vector<ImportSpec> imports;
  std::optional<ExprSource> when;
  std::vector<StoreSpec> stores;
  std::vector<AggregateSpec> aggregates;
  std::vector<SpecTest> tests;
  // Whether no error was found in its file. A spec with errors is as complete as could be read, so that more
  // can be checked, but must not run.
  bool valid = false;
  // Whether all imports and the names of all aggregates could be read.
  bool names_complete = true;

  const AggregateSpec* find_aggregate(std::string_view name) const;
};

struct StreamingSpec : SpecHeader {
  ExprSource identity;
  std::optional<ExprSource> time;  // without: the moment at which the event is read
};

struct WindowSpec : SpecHeader {
  ExprSource anchor_condition;
  std::optional<int64_t> anchor_max;
  // The streaming spec that makes its blocks: as the windows' sources say, else SourceBTS. Empty when neither
  // does.
  std::string source_bts;
  Span source_span;  // where that is said, else the name
};

using Spec = std::variant<StreamingSpec, WindowSpec>;
inline const SpecHeader& header(const Spec& spec) {
  return std::visit([](const auto& s) -> const SpecHeader& { return s; }, spec);
}

}  // namespace headrace
