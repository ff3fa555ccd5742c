// What a plan says of itself, as plain data: gathered once, printed as text or as JSON (docs/explain.md).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cli/checked_specs.h"
#include "state/state_size.h"

namespace headrace::cli {

struct ExplainedExpression {
  std::string owner;  // "Sessions.session.games"
  std::string key;    // "Value", "When"
  std::string text;
  Place place;
  std::optional<FieldType> field_type;  // of a value: what it is cast to
  std::vector<std::string_view> types;  // what it can give; empty when that is not known
  std::vector<std::string> python;      // what it calls in CPython; empty: it is native
  std::vector<std::string> reads;       // "source.user", "session.games"
  std::vector<std::string> imports;     // "parse", "math.sqrt"
};

struct ExplainedSlot {
  std::string name;
  FieldType type;
};

struct ExplainedAggregate {
  std::string name;
  AggregateKind kind;
  bool stored;  // its rows are output
  std::vector<ExplainedSlot> slots;
  std::optional<AggregateSize> size;  // of a streaming spec's
};

struct ExplainedWindow {
  std::string aggregate;
  std::string window;                // "-7 days", "count -2", "all"
  std::string range;                 // "a - 7 days < start < a"
  std::string begin, end;            // of the index range over the sorted blocks; the end is behind the last
  std::vector<std::string> columns;  // what is read of its blocks
  std::string drops_row;             // when
};

// Why an expression needs the event as a whole.
struct WholeEvent {
  std::string owner;
  std::string text;
};

struct ExplainedSpec {
  std::string name, file;
  bool streaming;
  std::vector<ExplainedExpression> expressions;
  std::vector<ExplainedAggregate> aggregates;
  // Of a streaming spec: what is read of an event, and whether all of it.
  std::vector<std::string> event_keys;
  std::vector<WholeEvent> whole_event;
  size_t state_bytes = 0;
  // Of a window spec.
  std::string blocks;  // "Sessions.session"
  std::vector<ExplainedWindow> windows;
};

// The spec has its plan.
ExplainedSpec explain(const CheckedSpec& spec);

std::string to_text(const ExplainedSpec& spec);
// One object; `diagnostics` are those of its file.
std::string to_json(const ExplainedSpec& spec, const std::vector<const Diagnostic*>& diagnostics);

// What `headrace explain` prints of specs without errors: each with the diagnostics of its file.
std::string explanations_text(const CheckedSpecs& checked, bool colour);
std::string explanations_json(const CheckedSpecs& checked);

}  // namespace headrace::cli
