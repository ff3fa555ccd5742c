// What a field accepts: Blurr's rules of types, defaults and casts.
#pragma once

#include <iterator>
#include <vector>

#include "data/context.h"
#include "data/value.h"
#include "expr/shortcut.h"
#include "plan/plan.h"

namespace headrace {

// The value before any event: 0, '', an empty container of its own, None for a datetime.
Value default_value(FieldType type);

// The defaults of an aggregate's slots, made once for all of its rows.
class RowDefaults {
 public:
  // The types outlive it.
  explicit RowDefaults(const std::vector<FieldType>& types);
  // Each row has containers of its own.
  void put(Value* row) const {
    for (size_t i = 0; i < values_.size(); ++i)
      row[i] = has_containers_ && values_[i].is_container() ? default_value(types_[i]) : values_[i];
  }
  // A row of them, for who copies it; null where each row has containers of its own.
  const Value* row() const { return has_containers_ ? nullptr : values_.data(); }

 private:
  const std::vector<FieldType>& types_;
  std::vector<Value> values_;
  bool has_containers_ = false;
};

// Puts an expression's result into a slot: cast where it is no instance of the type, a container copied where
// something else holds it too. False with the cause in cx when the result is refused; the slot is unchanged
// then.
bool assign_field(Context& cx, FieldType type, Value result, Value* slot);

// Evaluates and assigns at once where the expression is a shortcut whose result is of the field's own kind,
// as nearly always. False where the machine has to do it; nothing is changed then.
[[gnu::always_inline]] inline bool assign_quickly(const expr::Shortcut& shortcut, FieldType type,
                                                  const Value* const* bases, Value* slot) {
  constexpr Kind kKinds[] = {Kind::kInt, Kind::kBool, Kind::kStr, Kind::kFloat};
  return static_cast<size_t>(type) < std::size(kKinds) &&
         expr::quick_assign(shortcut, kKinds[static_cast<size_t>(type)], bases, slot);
}

// Makes what a slot's containers hold the slot's own, as assign_field() does, after changes made in place.
// False with a BudgetError where it is nested too deeply, holds itself, or would take too much.
bool own_containers(Context& cx, Value* slot);

// What a saved value is once it has been read again: True in an integer becomes 1, times get dateutil's
// zones.
void restore_field(FieldType type, Value* slot);

// A datetime as fields and keys hold it: a naive one is taken as UTC. Anything else is refused.
bool as_event_time(const Value& v, Value* out);

}  // namespace headrace
