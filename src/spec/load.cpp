#include "spec/load.h"

#include <algorithm>

#include "base/spelling.h"
#include "spec/link.h"
#include "spec/load_parts.h"
#include "spec/load_tests.h"
#include "spec/numbers.h"

namespace headrace {
namespace {

constexpr std::string_view kVersions[] = {"2018-03-01", "2018-03-07"};

std::string read_version(Section& section) {
  if (!section.require("Version")) return {};
  const auto version = section.text("Version");
  if (!version) return {};
  for (std::string_view known : kVersions) {
    if (*version == known) return *version;
  }
  section
      .error(*section.get("Version"), "unknown-version",
             quoted(*version) + " is not a version of the language")
      .allow(joined({std::begin(kVersions), std::end(kVersions)}))
      .advise(spelling_hint(*version, kVersions));
  return *version;
}

void read_header(Section& section, SpecKind kind, SpecHeader& spec) {
  Reading& reading = section.reading();
  spec.document = reading.document;
  spec.name = read_name(section, NameUse::kSpec, &spec.name_span);
  spec.version = read_version(section);
  if (const YamlNode* description = section.get("Description")) spec.description = python_str(*description);
  const size_t errors = reading.diagnostics.count(Severity::kError);
  spec.imports = read_imports(section);
  spec.names_complete = reading.diagnostics.count(Severity::kError) == errors;
  spec.when = section.when();
  NameScope names;
  spec.stores = read_stores(section, names);
  section.require("Aggregates");
  spec.aggregates = read_aggregates(section, kind, spec.stores, names);
  spec.tests_node = section.get("Tests");
  const YamlNode* aggregates = section.reading().document->root()->find("Aggregates");
  spec.names_complete = spec.names_complete && aggregates && !aggregates->items.empty() &&
                        aggregates->items.size() == spec.aggregates.size() &&
                        std::none_of(spec.aggregates.begin(), spec.aggregates.end(),
                                     [](const AggregateSpec& a) { return a.name.empty(); });
}

StreamingSpec read_streaming(Section& section) {
  StreamingSpec spec;
  read_header(section, SpecKind::kStreaming, spec);
  section.require("Stores");
  section.require("Identity");
  if (auto identity = section.expression("Identity")) spec.identity = std::move(*identity);
  spec.time = section.expression("Time");
  if (!section.has("Time")) {
    section.reading()
        .diagnostics
        .warning("no-time", section.head(),
                 "without 'Time' an event's time is the moment at which it is read")
        .about(spec.name)
        .advise("results then differ from run to run; say where the time stands in the event");
  }
  return spec;
}

void read_anchor(Section& section, WindowSpec& spec) {
  if (!section.require("Anchor")) return;
  const YamlNode* mapping = section.mapping("Anchor");
  if (!mapping) return;
  Section anchor(section.reading(), *mapping, SectionKind::kAnchor, section.name() + ".anchor");
  anchor.require("Condition");
  if (auto condition = anchor.expression("Condition")) spec.anchor_condition = std::move(*condition);
  spec.anchor_max = read_count(anchor, "Max", 1);
}

WindowSpec read_window(Section& section) {
  WindowSpec spec;
  read_header(section, SpecKind::kWindow, spec);
  read_anchor(section, spec);
  check_columns(section.reading(), spec.aggregates);
  spec.source_bts = section.text("SourceBTS").value_or("");
  if (!spec.source_bts.empty()) spec.source_span = section.reading().span(*section.get("SourceBTS"));
  return spec;
}

// The section of a file that says which kind of spec it is; nothing, and reported, when it is none.
std::optional<SpecKind> read_kind(Reading& reading, bool skip_others) {
  const YamlNode* root = reading.document->root();
  if (root && root->broken) return std::nullopt;
  const Span start = {reading.document->file(), 0, 0};
  const Severity severity = skip_others ? Severity::kNote : Severity::kError;
  if (!root || root->is_null()) {
    reading.diagnostics.add(severity, "not-a-spec", start, "the file is empty");
    return std::nullopt;
  }
  const YamlNode* type = root->find("Type");
  if (root->is_mapping() && type) {
    const auto kind = type->is_string() ? spec_kind(type->string()) : std::nullopt;
    if (kind || type->broken) return kind;
    const std::string_view word = type->is_string() ? type->string() : reading.span(*type).text();
    const auto allowed = spec_type_names();
    reading.diagnostics.error("unknown-type", reading.span(*type), quoted(word) + " is not a type of spec")
        .allow(joined({allowed.begin(), allowed.end()}))
        .advise(spelling_hint(word, allowed));
    return std::nullopt;
  }
  const Span where =
      root->is_mapping() && !root->entries.empty() ? reading.span(*root->entries[0].key) : start;
  reading.diagnostics
      .add(severity, "not-a-spec", where,
           root->is_mapping() ? "a spec needs 'Type'" : "a spec must be a mapping, not " + describe(*root))
      .allow(joined({spec_type_names().begin(), spec_type_names().end()}));
  return std::nullopt;
}

std::optional<Spec> read_spec(const std::shared_ptr<const SourceFile>& file, bool skip_others,
                              Diagnostics& diagnostics) {
  Reading reading{YamlDocument::parse(file, diagnostics), diagnostics};
  if (!reading.document->root() && diagnostics.has_errors(*file)) return std::nullopt;
  const auto kind = read_kind(reading, skip_others);
  if (!kind) return std::nullopt;
  const YamlNode& root = *reading.document->root();
  const YamlNode* name = root.find("Name");
  Section section(reading, root,
                  *kind == SpecKind::kStreaming ? SectionKind::kStreaming : SectionKind::kWindowSpec,
                  name && name->is_string() ? std::string(name->string()) : "spec");
  if (*kind == SpecKind::kStreaming) return read_streaming(section);
  return read_window(section);
}

std::vector<Spec> read_files(const SourceFiles& files, bool skip_others, Diagnostics& diagnostics) {
  std::vector<Spec> specs;
  for (const auto& file : files) {
    if (auto spec = read_spec(file, skip_others, diagnostics)) specs.push_back(std::move(*spec));
  }
  return specs;
}

void mark_valid(std::vector<Spec>& specs, const Diagnostics& diagnostics) {
  for (Spec& spec : specs) {
    std::visit([&](SpecHeader& s) { s.valid = !diagnostics.has_errors(*s.document->file()); }, spec);
  }
}

}  // namespace

const AggregateSpec* SpecHeader::find_aggregate(std::string_view wanted) const {
  for (const AggregateSpec& aggregate : aggregates) {
    if (aggregate.name == wanted) return &aggregate;
  }
  return nullptr;
}

const StreamingSpec* SpecSet::find_streaming(std::string_view name) const {
  for (const auto* list : {&specs, &companions}) {
    for (const Spec& spec : *list) {
      const auto* streaming = std::get_if<StreamingSpec>(&spec);
      if (streaming && streaming->name == name) return streaming;
    }
  }
  return nullptr;
}

const StreamingSpec* SpecSet::streaming_of(const WindowSpec& window) const {
  if (!window.source_bts.empty()) return find_streaming(window.source_bts);
  for (const auto* list : {&specs, &companions}) {
    const StreamingSpec* only = nullptr;
    for (const Spec& spec : *list) {
      const auto* streaming = std::get_if<StreamingSpec>(&spec);
      if (streaming && only) return nullptr;
      if (streaming) only = streaming;
    }
    if (only) return only;
  }
  return nullptr;
}

SpecSet load_specs(const SourceFiles& files, Diagnostics& diagnostics, const LoadOptions& options) {
  SpecSet set;
  set.specs = read_files(files, options.skip_others, diagnostics);
  Diagnostics unsaid;
  set.companions = read_files(options.companions, true, unsaid);
  mark_valid(set.companions, unsaid);
  const auto broken = std::stable_partition(set.companions.begin(), set.companions.end(),
                                            [](const Spec& spec) { return header(spec).valid; });
  set.broken_companions.assign(std::make_move_iterator(broken),
                               std::make_move_iterator(set.companions.end()));
  set.companions.erase(broken, set.companions.end());
  mark_valid(set.specs, diagnostics);
  for (Spec& spec : set.specs) {
    if (auto* window = std::get_if<WindowSpec>(&spec)) link_window(*window, set, options, diagnostics);
  }
  load_tests(set, diagnostics);
  mark_valid(set.specs, diagnostics);
  diagnostics.sort();
  return set;
}

}  // namespace headrace
