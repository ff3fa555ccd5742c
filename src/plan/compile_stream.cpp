#include "plan/compile_plan.h"
#include "plan/expressions.h"
#include "plan/layout.h"
#include "plan/scopes.h"
#include "plan/warnings.h"

namespace headrace {
namespace {

using expr::Binding;

class StreamCompiler {
 public:
  StreamCompiler(const StreamingSpec& spec, ForeignModules* foreign, bool whole_events,
                 Diagnostics& diagnostics)
      : spec_(spec),
        foreign_(foreign),
        diagnostics_(diagnostics),
        errors_before_(diagnostics.count(Severity::kError)),
        imports_(resolve_imports(spec, foreign, diagnostics)),
        plan_(std::make_unique<StreamPlan>(lay_out_stream(spec))),
        event_(plan_.get(), whole_events) {}

  std::unique_ptr<StreamPlan> run() {
    if (!check_slot_count(spec_.aggregates, diagnostics_)) return nullptr;
    // Identity and Time are asked before anything else is known.
    SpecScope early(&imports_, foreign_, !spec_.names_complete);
    early.add("source", as_binding(&event_));
    plan_->identity = compile_expression(spec_.identity, early, diagnostics_);
    if (spec_.time) plan_->time = compile_expression(*spec_.time, early, diagnostics_);

    for (size_t i = 0; i < plan_->aggregates.size(); ++i) {
      const AggregatePlan& a = plan_->aggregates[i];
      rows_.emplace_back("aggregate '" + a.name + "'", static_cast<uint16_t>(1 + i), &a, nullptr,
                         !spec_.aggregates[i].names_complete);
    }
    event_.begin_evaluation();
    SpecScope scope(&imports_, foreign_, !spec_.names_complete);
    scope.add("source", as_binding(&event_));
    scope.add("time", Binding::slot(0, EventSlots::kTime, kind_set(Kind::kDateTime)));
    scope.add("identity", Binding::slot(0, EventSlots::kIdentity, kind_set(Kind::kStr)));
    for (size_t i = 0; i < rows_.size(); ++i) scope.add(plan_->aggregates[i].name, as_binding(&rows_[i]));

    if (spec_.when) plan_->when = compile_expression(*spec_.when, scope, diagnostics_);
    for (size_t i = 0; i < spec_.aggregates.size(); ++i) {
      compile_aggregate(spec_.aggregates[i], scope, diagnostics_, &plan_->aggregates[i]);
    }
    plan_->early_slots = event_.early_slots();
    if (diagnostics_.count(Severity::kError) != errors_before_) return nullptr;
    if (spec_.valid) warn_of_stream(spec_, *plan_, imports_, diagnostics_);
    return std::move(plan_);
  }

  bool changes_events() const { return event_.may_change(); }

 private:
  const StreamingSpec& spec_;
  ForeignModules* foreign_;
  Diagnostics& diagnostics_;
  size_t errors_before_;
  ImportedNames imports_;
  std::unique_ptr<StreamPlan> plan_;
  EventNamespace event_;
  std::vector<RowNamespace> rows_;
};

}  // namespace

int StreamPlan::block_aggregate() const {
  for (size_t i = 0; i < aggregates.size(); ++i) {
    if (aggregates[i].makes_blocks()) return static_cast<int>(i);
  }
  return -1;
}

StreamPlan lay_out_stream(const StreamingSpec& spec) {
  StreamPlan plan;
  plan.name = spec.name;
  for (const AggregateSpec& a : spec.aggregates) plan.add(lay_out(a));
  return plan;
}

std::unique_ptr<StreamPlan> compile_stream(const StreamingSpec& spec, ForeignModules* foreign,
                                           Diagnostics& diagnostics) {
  // Most specs only read events, key by key. One that may change them needs them whole in every expression.
  Diagnostics first_diagnostics;
  StreamCompiler first(spec, foreign, false, first_diagnostics);
  std::unique_ptr<StreamPlan> plan = first.run();
  if (plan && first.changes_events()) return StreamCompiler(spec, foreign, true, diagnostics).run();
  diagnostics.append(std::move(first_diagnostics));
  return plan;
}

}  // namespace headrace
