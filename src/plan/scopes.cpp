#include "plan/scopes.h"

#include "plan/expressions.h"
#include "pylib/builtins.h"
#include "pylib/module.h"

namespace headrace {

using expr::Binding;

namespace {

// Any value. Its slot is never read, for a spec with open names has errors and does not run.
Binding unchecked() { return Binding::slot(0, EventSlots::kTime, kAnyKind); }

void add_once(std::vector<uint16_t>* slots, uint16_t slot) {
  if (std::find(slots->begin(), slots->end(), slot) == slots->end()) slots->push_back(slot);
}

}  // namespace

Binding EventNamespace::key(std::string_view name) {
  auto& keys = plan_->keys;
  size_t i = static_cast<size_t>(std::find(keys.begin(), keys.end(), name) - keys.begin());
  if (whole_only_ || i == kSlotsMax) return {};  // read out of the whole event
  if (i == keys.size()) keys.emplace_back(name);
  kept_.resize(keys.size());
  kept_[i] = kept_[i] || evaluating_;
  return Binding::slot(0, static_cast<uint16_t>(EventSlots::kKeys + i), kAnyKind);
}

std::vector<uint16_t> EventNamespace::early_slots() const {
  std::vector<uint16_t> slots;
  for (size_t i = 0; i < kept_.size(); ++i) {
    if (!kept_[i]) slots.push_back(static_cast<uint16_t>(EventSlots::kKeys + i));
  }
  return slots;
}

Binding EventNamespace::whole(bool may_change) {
  plan_->needs_record = true;
  may_change_ = may_change_ || may_change;
  return Binding::slot(0, EventSlots::kRecord, kind_set(Kind::kDict));
}

Binding RowNamespace::member(std::string_view name) {
  const auto& names = aggregate_->slot_names;
  const size_t i = static_cast<size_t>(std::find(names.begin(), names.end(), name) - names.begin());
  if (i == names.size()) return open_ ? unchecked() : Binding();
  if (read_) add_once(read_, static_cast<uint16_t>(i));
  return Binding::slot(base_, static_cast<uint16_t>(i), slot_kinds(aggregate_->slot_types[i]));
}

Binding SpecNamespace::member(std::string_view name) {
  for (size_t i = 0; i < plans_->size(); ++i) {
    if ((*plans_)[i].name == name) return as_binding(&(*aggregates_)[i]);
  }
  return open_ ? unchecked() : Binding();
}

std::vector<std::string> SpecNamespace::names() const {
  std::vector<std::string> out;
  out.reserve(plans_->size());
  for (const AggregatePlan& a : *plans_) out.push_back(a.name);
  return out;
}

Binding WindowSourceNamespace::member(std::string_view name) {
  const auto& names = blocks_->slot_names;
  const auto slot = static_cast<uint16_t>(std::find(names.begin(), names.end(), name) - names.begin());
  if (slot == names.size()) return open_ ? unchecked() : Binding();
  size_t i = static_cast<size_t>(std::find(slots_->begin(), slots_->end(), slot) - slots_->begin());
  if (i == slots_->size()) slots_->push_back(slot);
  Binding b = Binding::slot(base_, static_cast<uint16_t>(i), kind_set(Kind::kList));
  b.items = slot_kinds(blocks_->slot_types[slot]);
  b.fresh = true;
  return b;
}

Binding SpecScope::lookup(std::string_view name) {
  for (const auto& [known, binding] : bindings_) {
    if (known == name) return binding;
  }
  const auto it = imports_->find(name);
  if (it != imports_->end()) return Binding::constant(it->second);
  return open_ && !pylib::find_builtin(name) ? unchecked() : Binding();
}

Binding SpecScope::module_attribute(const Value& module, std::string_view name) {
  if (!foreign_ || name.starts_with("__")) return {};
  const Result<Value> v = foreign_->public_member(module.as<pylib::NativeModule>()->name(), name);
  return v ? Binding::constant(*v) : Binding();
}

std::vector<std::string> SpecScope::names() const {
  std::vector<std::string> out;
  out.reserve(bindings_.size() + imports_->size());
  for (const auto& [name, binding] : bindings_) out.push_back(name);
  for (const auto& [name, value] : *imports_) out.push_back(name);
  return out;
}

}  // namespace headrace
