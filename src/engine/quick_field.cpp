#include "engine/quick_field.h"

#include <utility>

namespace headrace {

using expr::Op;
using expr::Shortcut;

QuickField::QuickField(const FieldPlan& field, uint16_t base) : field_(&field) {
  if (field.when) {
    const Shortcut::Step& step = field.when->shortcut.only;
    when_ = When::kOther;
    const Shortcut::Operand *operand = &step.left, *text = &step.right;
    if (step.op == Op::kEq && operand->constant) std::swap(operand, text);
    if (step.op == Op::kEq && !operand->constant && text->constant && text->constant->is_str() &&
        !text->constant->is_heap() && text->constant->is_ascii()) {
      when_ = When::kEqualsText;
      when_operand_ = *operand;
      when_text_ = text->constant;
    }
  }
  const Shortcut::Step& step = field.value->shortcut.only;
  const bool is_number = field.type == FieldType::kInteger || field.type == FieldType::kFloat;
  if (step.op == Op::kMove && (is_number || field.type == FieldType::kString)) {
    form_ = Form::kMove;
    kind_ = field.type == FieldType::kInteger ? Kind::kInt
            : field.type == FieldType::kFloat ? Kind::kFloat
                                              : Kind::kStr;
    operand_ = step.left;
  } else if ((step.op == Op::kAdd || step.op == Op::kAddFloat) && is_number && !step.left.constant &&
             step.left.base == base && step.left.offset == field.slot) {
    form_ = field.type == FieldType::kInteger ? Form::kAddInt : Form::kAddFloat;
    operand_ = step.right;
  }
}

}  // namespace headrace
