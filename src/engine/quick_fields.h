// The fields of an aggregate as steps that go straight from operands to slots: `session.games + 1`,
// `session.score + source.score`, `source.country`, with no `When` or with `source.event == 'start'`.
//
// Of the forms that most fields have it is known beforehand which kinds are expected, so that a look at one
// word of each operand is all that there is to check. Choices, `source.event == 'game_over' and not
// session.offer`, are tests that lead to other steps. What is left, and what fails or is of another kind, is
// FieldEvaluator's.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "data/value.h"
#include "data/value_words.h"
#include "expr/shortcut.h"
#include "plan/plan.h"

namespace headrace {

class FieldEvaluator;

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
    bool passed;          // its `When` is known to let the event pass
    bool failed = false;  // the evaluation has to end
  };
  // Evaluates and assigns the fields from this one on, up to the first where something is not as expected, of
  // which nothing is changed; or up to size(). `evaluator` has what is more than a step done by the machine,
  // and knows whether failures are counted.
  Stop assign(size_t field, const Value* const* bases, Value* row, FieldEvaluator& evaluator) const;

 private:
  // The tests of a `When` stand before the steps of its field, those of a choice before what is chosen.
  enum class Op : uint8_t {
    kDone,
    kIfText,
    kIfTrue,
    kIf,
    kIfMissing,
    kGo,
    kAddConstant,
    kAddInt,
    kAddFloat,
    kMove,
    kMoveFloat,
    kDivide,
    kAssign,
    kProgram,
    kOther
  };

  struct Step {
    Op op;
    bool passed = false;      // its `When`, if there is one
    Kind kind = Kind::kNone;  // kMove, kAssign, kProgram: of the field
    uint16_t field;
    uint16_t slot = 0;
    // bases[base][offset] is what is tested, added, moved or divided.
    uint16_t base = 0, offset = 0;
    uint16_t by_base = 0, by_offset = 0;         // kDivide: by this
    uint32_t if_true = 0, if_false = 0;          // the steps behind a test; of kGo the first
    const expr::Shortcut::Step* what = nullptr;  // kIf, kAssign
    ValueWords constant = {};  // kAddConstant; kIfText: up to kInlineStrMax bytes below 0x80
  };

  // Where a step leads that stands in front of them.
  static constexpr uint32_t kToValue = UINT32_MAX - 1, kToNextField = UINT32_MAX;

  struct Field {
    const FieldPlan* plan;
    const expr::Program* value;
  };

  void add(const FieldPlan& field, const expr::Program& value, uint16_t base);
  void add_condition(const expr::Shortcut& condition, const Step& like);
  void add_value(const FieldPlan& field, const expr::Program& value, uint16_t base, const Step& like);
  // The steps of a choice between leaves, each of which `add_leaf` adds: it gives the place of the first.
  template <typename AddLeaf>
  void add_choice(const expr::Shortcut& choice, const Step& like, const AddLeaf& add_leaf);
  static Step test(const expr::Shortcut::Step& what, Step like);
  static Step assignment(const expr::Shortcut::Step& what, FieldType type, uint16_t base, Step like);
  uint32_t next_place() const { return static_cast<uint32_t>(steps_.size()); }

  std::vector<Step> steps_;
  std::vector<uint32_t> first_steps_;  // by field, and where they end
  std::vector<Field> fields_;
};

}  // namespace headrace
