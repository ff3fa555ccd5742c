#include "plan/expressions.h"

#include <algorithm>

#include "plan/modules.h"
#include "pylib/module.h"

namespace headrace {
namespace {

// "unknown name 'x'; did you mean 'y'?" -> message and hint.
void split_hint(const std::string& text, std::string* message, std::string* hint) {
  const size_t at = text.find("; did you mean");
  *message = text.substr(0, at);
  if (at != text.npos) *hint = text.substr(at + 2);
}

// How to import what a name is in Python, or empty.
std::string import_hint(std::string_view name) {
  for (const std::string_view module : native_module_names()) {
    if (native_module(module)->as<pylib::NativeModule>()->find(name))
      return "import it: { Module: " + std::string(module) + ", Identifiers: [ " + std::string(name) + " ] }";
  }
  for (const std::string_view module : native_module_names()) {
    if (module == name) return "import it: { Module: " + std::string(name) + " }";
  }
  return "";
}

std::string_view error_code(std::string_view message) {
  if (message.starts_with("unknown name")) return "unknown-name";
  if (message.find(" has no field '") != message.npos) return "unknown-field";
  return "bad-expression";
}

}  // namespace

std::unique_ptr<expr::Program> compile_expression(const ExprSource& source, expr::Scope& scope,
                                                  Diagnostics& diagnostics) {
  if (!source.span.file && source.text.empty()) return nullptr;
  expr::SyntaxError error;
  std::unique_ptr<expr::Program> program = expr::compile(source.text, scope, &error);
  if (!program) {
    std::string message, hint;
    split_hint(error.message, &message, &hint);
    if (error_code(message) == "unknown-name") {
      const std::string import =
          import_hint(std::string_view(source.text).substr(error.begin, error.end - error.begin));
      if (!import.empty() && hint.find('.') == hint.npos) hint = import;
    }
    diagnostics
        .error(error_code(message),
               source.locate(error.begin, std::min<size_t>(error.end, source.text.size())), message)
        .about(source.owner)
        .allow(joined({error.known.begin(), error.known.end()}))
        .advise(hint);
    return nullptr;
  }
  for (const expr::Notice& n : program->notices) {
    diagnostics.warning(n.code, source.locate(n.begin, n.end), n.message).about(source.owner).advise(n.hint);
  }
  for (const expr::GlobalUse& g : program->globals) {
    if (!g.foreign) continue;
    diagnostics
        .note("python-call", source.locate(g.begin, g.end),
              quoted(g.name) +
                  " runs in CPython: it is slower, and that it gives the same for the same event "
                  "is its own to answer for")
        .about(source.owner);
  }
  return program;
}

KindSet slot_kinds(FieldType type) {
  switch (type) {
    case FieldType::kInteger: return kind_set(Kind::kInt) | kind_set(Kind::kBool);
    case FieldType::kBoolean: return kind_set(Kind::kBool);
    case FieldType::kString: return kind_set(Kind::kStr);
    case FieldType::kFloat: return kind_set(Kind::kFloat);
    case FieldType::kDatetime: return kind_set(Kind::kDateTime) | kind_set(Kind::kNone);
    case FieldType::kMap: return kind_set(Kind::kDict);
    case FieldType::kList: return kind_set(Kind::kList);
    case FieldType::kSet: return kind_set(Kind::kSet);
  }
  return kAnyKind;
}

namespace {

// Dimensions before fields, the When of each before its value.
void list_aggregate(const AggregateSpec& spec, const AggregatePlan& plan, int index,
                    std::vector<PlannedExpression>* out) {
  if (spec.when) out->push_back({&*spec.when, plan.when.get(), index, nullptr});
  for (const auto* fields : {&plan.dimensions, &plan.fields}) {
    for (const FieldPlan& f : *fields) {
      if (const auto& when = f.spec->when) out->push_back({&*when, f.when.get(), index, &f});
      out->push_back({&f.spec->value, f.value.get(), index, &f});
    }
  }
}

}  // namespace

std::vector<PlannedExpression> expressions_of(const StreamingSpec& spec, const StreamPlan& plan) {
  std::vector<PlannedExpression> out;
  out.push_back({&spec.identity, plan.identity.get(), -1, nullptr});
  if (spec.time) out.push_back({&*spec.time, plan.time.get(), -1, nullptr});
  if (spec.when) out.push_back({&*spec.when, plan.when.get(), -1, nullptr});
  for (size_t i = 0; i < plan.aggregates.size(); ++i) {
    list_aggregate(spec.aggregates[i], plan.aggregates[i], static_cast<int>(i), &out);
  }
  return out;
}

std::vector<PlannedExpression> expressions_of(const WindowSpec& spec, const WindowPlan& plan) {
  std::vector<PlannedExpression> out;
  out.push_back({&spec.anchor_condition, plan.condition.get(), -1, nullptr});
  if (spec.when) out.push_back({&*spec.when, plan.when.get(), -1, nullptr});
  for (size_t i = 0; i < plan.aggregates.size(); ++i) {
    list_aggregate(spec.aggregates[i], plan.aggregates[i].aggregate, static_cast<int>(i), &out);
  }
  return out;
}

}  // namespace headrace
