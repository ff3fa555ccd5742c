#include "engine/quick_fields.h"

#include <bit>
#include <utility>

namespace headrace {

using expr::Shortcut;

namespace {

ValueWords words_of_int(int64_t i) { return {static_cast<uint64_t>(Kind::kInt), static_cast<uint64_t>(i)}; }
ValueWords words_of_float(double d) {
  return {static_cast<uint64_t>(Kind::kFloat), std::bit_cast<uint64_t>(d)};
}

// The kind of a field's values; kNone for fields that shortcuts do not fill.
Kind kind_of(FieldType type) {
  switch (type) {
    case FieldType::kInteger: return Kind::kInt;
    case FieldType::kBoolean: return Kind::kBool;
    case FieldType::kString: return Kind::kStr;
    case FieldType::kFloat: return Kind::kFloat;
    default: return Kind::kNone;
  }
}

// Out of the loop, whose registers they would take.
[[gnu::noinline]] bool truth_of(const Shortcut& shortcut, const Value* const* bases, bool* truth) {
  return expr::quick_truth(shortcut, bases, truth);
}
[[gnu::noinline]] bool assign_shortcut(const Shortcut& shortcut, Kind kind, const Value* const* bases,
                                       Value* slot) {
  return expr::quick_assign(shortcut, kind, bases, slot);
}

}  // namespace

QuickFields::QuickFields(const std::vector<FieldPlan>& fields, uint16_t base)
    : QuickFields(fields, {}, base) {}

QuickFields::QuickFields(const std::vector<FieldPlan>& fields,
                         const std::vector<std::unique_ptr<expr::Program>>& instead, uint16_t base) {
  for (size_t i = 0; i < fields.size(); ++i)
    add(fields[i], i < instead.size() && instead[i] ? *instead[i] : *fields[i].value, base);
  first_steps_.push_back(static_cast<uint32_t>(steps_.size()));
  steps_.push_back({.op = Op::kDone, .field = static_cast<uint16_t>(size())});
}

void QuickFields::add(const FieldPlan& field, const expr::Program& value, uint16_t base) {
  const auto index = static_cast<uint16_t>(size());
  first_steps_.push_back(static_cast<uint32_t>(steps_.size()));
  fields_.push_back({&field, &value});
  if (field.when) add_test(field.when->shortcut, index);
  Step step = {.op = Op::kOther,
               .passed = field.when != nullptr,
               .kind = kind_of(field.type),
               .field = index,
               .slot = field.slot};
  if (value.shortcut && step.kind != Kind::kNone) choose_op(value.shortcut, field.type, base, &step);
  steps_.push_back(step);
}

void QuickFields::add_test(const Shortcut& condition, uint16_t field) {
  Step test = {.op = Op::kIf, .field = field, .shortcut = &condition};
  const Shortcut::Operand *operand = &condition.only.left, *text = &condition.only.right;
  if (operand->constant) std::swap(operand, text);
  if (condition.only.op == expr::Op::kEq && !operand->constant && text->constant &&
      text->constant->is_str() && !text->constant->is_heap() && text->constant->is_ascii()) {
    test.op = Op::kIfText;
    test.base = operand->base;
    test.offset = operand->offset;
    test.text = words_of(*text->constant);
  }
  steps_.push_back(test);
}

void QuickFields::choose_op(const Shortcut& shortcut, FieldType type, uint16_t base, Step* step) {
  step->op = Op::kShortcut;
  step->shortcut = &shortcut;
  const Shortcut::Step& only = shortcut.only;
  const auto take = [step](Op op, const Shortcut::Operand& operand) {
    step->op = op;
    step->base = operand.base;
    step->offset = operand.offset;
  };
  const bool is_integer = type == FieldType::kInteger, is_float = type == FieldType::kFloat;
  switch (only.op) {
    case expr::Op::kMove:
      if (!only.left.constant) take(is_float ? Op::kMoveFloat : Op::kMove, only.left);
      break;
    case expr::Op::kAdd:
    case expr::Op::kAddFloat:
      if (only.left.constant || only.left.base != base || only.left.offset != step->slot) break;
      if (const Value* const constant = only.right.constant) {
        if (!is_integer || !constant->is_small_int()) break;
        step->op = Op::kAddConstant;
        step->constant = constant->as_int();
      } else if (is_integer || is_float) {
        take(is_integer ? Op::kAddInt : Op::kAddFloat, only.right);
      }
      break;
    case expr::Op::kDiv:
      if (!is_float || only.left.constant || only.right.constant) break;
      take(Op::kDivide, only.left);
      step->by_base = only.right.base;
      step->by_offset = only.right.offset;
      break;
    default: break;
  }
}

// Each step goes to the next one itself, as the interpreter's do.
QuickFields::Stop QuickFields::assign(size_t field, const Value* const* bases, Value* row) const {
  static constexpr const void* kOps[] = {&&done,    &&if_text,   &&if_,  &&add_constant,
                                         &&add_int, &&add_float, &&move, &&move_float,
                                         &&divide,  &&shortcut,  &&done};
  const Step* step = &steps_[first_steps_[field]];
#define OPERAND bases[step->base][step->offset]
#define GO goto* kOps[static_cast<size_t>(step->op)]
#define NEXT goto* kOps[static_cast<size_t>((++step)->op)]
  GO;

if_text: {
  const Value& text = OPERAND;
  if (!text.is_str() || text.is_heap()) return {step->field, false};
  if (words_of(text) == step->text) NEXT;
  ++step;
  NEXT;
}
if_: {
  bool pass;
  if (!truth_of(*step->shortcut, bases, &pass)) return {step->field, false};
  if (pass) NEXT;
  ++step;
  NEXT;
}
add_constant: {
  Value* const slot = row + step->slot;
  int64_t sum;
  if (!slot->is_small_int() || __builtin_add_overflow(slot->as_int(), step->constant, &sum)) goto done;
  overwrite(slot, words_of_int(sum));
  NEXT;
}
add_int: {
  Value* const slot = row + step->slot;
  const Value& operand = OPERAND;
  int64_t sum;
  if (!slot->is_small_int() || !operand.is_small_int() ||
      __builtin_add_overflow(slot->as_int(), operand.as_int(), &sum))
    goto done;
  overwrite(slot, words_of_int(sum));
  NEXT;
}
add_float: {
  Value* const slot = row + step->slot;
  const Value& operand = OPERAND;
  if (!slot->is_float()) goto done;
  if (operand.is_float())
    overwrite(slot, words_of_float(slot->as_float() + operand.as_float()));
  else if (operand.is_small_int())
    overwrite(slot, words_of_float(slot->as_float() + static_cast<double>(operand.as_int())));
  else
    goto done;
  NEXT;
}
move: {
  const Value& operand = OPERAND;
  if (operand.kind() != step->kind) goto done;
  row[step->slot] = operand;
  NEXT;
}
move_float: {
  const Value& operand = OPERAND;
  if (operand.is_float())
    row[step->slot] = operand;
  else if (operand.is_small_int())
    row[step->slot] = Value::real(static_cast<double>(operand.as_int()));
  else
    goto done;
  NEXT;
}
divide: {
  if (!expr::arithmetic::divide_quickly(OPERAND, bases[step->by_base][step->by_offset], row + step->slot))
    goto done;
  NEXT;
}
shortcut: {
  if (!assign_shortcut(*step->shortcut, step->kind, bases, row + step->slot)) goto done;
  NEXT;
}
#undef OPERAND
#undef GO
#undef NEXT

done:
  return {step->field, step->passed};
}

}  // namespace headrace
