// Leaks: features that see what came after the anchor.
//
// A window spec sees whole blocks. What happened in the anchor's block after the event at which the condition
// came true is in them, and the row of an identity aggregate is that of the input's end. Training then knows
// what serving cannot. Labels are meant to see the future: aggregates over later blocks are left out, but for
// features that read them. So is what the spec accepts (`AcceptLeak: yes`).
#include <map>

#include "plan/slot_titles.h"
#include "plan/warnings.h"

namespace headrace {
namespace {

// How a value from after the anchor reaches an expression: "anchor.lost", "now.lost <- anchor.lost".
using Path = std::string;

bool looks_ahead(const WindowAggregatePlan& aggregate) {
  const auto& window = aggregate.window;
  return window && (window->count > 0 || window->length_us > 0);
}

class LeakFinder {
 public:
  LeakFinder(const WindowSpec& spec, const WindowPlan& plan, const StreamingSpec& stream_spec,
             const StreamPlan& stream, Diagnostics& diagnostics)
      : spec_(spec), plan_(plan), stream_spec_(stream_spec), stream_(stream), diagnostics_(diagnostics) {}

  void run() {
    for (size_t i = 0; i < plan_.aggregates.size(); ++i) {
      const auto& window = plan_.aggregates[i].window;
      const bool whole = window && window->type == WindowType::kAll;
      if (whole && !spec_.aggregates[i].accepts_leak) report_whole(spec_.aggregates[i]);
    }
    for (const PlannedExpression& e : expressions_of(spec_, plan_)) {
      if (e.aggregate < 0) continue;  // Condition and When choose anchors; they are no features
      check(e);
    }
  }

 private:
  struct Found {
    const expr::SlotRead* read;
    Path path;
    Span origin;  // the field that the path ends in
  };

  void check(const PlannedExpression& e) {
    std::vector<Found> found;
    for (const expr::SlotRead& read : e.program->reads) find(read, &found);
    if (found.empty()) return;
    if (accepted(e)) return;  // so is what reads it
    // A When lets its field, or all fields of its aggregate, tell what it saw.
    const auto index = static_cast<size_t>(e.aggregate);
    const AggregatePlan& aggregate = plan_.aggregates[index].aggregate;
    for (const FieldPlan& f : aggregate.fields) {
      if (!e.field || e.field == &f) leaking_.emplace(&f, found.front());
    }
    if (!looks_ahead(plan_.aggregates[index])) report(e, found);
  }

  // An aggregate's own `When` is accepted with the aggregate.
  bool accepted(const PlannedExpression& e) const {
    return e.field ? e.field->spec->accepts_leak
                   : spec_.aggregates[static_cast<size_t>(e.aggregate)].accepts_leak;
  }

  void find(const expr::SlotRead& read, std::vector<Found>* found) const {
    const RowOrigin row = row_origin(plan_, stream_, read.base);
    if (row.from == RowOrigin::From::kStream) {
      if (!changes_later(row.index, read.offset)) return;
      const FieldPlan* field = field_at(stream_.aggregates[row.index], read.offset);
      found->push_back({&read, slot_title(plan_, stream_, read),
                        field ? field->spec->name_span : stream_spec_.aggregates[row.index].name_span});
    } else if (row.from == RowOrigin::From::kWindow) {
      const FieldPlan* field = field_at(plan_.aggregates[row.index].aggregate, read.offset);
      if (field && looks_ahead(plan_.aggregates[row.index])) {
        found->push_back({&read, slot_title(plan_, stream_, read), field->spec->name_span});
        return;
      }
      const auto known = leaking_.find(field);
      if (known == leaking_.end()) return;
      found->push_back(
          {&read, slot_title(plan_, stream_, read) + " <- " + known->second.path, known->second.origin});
    }
  }

  // Whether events after the anchor still change that slot: not the keys of a block, nor when it began.
  bool changes_later(size_t aggregate, uint16_t slot) const {
    const AggregatePlan& a = stream_.aggregates[aggregate];
    if (slot == AggregatePlan::kIdentity || a.kind == AggregateKind::kVariable) return false;
    if (!a.makes_blocks()) return true;
    if (slot == AggregatePlan::kStartTime) return false;
    for (const FieldPlan& d : a.dimensions) {
      if (d.slot == slot) return false;
    }
    return true;
  }

  void report(const PlannedExpression& e, const std::vector<Found>& found) {
    std::string paths;
    for (const Found& f : found) paths += (paths.empty() ? "" : ", ") + f.path;
    Diagnostic& d =
        diagnostics_.warning("leak", e.source->locate(found[0].read->begin, found[0].read->end),
                             quoted(e.source->owner) + " sees what came after the anchor event: " + paths);
    d.about(e.source->owner)
        .advise(
            "good for a label; a feature should read windows before the anchor, for serving cannot know "
            "what comes later; where you know better, 'AcceptLeak: yes' beside it says so")
        .also(found[0].origin, "later events still change this");
  }

  void report_whole(const AggregateSpec& aggregate) {
    diagnostics_
        .warning("leak", aggregate.name_span,
                 quoted(aggregate.qualified_name) +
                     " has no window: it spans all other blocks, also those after the anchor")
        .about(aggregate.qualified_name)
        .advise("give it a WindowType and a negative WindowValue");
  }

  const WindowSpec& spec_;
  const WindowPlan& plan_;
  const StreamingSpec& stream_spec_;
  const StreamPlan& stream_;
  Diagnostics& diagnostics_;
  std::map<const FieldPlan*, Found> leaking_;
};

}  // namespace

void warn_of_leaks(const WindowSpec& spec, const WindowPlan& plan, const StreamingSpec& stream_spec,
                   const StreamPlan& stream, Diagnostics& diagnostics) {
  LeakFinder(spec, plan, stream_spec, stream, diagnostics).run();
}

void warn_of_stream(const StreamingSpec& spec, const StreamPlan& plan, const ImportedNames& imports,
                    Diagnostics& diagnostics) {
  warn_of_names(spec, imports, {"source", "time", "identity"}, diagnostics);
  warn_of_values(expressions_of(spec, plan), diagnostics);
  warn_of_early_reads(spec, plan, diagnostics);
}

void warn_of_window(const WindowSpec& spec, const WindowPlan& plan, const StreamingSpec& stream_spec,
                    const StreamPlan& stream, const ImportedNames& imports, Diagnostics& diagnostics) {
  warn_of_names(spec, imports, {"source", "anchor", "identity", stream.name}, diagnostics);
  warn_of_values(expressions_of(spec, plan), diagnostics);
  warn_of_early_reads(spec, plan, stream, diagnostics);
  warn_of_leaks(spec, plan, stream_spec, stream, diagnostics);
}

}  // namespace headrace
