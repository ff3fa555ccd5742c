// The text side of `headrace test`.

#include "cli/test_report.h"

#include <algorithm>

#include "cli/expected_value.h"

namespace headrace::cli {
namespace {

constexpr size_t kEventsShownMax = 8;
constexpr size_t kTextShownMax = 300;

std::string place_of(const Span& span) {
  const Place place = span.file->place(span.begin);
  return span.file->path() + ":" + std::to_string(place.line) + ":" + std::to_string(place.column);
}

// At most so much of a text, whole characters.
std::string cut(std::string text) {
  if (text.size() <= kTextShownMax) return text;
  size_t end = kTextShownMax;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
  return text.substr(0, end) + "...";
}

std::string expected_text(const ExpectedField& field) { return shown(to_value(*field.value)); }

std::string fields_text(const ExpectedRow& row) {
  std::string text = "{";
  for (const ExpectedField& field : row.fields)
    text.append(text.size() > 1 ? ", " : "").append(field.name).append(": ").append(expected_text(field));
  return text + "}";
}

std::string fields_text(const GotRow& row) {
  std::string text = "{";
  for (const auto& [name, value] : row.fields)
    text.append(text.size() > 1 ? ", " : "").append(name).append(": ").append(shown(value));
  return text + "}";
}

std::string title(const ListDifferences& list, const RowDifference& row) {
  const std::string number = std::to_string(row.number);
  if (list.list->window_rows) return "row " + number + (row.got ? " of '" + row.got->identity + "'" : "");
  return (list.list->aggregate.empty() ? "" : list.list->aggregate + ", ") + "block " + number +
         (row.got ? " (" + row.got->key + ")" : "");
}

void append_field(const FieldDifference& field, std::string* out) {
  out->append("      ").append(field.name);
  switch (field.kind) {
    case FieldDifference::Kind::kWrong:
      out->append(": expected ").append(cut(expected_text(*field.expected)));
      out->append(", got ").append(cut(shown(field.got)));
      break;
    case FieldDifference::Kind::kMissing:
      out->append(": expected ").append(cut(expected_text(*field.expected))).append(", but there is none");
      break;
    case FieldDifference::Kind::kUnnamed:
      out->append(": not named, got ").append(cut(shown(field.got)));
      break;
  }
  if (field.expected) out->append("   [").append(place_of(field.expected->span)).append("]");
  out->append("\n");
}

void append_events(const TestOutcome& outcome, const GotRow& row, std::string* out) {
  const auto events = outcome.events_of(row);
  out->append("      from ")
      .append(std::to_string(events.size()))
      .append(events.size() == 1 ? " event" : " events");
  out->append(events.empty() ? "\n" : ":\n");
  for (size_t i = 0; i < std::min(events.size(), kEventsShownMax); ++i) {
    const std::string number = std::to_string(events[i]->number);
    out->append("        ").append(std::max<size_t>(number.size(), 3) - number.size(), ' ').append(number);
    out->append("  ").append(cut(outcome.test->events[events[i]->number - 1].text)).append("\n");
  }
  if (events.size() > kEventsShownMax) out->append("        ...\n");
}

void append_row(const TestOutcome& outcome, const ListDifferences& list, const RowDifference& row,
                std::string* out) {
  out->append("    ").append(title(list, row));
  if (!row.got) {
    out->append(": expected, but not there   [").append(place_of(row.expected->span)).append("]\n");
    out->append("      ").append(cut(fields_text(*row.expected))).append("\n");
    return;
  }
  if (!row.expected) {
    out->append(": there, but not expected   [").append(place_of(list.list->span)).append("]\n");
    out->append("      ").append(cut(fields_text(*row.got))).append("\n");
  } else {
    out->append(":\n");
    for (const FieldDifference& field : row.fields) append_field(field, out);
  }
  append_events(outcome, *row.got, out);
}

void append_skipped(const TestOutcome& outcome, std::string* out) {
  if (const auto wanted = outcome.missed_skipped()) {
    out->append("    events skipped: expected ").append(std::to_string(*wanted));
    out->append(", got ").append(std::to_string(outcome.skipped.size()));
    out->append("   [").append(place_of(outcome.test->skipped_span)).append("]\n");
  }
  for (const SkippedEvent& event : outcome.skipped) {
    out->append("    event ").append(std::to_string(event.place.line)).append(" was skipped: ");
    out->append(event.reason).append(event.detail.empty() ? "" : ": ").append(event.detail).append("\n");
  }
}

}  // namespace

std::string test_text(const TestOutcome& outcome) {
  const SpecTest& test = *outcome.test;
  std::string out = outcome.passed() ? "ok    " : "FAIL  ";
  out.append(place_of(test.span)).append(": ").append(test.name).append("\n");
  if (outcome.passed()) return out;
  if (outcome.error) {
    out.append("    the run failed: ").append(outcome.error->message);
    if (!outcome.error->place.empty()) out.append(", ").append(outcome.error->place);
    return out + "\n";
  }
  for (const ListDifferences& list : outcome.differences) {
    for (const RowDifference& row : list.rows) append_row(outcome, list, row, &out);
  }
  append_skipped(outcome, &out);
  return out;
}

}  // namespace headrace::cli
