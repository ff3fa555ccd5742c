#include "engine/quick_fields.h"

#include <iterator>
#include <utility>

#include "engine/field_evaluator.h"

namespace headrace {

using expr::Shortcut;

namespace {

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
[[gnu::noinline]] bool truth_of(const Shortcut::Step& step, const Value* const* bases, bool* truth) {
  return expr::step_truth(step, bases, truth);
}
[[gnu::noinline]] bool assign_step(const Shortcut::Step& step, Kind kind, const Value* const* bases,
                                   Value* slot) {
  return expr::step_assign(step, kind, bases, slot);
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
  Step like = {.op = Op::kOther,
               .passed = field.when != nullptr,
               .kind = kind_of(field.type),
               .field = static_cast<uint16_t>(size()),
               .slot = field.slot};
  const uint32_t first = next_place();
  first_steps_.push_back(first);
  fields_.push_back({&field, &value});
  if (field.when) {
    like.passed = false;
    if (!field.when->shortcut) return steps_.push_back(like);
    add_condition(field.when->shortcut, like);
    like.passed = true;
  }
  const uint32_t value_place = next_place();
  add_value(field, value, base, like);
  for (uint32_t i = first; i < next_place(); ++i) {
    for (uint32_t* const to : {&steps_[i].if_true, &steps_[i].if_false}) {
      if (*to == kToValue) *to = value_place;
      if (*to == kToNextField) *to = next_place();
    }
  }
}

template <typename AddLeaf>
void QuickFields::add_choice(const Shortcut& choice, const Step& like, const AddLeaf& add_leaf) {
  if (choice.choices.empty()) {
    add_leaf(choice.only);
    return;
  }
  std::vector<uint32_t> places;  // of the choice's steps
  for (const Shortcut::Step& what : choice.choices) {
    if (what.is_test()) {
      places.push_back(next_place());
      steps_.push_back(test(what, like));
    } else {
      places.push_back(add_leaf(what));
    }
  }
  for (size_t i = 0; i < places.size(); ++i) {
    const Shortcut::Step& what = choice.choices[i];
    if (!what.is_test()) continue;
    steps_[places[i]].if_true = places[what.if_true];
    steps_[places[i]].if_false = places[what.if_false];
  }
}

// What is known to be true or false is no step of its own, but where tests lead.
void QuickFields::add_condition(const Shortcut& condition, const Step& like) {
  add_choice(condition, like, [&](const Shortcut::Step& what) {
    bool truth;
    if (what.op == expr::Op::kMove && what.left.constant &&
        expr::arithmetic::truth_quickly(*what.left.constant, &truth) && !condition.choices.empty())
      return truth ? kToValue : kToNextField;
    Step& step = steps_.emplace_back(test(what, like));
    step.if_true = kToValue;
    step.if_false = kToNextField;
    return next_place() - 1;
  });
}

void QuickFields::add_value(const FieldPlan& field, const expr::Program& value, uint16_t base,
                            const Step& like) {
  Step step = like;
  if (!value.shortcut && value.first_method.name) {
    step.op = Op::kIfMissing;
    step.base = value.first_method.base;
    step.offset = value.first_method.offset;
    step.if_true = kToNextField;
    steps_.push_back(step);
  }
  step.op = Op::kProgram;
  if (!value.shortcut || like.kind == Kind::kNone) return steps_.push_back(step);
  add_choice(value.shortcut, like, [&](const Shortcut::Step& what) {
    const uint32_t place = next_place();
    const bool is_call = what.op == expr::Op::kCall || what.op == expr::Op::kCallNative;
    step.op = Op::kProgram;
    steps_.push_back(is_call ? step : assignment(what, field.type, base, like));
    if (!value.shortcut.choices.empty()) {
      step.op = Op::kGo;
      step.if_true = kToNextField;
      steps_.push_back(step);
    }
    return place;
  });
}

QuickFields::Step QuickFields::test(const Shortcut::Step& what, Step like) {
  like.op = Op::kIf;
  like.what = &what;
  const Shortcut::Operand *operand = &what.left, *text = &what.right;
  if (what.op == expr::Op::kMove && !operand->constant) {
    like.op = Op::kIfTrue;
    like.base = operand->base;
    like.offset = operand->offset;
    return like;
  }
  if (operand->constant) std::swap(operand, text);
  if (what.op == expr::Op::kEq && !operand->constant && text->constant && text->constant->is_str() &&
      !text->constant->is_heap() && text->constant->is_ascii()) {
    like.op = Op::kIfText;
    like.base = operand->base;
    like.offset = operand->offset;
    like.constant = words_of(*text->constant);
  }
  return like;
}

QuickFields::Step QuickFields::assignment(const Shortcut::Step& what, FieldType type, uint16_t base,
                                          Step like) {
  like.op = Op::kAssign;
  like.what = &what;
  const auto take = [&like](Op op, const Shortcut::Operand& operand) {
    like.op = op;
    like.base = operand.base;
    like.offset = operand.offset;
  };
  const bool is_integer = type == FieldType::kInteger, is_float = type == FieldType::kFloat;
  switch (what.op) {
    case expr::Op::kMove:
      if (!what.left.constant) take(is_float ? Op::kMoveFloat : Op::kMove, what.left);
      break;
    case expr::Op::kAdd:
    case expr::Op::kAddFloat:
      if (what.left.constant || what.left.base != base || what.left.offset != like.slot) break;
      if (const Value* const constant = what.right.constant) {
        if (!is_integer || !constant->is_small_int()) break;
        like.op = Op::kAddConstant;
        like.constant = words_of(*constant);
      } else if (is_integer || is_float) {
        take(is_integer ? Op::kAddInt : Op::kAddFloat, what.right);
      }
      break;
    case expr::Op::kDiv:
      if (!is_float || what.left.constant || what.right.constant) break;
      take(Op::kDivide, what.left);
      like.by_base = what.right.base;
      like.by_offset = what.right.offset;
      break;
    default: break;
  }
  return like;
}

// Each step goes to the next one itself, as the interpreter's do.
QuickFields::Stop QuickFields::assign(size_t field, const Value* const* bases, Value* row,
                                      FieldEvaluator& evaluator) const {
  static constexpr const void* kOps[] = {&&done,       &&if_text,      &&if_true, &&if_,       &&if_missing,
                                         &&go,         &&add_constant, &&add_int, &&add_float, &&move,
                                         &&move_float, &&divide,       &&assign,  &&program,   &&done};
  static_assert(std::size(kOps) == static_cast<size_t>(Op::kOther) + 1);
  const Step* const steps = steps_.data();
  const Step* step = steps + first_steps_[field];
#define OPERAND bases[step->base][step->offset]
#define GO goto* kOps[static_cast<size_t>(step->op)]
#define NEXT goto* kOps[static_cast<size_t>((++step)->op)]
// Each way by a jump of its own, so that the processor learns them apart.
#define LEAD_ON(truth)            \
  if (truth) {                    \
    step = steps + step->if_true; \
    GO;                           \
  }                               \
  step = steps + step->if_false;  \
  GO
  GO;

if_text: {
  const Value& text = OPERAND;
  if (!text.is_str() || text.is_heap()) goto done;
  LEAD_ON(words_of(text) == step->constant);
}
if_true: {
  bool truth;
  if (!expr::arithmetic::truth_quickly(OPERAND, &truth)) goto done;
  LEAD_ON(truth);
}
if_: {
  bool truth;
  if (!truth_of(*step->what, bases, &truth)) goto done;
  LEAD_ON(truth);
}
if_missing: {
  if (!OPERAND.is_none()) NEXT;
  if (evaluator.counts_failures()) goto done;
  step = steps + step->if_true;
  GO;
}
go: {
  step = steps + step->if_true;
  GO;
}
add_constant: {
  Value* const slot = row + step->slot;
  int64_t sum;
  if (!slot->is_small_int() ||
      __builtin_add_overflow(slot->as_int(), static_cast<int64_t>(step->constant.payload), &sum))
    goto done;
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
assign: {
  if (!assign_step(*step->what, step->kind, bases, row + step->slot)) goto done;
  NEXT;
}
program: {
  const Field& own = fields_[step->field];
  if (!evaluator.assign_by_program(*own.plan, *own.value, step->kind, bases, row + step->slot))
    return {step->field, step->passed, true};
  NEXT;
}
#undef OPERAND
#undef GO
#undef NEXT
#undef LEAD_ON

done:
  return {step->field, step->passed};
}

}  // namespace headrace
