// Reads that always find a default: of a variable that is set later in the event, or is being set.
#include <map>

#include "plan/slot_titles.h"
#include "plan/warnings.h"

namespace headrace {
namespace {

std::string_view default_words(FieldType type) {
  switch (type) {
    case FieldType::kInteger: return "0";
    case FieldType::kBoolean: return "False";
    case FieldType::kString: return "''";
    case FieldType::kFloat: return "0.0";
    case FieldType::kDatetime: return "None";
    case FieldType::kMap: return "an empty map";
    case FieldType::kList: return "an empty list";
    case FieldType::kSet: return "an empty set";
  }
  return "";
}

// The fields that start from their defaults at each event or anchor, with the place in the order of
// evaluation at which each is set.
using SetAt = std::map<const FieldPlan*, size_t>;

SetAt set_places(const std::vector<PlannedExpression>& expressions) {
  SetAt out;
  for (size_t i = 0; i < expressions.size(); ++i) {
    if (expressions[i].is_value()) out[expressions[i].field] = i;
  }
  return out;
}

void report_early(const PlannedExpression& e, const expr::SlotRead& read, const FieldPlan& field,
                  const std::string& why, Diagnostics& diagnostics) {
  const Span span = e.source->locate(read.begin, read.end);
  const std::string found = "it is always " + std::string(default_words(field.type)) + " here";
  if (e.field == &field) {
    diagnostics
        .warning("self-reference", span, quoted(field.spec->qualified_name) + " reads itself: " + found)
        .about(e.source->owner)
        .advise(why);
  } else {
    diagnostics
        .warning("forward-reference", span,
                 quoted(field.spec->qualified_name) + " is read before it is set: " + found)
        .about(e.source->owner)
        .advise(why)
        .also(field.spec->name_span, "it is set here, later");
  }
}

}  // namespace

void warn_of_early_reads(const StreamingSpec& spec, const StreamPlan& plan, Diagnostics& diagnostics) {
  const std::vector<PlannedExpression> expressions = expressions_of(spec, plan);
  const SetAt set_at = set_places(expressions);
  for (size_t i = 0; i < expressions.size(); ++i) {
    for (const expr::SlotRead& read : expressions[i].program->reads) {
      if (read.base == 0) continue;
      const AggregatePlan& a = plan.aggregates[read.base - 1U];
      const FieldPlan* field = field_at(a, read.offset);
      if (a.kind != AggregateKind::kVariable || !field || set_at.at(field) < i) continue;
      report_early(expressions[i], read, *field, "a variable starts from its default at each event",
                   diagnostics);
    }
  }
}

void warn_of_early_reads(const WindowSpec& spec, const WindowPlan& plan, const StreamPlan& stream,
                         Diagnostics& diagnostics) {
  const std::vector<PlannedExpression> expressions = expressions_of(spec, plan);
  const SetAt set_at = set_places(expressions);
  for (size_t i = 0; i < expressions.size(); ++i) {
    for (const expr::SlotRead& read : expressions[i].program->reads) {
      const RowOrigin row = row_origin(plan, stream, read.base);
      if (row.from == RowOrigin::From::kStream) {
        const AggregatePlan& a = stream.aggregates[row.index];
        const FieldPlan* field = field_at(a, read.offset);
        if (a.kind != AggregateKind::kVariable || a.stored || !field) continue;
        diagnostics
            .warning("unset-read", expressions[i].source->locate(read.begin, read.end),
                     quoted(field->spec->qualified_name) + " lives for one event: it is always " +
                         std::string(default_words(field->type)) + " here")
            .about(expressions[i].source->owner)
            .advise("read a field of a block or an identity aggregate")
            .also(field->spec->name_span, "it is a field of a variable aggregate");
      } else if (row.from == RowOrigin::From::kWindow) {
        const FieldPlan* field = field_at(plan.aggregates[row.index].aggregate, read.offset);
        if (!field || set_at.at(field) < i) continue;
        report_early(expressions[i], read, *field, "each field starts from its default at each anchor",
                     diagnostics);
      }
    }
  }
}

}  // namespace headrace
