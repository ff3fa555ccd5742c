// The JSON side of `headrace test`.

#include "cli/expected_value.h"
#include "cli/test_report.h"
#include "data/json_write.h"

namespace headrace::cli {
namespace {

// Of a row without a partner.
std::string_view code_of(const RowDifference& row, bool window_rows) {
  if (!row.got) return window_rows ? "missing-row" : "missing-block";
  return window_rows ? "unexpected-row" : "unexpected-block";
}

std::string_view code_of(const FieldDifference& field) {
  switch (field.kind) {
    case FieldDifference::Kind::kWrong: return "wrong-value";
    case FieldDifference::Kind::kMissing: return "missing-field";
    case FieldDifference::Kind::kUnnamed: return "unnamed-field";
  }
  return "";
}

// One JSON object, member by member.
class JsonObject {
 public:
  explicit JsonObject(std::string* out) : out_(out) { out_->push_back('{'); }
  void text(const char* key, std::string_view value) {
    member(key);
    append_json_bytes(value, out_);
  }
  // `json` is JSON already.
  void raw(const char* key, std::string_view json) {
    member(key);
    out_->append(json);
  }
  void place(const Span& span) {
    const Place at = span.file->place(span.begin);
    text("file", span.file->path());
    raw("line", std::to_string(at.line));
    raw("column", std::to_string(at.column));
  }
  void close() { out_->push_back('}'); }

 private:
  void member(const char* key) {
    if (out_->back() != '{') out_->append(", ");
    append_json_string(key, out_);
    out_->append(": ");
  }
  std::string* out_;
};

std::string numbers_json(const TestOutcome& outcome, const GotRow& row) {
  std::string json = "[";
  for (const TakenEvent* event : outcome.events_of(row))
    json.append(json.size() > 1 ? ", " : "").append(std::to_string(event->number));
  return json + "]";
}

// Before an item of a list.
void begin_item(std::string* out) {
  if (out->back() != '[') out->append(", ");
}

void append_where(const TestOutcome& outcome, const ListDifferences& list, const RowDifference& row,
                  JsonObject* json) {
  if (!list.list->aggregate.empty()) json->text("aggregate", list.list->aggregate);
  json->raw(list.list->window_rows ? "row" : "block", std::to_string(row.number));
  if (!row.got) return;
  json->text("identity", row.got->identity);
  if (!row.got->key.empty()) json->text("key", row.got->key);
  json->raw("events", numbers_json(outcome, *row.got));
}

void append_failures(const TestOutcome& outcome, const ListDifferences& list, const RowDifference& row,
                     std::string* out) {
  if (row.got && row.expected) {
    for (const FieldDifference& field : row.fields) {
      begin_item(out);
      JsonObject json(out);
      json.text("code", code_of(field));
      json.place(field.expected ? field.expected->span : row.expected->span);
      append_where(outcome, list, row, &json);
      json.text("field", field.name);
      if (field.expected) json.text("expected", shown(to_value(*field.expected->value)));
      if (field.kind != FieldDifference::Kind::kMissing) json.text("got", shown(field.got));
      json.close();
    }
    return;
  }
  begin_item(out);
  JsonObject json(out);
  json.text("code", code_of(row, list.list->window_rows));
  json.place(row.expected ? row.expected->span : list.list->span);
  append_where(outcome, list, row, &json);
  json.close();
}

std::string failures_json(const TestOutcome& outcome) {
  std::string out = "[";
  if (outcome.error) {
    JsonObject json(&out);
    json.text("code", "run-failed");
    json.place(outcome.test->span);
    json.text("message", outcome.error->message);
    json.close();
  }
  if (const auto wanted = outcome.missed_skipped(); wanted && !outcome.error) {
    JsonObject json(&out);
    json.text("code", "wrong-skipped");
    json.place(outcome.test->skipped_span);
    json.raw("expected", std::to_string(*wanted));
    json.raw("got", std::to_string(outcome.skipped.size()));
    json.close();
  }
  for (const ListDifferences& list : outcome.differences) {
    for (const RowDifference& row : list.rows) append_failures(outcome, list, row, &out);
  }
  return out + "]";
}

std::string skipped_json(const TestOutcome& outcome) {
  std::string out = "[";
  for (const SkippedEvent& event : outcome.skipped) {
    begin_item(&out);
    JsonObject json(&out);
    json.raw("event", std::to_string(event.place.line));
    json.text("reason", event.reason);
    if (!event.detail.empty()) json.text("detail", event.detail);
    json.close();
  }
  return out + "]";
}

}  // namespace

std::string test_json(const TestOutcome& outcome) {
  std::string out;
  JsonObject json(&out);
  json.text("name", outcome.test->name);
  json.place(outcome.test->span);
  json.text("outcome", outcome.passed() ? "passed" : "failed");
  json.raw("failures", failures_json(outcome));
  json.raw("skipped", skipped_json(outcome));
  json.close();
  return out;
}

}  // namespace headrace::cli
