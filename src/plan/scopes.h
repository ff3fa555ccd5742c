// What names mean in a spec's expressions.
//
// Where a part of a spec could not be read, its names are open: one that is not known may be right, and
// stands for a value of any kind, so that the rest of the expression is checked.
#pragma once

#include <algorithm>
#include <functional>
#include <string>
#include <vector>

#include "expr/scope.h"
#include "plan/imports.h"
#include "plan/plan.h"

namespace headrace {

// The event: keys become slots of row 0 as they are asked for. With `whole_only` they are read out of the
// whole event, so that every expression sees what another changed in it.
class EventNamespace final : public expr::RecordNamespace {
 public:
  EventNamespace(StreamPlan* plan, bool whole_only) : plan_(plan), whole_only_(whole_only) {}
  expr::Binding key(std::string_view name) override;
  expr::Binding whole(bool may_change) override;
  bool may_change() const { return may_change_; }

  // Between the expressions that say whose and when an event is, and those that are evaluated with it.
  void begin_evaluation() { evaluating_ = true; }
  // Slots that nothing has asked for since then.
  std::vector<uint16_t> early_slots() const;

 private:
  StreamPlan* plan_;
  bool whole_only_;
  bool may_change_ = false;
  bool evaluating_ = false;
  std::vector<bool> kept_;  // by key: asked for since begin_evaluation()
};

// The fields of a row: an aggregate, an anchor block. `read` takes each slot that is asked for, once; may be
// null.
class RowNamespace final : public expr::Namespace {
 public:
  RowNamespace(std::string title, uint16_t base, const AggregatePlan* aggregate,
               std::vector<uint16_t>* read = nullptr, bool open = false)
      : title_(std::move(title)), base_(base), aggregate_(aggregate), read_(read), open_(open) {}
  expr::Binding member(std::string_view name) override;
  std::vector<std::string> names() const override { return aggregate_->slot_names; }
  std::string title() const override { return title_; }

 private:
  std::string title_;
  uint16_t base_;
  const AggregatePlan* aggregate_;
  std::vector<uint16_t>* read_;
  bool open_;
};

// A streaming spec as a window spec sees it: its aggregates by name.
class SpecNamespace final : public expr::Namespace {
 public:
  SpecNamespace(std::string name, std::vector<RowNamespace>* aggregates,
                const std::vector<AggregatePlan>* plans, bool open)
      : name_(std::move(name)), aggregates_(aggregates), plans_(plans), open_(open) {}
  expr::Binding member(std::string_view name) override;
  std::vector<std::string> names() const override;
  std::string title() const override { return "streaming spec '" + name_ + "'"; }

 private:
  std::string name_;
  std::vector<RowNamespace>* aggregates_;
  const std::vector<AggregatePlan>* plans_;
  bool open_;
};

// `source` inside a window aggregate: each field is the list of its values over the window's blocks.
class WindowSourceNamespace final : public expr::Namespace {
 public:
  WindowSourceNamespace(uint16_t base, const AggregatePlan* blocks, std::vector<uint16_t>* slots, bool open)
      : base_(base), blocks_(blocks), slots_(slots), open_(open) {}
  expr::Binding member(std::string_view name) override;
  std::vector<std::string> names() const override { return blocks_->slot_names; }
  std::string title() const override { return "the window's source"; }

 private:
  uint16_t base_;
  const AggregatePlan* blocks_;
  std::vector<uint16_t>* slots_;
  bool open_;
};

// A list of names, the first match wins; imports come last.
class SpecScope final : public expr::Scope {
 public:
  // `foreign` may be null.
  SpecScope(const ImportedNames* imports, ForeignModules* foreign, bool open = false)
      : imports_(imports), foreign_(foreign), open_(open || imports->contains("*")) {}
  void add(std::string name, expr::Binding binding) {
    bindings_.emplace_back(std::move(name), std::move(binding));
  }
  // Before all that are there.
  void add_first(std::string name, expr::Binding binding) {
    bindings_.emplace(bindings_.begin(), std::move(name), std::move(binding));
  }
  expr::Binding lookup(std::string_view name) override;
  expr::Binding module_attribute(const Value& module, std::string_view name) override;
  std::vector<std::string> names() const override;

 private:
  const ImportedNames* imports_;
  ForeignModules* foreign_;
  bool open_;
  std::vector<std::pair<std::string, expr::Binding>> bindings_;
};

inline expr::Binding as_binding(expr::Namespace* members) {
  expr::Binding b;
  b.what = expr::Binding::What::kNamespace;
  b.members = members;
  return b;
}
inline expr::Binding as_binding(expr::RecordNamespace* record) {
  expr::Binding b;
  b.what = expr::Binding::What::kRecord;
  b.record = record;
  return b;
}

}  // namespace headrace
