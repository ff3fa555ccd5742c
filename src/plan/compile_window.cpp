#include <algorithm>

#include "plan/compile_plan.h"
#include "plan/expressions.h"
#include "plan/layout.h"
#include "plan/scopes.h"
#include "plan/warnings.h"

namespace headrace {
namespace {

using expr::Binding;

// All but the names.
void check_expressions(const WindowSpec& spec, const ImportedNames& imports, ForeignModules* foreign,
                       Diagnostics& diagnostics) {
  SpecScope scope(&imports, foreign, true);
  compile_expression(spec.anchor_condition, scope, diagnostics);
  if (spec.when) compile_expression(*spec.when, scope, diagnostics);
  for (const AggregateSpec& a : spec.aggregates) {
    AggregatePlan unused = lay_out(a);
    compile_aggregate(a, scope, diagnostics, &unused);
  }
}

class WindowCompiler {
 public:
  WindowCompiler(const WindowSpec& spec, const StreamingSpec& stream_spec, const StreamPlan& stream,
                 ForeignModules* foreign, Diagnostics& diagnostics)
      : spec_(spec),
        stream_spec_(stream_spec),
        stream_(stream),
        foreign_(foreign),
        diagnostics_(diagnostics),
        errors_before_(diagnostics.count(Severity::kError)),
        imports_(resolve_imports(spec, foreign, diagnostics)),
        plan_(std::make_unique<WindowPlan>()),
        spec_names_(stream_spec.name, &stream_rows_, &stream.aggregates, !stream_spec.names_complete) {}

  std::unique_ptr<WindowPlan> run() {
    if (!check_slot_count(spec_.aggregates, diagnostics_)) return nullptr;
    plan_->name = spec_.name;
    plan_->max = spec_.anchor_max;
    plan_->block_aggregate = stream_.block_aggregate();
    // The loader has said so, or could not read the aggregate.
    if (plan_->block_aggregate < 0) {
      check_expressions(spec_, imports_, foreign_, diagnostics_);
      return nullptr;
    }
    const bool open = !stream_spec_.aggregates[static_cast<size_t>(plan_->block_aggregate)].names_complete;
    lay_out_rows();
    SpecScope scope = base_scope();
    plan_->condition = compile_expression(spec_.anchor_condition, scope, diagnostics_);
    const AggregatePlan& blocks = stream_.aggregates[static_cast<size_t>(plan_->block_aggregate)];
    RowNamespace anchor("the anchor block", static_cast<uint16_t>(1 + plan_->block_aggregate), &blocks,
                        &plan_->anchor_slots, open);
    scope.add_first("anchor", as_binding(&anchor));
    if (spec_.when) plan_->when = compile_expression(*spec_.when, scope, diagnostics_);

    auto lists = static_cast<uint16_t>(1 + stream_.aggregates.size() + plan_->aggregates.size());
    for (size_t i = 0; i < spec_.aggregates.size(); ++i) {
      WindowAggregatePlan& a = plan_->aggregates[i];
      SpecScope inner = scope;
      WindowSourceNamespace source(static_cast<uint16_t>(lists + i), &blocks, &a.source_slots, open);
      if (a.window) inner.add_first("source", as_binding(&source));
      compile_aggregate(spec_.aggregates[i], inner, diagnostics_, &a.aggregate);
    }
    find_reductions(lists);
    note_block_slots();
    if (diagnostics_.count(Severity::kError) != errors_before_) return nullptr;
    if (spec_.valid) warn_of_window(spec_, *plan_, stream_spec_, stream_, imports_, diagnostics_);
    return std::move(plan_);
  }

 private:
  void lay_out_rows() {
    for (const AggregateSpec& a : spec_.aggregates) {
      WindowAggregatePlan w;
      w.aggregate = lay_out(a);
      w.window = a.window;
      plan_->aggregates.push_back(std::move(w));
    }
    uint16_t base = 1;
    for (size_t i = 0; i < stream_.aggregates.size(); ++i) {
      const AggregatePlan& a = stream_.aggregates[i];
      stream_rows_.emplace_back("aggregate '" + a.name + "'", base++, &a,
                                a.makes_blocks() ? &plan_->anchor_slots : nullptr,
                                !stream_spec_.aggregates[i].names_complete);
    }
    for (size_t i = 0; i < plan_->aggregates.size(); ++i) {
      const AggregatePlan& a = plan_->aggregates[i].aggregate;
      window_rows_.emplace_back("aggregate '" + a.name + "'", base++, &a, nullptr,
                                !spec_.aggregates[i].names_complete);
    }
  }

  void find_reductions(uint16_t lists) {
    const auto results = static_cast<uint16_t>(lists + plan_->aggregates.size());
    for (WindowAggregatePlan& a : plan_->aggregates) {
      for (const FieldPlan& field : a.aggregate.fields)
        a.reduced.push_back(field.value
                                ? expr::replace_reductions(*field.value, lists, results, &plan_->reductions)
                                : nullptr);
    }
  }

  void note_block_slots() {
    auto& slots = plan_->block_slots = plan_->anchor_slots;
    for (const WindowAggregatePlan& a : plan_->aggregates)
      slots.insert(slots.end(), a.source_slots.begin(), a.source_slots.end());
    std::sort(slots.begin(), slots.end());
    slots.erase(std::unique(slots.begin(), slots.end()), slots.end());
  }

  SpecScope base_scope() {
    SpecScope scope(&imports_, foreign_, !spec_.names_complete);
    scope.add("identity", Binding::slot(0, 0, kind_set(Kind::kStr)));
    scope.add(stream_.name, as_binding(&spec_names_));
    for (size_t i = 0; i < window_rows_.size(); ++i) {
      scope.add(plan_->aggregates[i].aggregate.name, as_binding(&window_rows_[i]));
    }
    return scope;
  }

  const WindowSpec& spec_;
  const StreamingSpec& stream_spec_;
  const StreamPlan& stream_;
  ForeignModules* foreign_;
  Diagnostics& diagnostics_;
  size_t errors_before_;
  ImportedNames imports_;
  std::unique_ptr<WindowPlan> plan_;
  std::vector<RowNamespace> stream_rows_;
  std::vector<RowNamespace> window_rows_;
  SpecNamespace spec_names_;
};

}  // namespace

std::unique_ptr<WindowPlan> compile_window(const WindowSpec& spec, const StreamingSpec& stream_spec,
                                           const StreamPlan& stream, ForeignModules* foreign,
                                           Diagnostics& diagnostics) {
  return WindowCompiler(spec, stream_spec, stream, foreign, diagnostics).run();
}

void check_window(const WindowSpec& spec, ForeignModules* foreign, Diagnostics& diagnostics) {
  check_expressions(spec, resolve_imports(spec, foreign, diagnostics), foreign, diagnostics);
}

}  // namespace headrace
