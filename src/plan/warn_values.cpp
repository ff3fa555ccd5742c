#include <optional>

#include "data/object.h"
#include "expr/inference.h"
#include "expr/machine.h"
#include "plan/warnings.h"

namespace headrace {
namespace {

constexpr KindSet kNone = kind_set(Kind::kNone);

// What a constant expression may take while it is tried, some milliseconds: one that takes longer is nobody's
// slip.
constexpr uint64_t kTrialSteps = 1'000'000;

constexpr KindSet kinds_of(std::initializer_list<Kind> kinds) {
  KindSet out = 0;
  for (Kind k : kinds) out |= kind_set(k);
  return out;
}

// What cannot become a value of the type, whatever it holds: the other kinds may. engine/field_value.cpp
// casts.
KindSet refused_kinds(FieldType type) {
  constexpr KindSet kTimes =
      kinds_of({Kind::kDate, Kind::kTime, Kind::kDateTime, Kind::kTimeDelta, Kind::kTimeZone});
  constexpr KindSet kNumbers = kinds_of({Kind::kBool, Kind::kInt, Kind::kFloat});
  constexpr KindSet kContainers =
      kinds_of({Kind::kTuple, Kind::kList, Kind::kDict, Kind::kSet, Kind::kRange});
  constexpr KindSet kFunctions = kinds_of({Kind::kFunction, Kind::kType, Kind::kModule});
  switch (type) {
    case FieldType::kInteger:
    case FieldType::kFloat: return kTimes | kContainers | kFunctions;
    case FieldType::kBoolean:
    case FieldType::kString: return 0;
    case FieldType::kDatetime: return kAnyKind & ~kind_set(Kind::kDateTime);
    case FieldType::kMap:
    case FieldType::kList:
    case FieldType::kSet: return kTimes | kNumbers | kFunctions;
  }
  return 0;
}

std::string kind_words(KindSet kinds) {
  std::string out;
  for (std::string_view name : expr::kind_names(kinds & ~kNone)) {
    out.append(out.empty() ? "" : " or ").append(name);
  }
  return out;
}

class Checker {
 public:
  explicit Checker(Diagnostics& diagnostics) : diagnostics_(diagnostics) {}

  void check(const PlannedExpression& e) {
    if (!e.program) return;
    if (e.source->key == "Time") return check_time(e);
    if (e.is_value()) return check_value(e);
    if (e.source->key == "Identity") return check_identity(e);
    check_condition(e);
  }

 private:
  bool is_false(const expr::Program& program) const {
    if (program.result == kNone) return true;
    if (!program.literal) return false;
    const Value& v = *program.literal;
    return v.is_str() ? v.str().empty() : (v.kind() == Kind::kBool || v.is_small_int()) && v.as_int() == 0;
  }

  // Why it fails for every event, if it does. What reads nothing is tried.
  std::optional<expr::Notice> failure_of(const expr::Program& program) const {
    if (program.failure) return program.failure;
    if (program.result == 0) return expr::Notice();
    if (!program.reads.empty() || program.uses_python() || !program.notices.empty()) return {};
    expr::Machine machine;
    machine.limits.steps = kTrialSteps;
    Value unused;
    if (machine.evaluate(program, {nullptr}, &unused) || machine.error().type == Exc::kBudgetError) return {};
    return expr::Notice{"", machine.error().text(), "", 0, static_cast<uint32_t>(program.source.size())};
  }

  // Whether the expression always fails, which is said.
  bool fails(const PlannedExpression& e, const std::string& consequence) {
    const std::optional<expr::Notice> failure = failure_of(*e.program);
    if (!failure) return false;
    const bool has_place = failure->end > failure->begin;
    diagnostics_
        .warning(
            "never-set", has_place ? e.source->locate(failure->begin, failure->end) : e.source->span,
            "this always fails, " + consequence + (failure->message.empty() ? "" : ": ") + failure->message)
        .about(e.source->owner)
        .advise(failure->hint);
    return true;
  }

  void check_condition(const PlannedExpression& e) {
    if (fails(e, "so it is never true")) return;
    if (!is_false(*e.program)) return;
    std::string what = "no event passes";
    if (e.field)
      what = quoted(e.field->name) + " is never set";
    else if (e.source->key == "Condition")
      what = "no block is an anchor";
    diagnostics_.warning("never-true", e.source->span, "this is always false: " + what)
        .about(e.source->owner);
  }

  void check_identity(const PlannedExpression& e) {
    if (fails(e, "so every event is skipped") || !is_false(*e.program)) return;
    diagnostics_.warning("never-true", e.source->span, "this is always empty: every event is skipped")
        .about(e.source->owner);
  }

  void check_time(const PlannedExpression& e) {
    const KindSet kinds = e.program->result;
    if (fails(e, "so every event is skipped") || (kinds & kind_set(Kind::kDateTime))) return;
    diagnostics_
        .warning("impossible-cast", e.source->span,
                 "the time must be a datetime, and this is " + kind_words(kinds) + ": every event is skipped")
        .about(e.source->owner);
  }

  void check_value(const PlannedExpression& e) {
    const KindSet kinds = e.program->result;
    const FieldType type = e.field->type;
    const std::string consequence = "which leaves " + quoted(e.field->name) + " at its default";
    if (fails(e, consequence)) return;
    if (kinds == kNone) {
      diagnostics_.warning("never-set", e.source->span, "this is always None, " + consequence)
          .about(e.source->owner);
    } else if ((kinds & ~kNone & ~refused_kinds(type)) == 0) {
      diagnostics_
          .warning("impossible-cast", e.source->span,
                   "this gives " + kind_words(kinds) + ", which cannot become " +
                       std::string(field_type_name(type)) + ": " + quoted(e.field->name) + " is never set")
          .about(e.source->owner);
    } else if (kinds == kind_set(Kind::kSet) && (type == FieldType::kList || type == FieldType::kString)) {
      diagnostics_
          .warning(
              "set-order", e.source->span,
              "a set becomes a " + std::string(field_type_name(type)) + " here, in the order of its items")
          .about(e.source->owner)
          .advise("sorted(...) gives an order that does not hang on what came first");
    }
  }

  Diagnostics& diagnostics_;
};

}  // namespace

void warn_of_values(const std::vector<PlannedExpression>& expressions, Diagnostics& diagnostics) {
  Checker checker(diagnostics);
  for (const PlannedExpression& e : expressions) checker.check(e);
}

}  // namespace headrace
