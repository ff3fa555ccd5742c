// The fields that most specs are made of, known by their form before the first event: `session.games + 1`,
// `session.score + source.score`, `source.country`, with no `When` or with `source.event == 'start'`.
//
// A form tells which kinds are expected, so that a look at one word of each operand is all that there is to
// check. Other fields, and other kinds, are FieldEvaluator's.
#pragma once

#include <cstdint>

#include "data/value.h"
#include "expr/shortcut.h"
#include "plan/plan.h"

namespace headrace {

class QuickField {
 public:
  // `base`: that of the row in which the field is. The field outlives this.
  QuickField(const FieldPlan& field, uint16_t base);

  const FieldPlan& field() const { return *field_; }

  // Evaluates and assigns where everything is as expected; else false, and nothing is changed.
  [[gnu::always_inline]] bool assign(const Value* const* bases, Value* row) const {
    bool pass = true;
    if (when_ != When::kNone && !passes(bases, &pass)) return false;
    return !pass || put(bases, row + field_->slot);
  }

 private:
  enum class Form : uint8_t { kOther, kAddInt, kAddFloat, kMove };
  enum class When : uint8_t { kNone, kOther, kEqualsText };

  [[gnu::always_inline]] bool passes(const Value* const* bases, bool* pass) const {
    if (when_ == When::kOther) return expr::quick_truth(field_->when->shortcut, bases, pass);
    const Value& text = when_operand_.in(bases);
    if (!text.is_str() || text.is_heap() || !text.is_ascii()) return false;
    *pass = text.identical(*when_text_);
    return true;
  }

  [[gnu::always_inline]] bool put(const Value* const* bases, Value* slot) const {
    const Value& operand = operand_.in(bases);
    switch (form_) {
      case Form::kAddInt: {
        int64_t sum;
        if (!slot->is_small_int() || !operand.is_small_int() ||
            __builtin_add_overflow(slot->as_int(), operand.as_int(), &sum)) [[unlikely]]
          return false;
        *slot = Value::integer(sum);
        return true;
      }
      case Form::kAddFloat:
        if (!slot->is_float()) [[unlikely]]
          return false;
        if (operand.is_float())
          *slot = Value::real(slot->as_float() + operand.as_float());
        else if (operand.is_small_int())
          *slot = Value::real(slot->as_float() + static_cast<double>(operand.as_int()));
        else
          return false;
        return true;
      case Form::kMove:
        if (operand.kind() != kind_) return false;
        *slot = operand;
        return true;
      default: return false;
    }
  }

  const FieldPlan* field_;
  Form form_ = Form::kOther;
  When when_ = When::kNone;
  Kind kind_ = Kind::kNone;  // kMove
  expr::Shortcut::Operand operand_;
  expr::Shortcut::Operand when_operand_;
  const Value* when_text_ = nullptr;  // kEqualsText: up to kInlineStrMax bytes below 0x80
};

}  // namespace headrace
