// The fields of an aggregate as steps that go straight from operands to slots: `session.games + 1`,
// `session.score + source.score`, `source.country`, with no `When` or with `source.event == 'start'`.
//
// Of the forms that most fields have it is known beforehand which kinds are expected, so that a look at one
// word of each operand is all that there is to check. Other shortcuts run as such; what is left, and what
// fails or is of another kind, is FieldEvaluator's.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "data/value.h"
#include "data/value_words.h"
#include "expr/shortcut.h"
#include "plan/plan.h"

namespace headrace {

class QuickFields {
 public:
  // `base`: that of the rows in which the fields are. All outlive this.
  QuickFields(const std::vector<FieldPlan>& fields, uint16_t base);
  // The same with programs of which some stand for the fields' own and mean the same; null for none.
  QuickFields(const std::vector<FieldPlan>& fields,
              const std::vector<std::unique_ptr<expr::Program>>& instead, uint16_t base);

  size_t size() const { return fields_.size(); }
  const FieldPlan& field(size_t i) const { return *fields_[i].plan; }
  // Its own, or what stands for that.
  const expr::Program& value(size_t i) const { return *fields_[i].value; }

  struct Stop {
    size_t field;
    bool passed;  // its `When` is known to let the event pass
  };
  // Evaluates and assigns the fields from this one on, up to the first where something is not as expected, of
  // which nothing is changed; or up to size().
  Stop assign(size_t field, const Value* const* bases, Value* row) const;

 private:
  // A test of a `When` is a step before that of its field.
  enum class Op : uint8_t {
    kDone,
    kIfText,
    kIf,
    kAddConstant,
    kAddInt,
    kAddFloat,
    kMove,
    kMoveFloat,
    kDivide,
    kShortcut,
    kOther
  };

  struct Step {
    Op op;
    bool passed = false;      // a test stands before it
    Kind kind = Kind::kNone;  // kMove, kShortcut: of the field
    uint16_t field;
    uint16_t slot = 0;
    // bases[base][offset] is what is added, moved, divided, or a test's text.
    uint16_t base = 0, offset = 0;
    uint16_t by_base = 0, by_offset = 0;       // kDivide: by this
    int64_t constant = 0;                      // kAddConstant
    const expr::Shortcut* shortcut = nullptr;  // kIf, kShortcut
    ValueWords text = {};                      // kIfText: up to kInlineStrMax bytes below 0x80
  };

  struct Field {
    const FieldPlan* plan;
    const expr::Program* value;
  };

  void add(const FieldPlan& field, const expr::Program& value, uint16_t base);
  void add_test(const expr::Shortcut& condition, uint16_t field);
  static void choose_op(const expr::Shortcut& shortcut, FieldType type, uint16_t base, Step* step);

  std::vector<Step> steps_;
  std::vector<uint32_t> first_steps_;  // by field, and where they end
  std::vector<Field> fields_;
};

}  // namespace headrace
