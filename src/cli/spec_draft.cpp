#include "cli/spec_draft.h"

#include <algorithm>
#include <array>
#include <set>

#include "expr/lexer.h"
#include "expr/machine.h"
#include "pylib/api.h"
#include "spec/diagnostic.h"
#include "spec/names.h"
#include "spec/yaml_scalar.h"

namespace headrace::cli {
namespace {

constexpr size_t kFieldsMax = 60;
// A text of so few values is worth a count for each.
constexpr size_t kCountedMax = 20;

// Behind a dot these are dict's methods.
constexpr std::array<std::string_view, 11> kMethods = {
    "clear", "copy", "fromkeys", "get", "items", "keys", "pop", "popitem", "setdefault", "update", "values"};

bool is_plain_member(const std::string& key) {
  const bool ascii = std::all_of(key.begin(), key.end(), [](char c) { return (c & 0x80) == 0; });
  return ascii && is_identifier(key) && !expr::is_keyword(key) && !key.starts_with("__") &&
         std::find(kMethods.begin(), kMethods.end(), key) == kMethods.end();
}

// source.a.b, or source['a b'] where that is no Python.
std::string source_of(const std::vector<std::string>& path) {
  expr::Machine machine;
  std::string text = "source";
  for (const std::string& key : path) {
    if (is_plain_member(key)) {
      text.append(".").append(key);
      continue;
    }
    text.push_back('[');
    pylib::append_repr(machine, Value::string(key), &text);
    text.push_back(']');
  }
  return text;
}

// An expression as a scalar of YAML: quoted where it would mean something else plain.
std::string scalar(const std::string& text) {
  const bool plain = text[0] >= 'a' && text[0] <= 'z' && text.find(": ") == text.npos &&
                     text.find(" #") == text.npos && !text.ends_with(':');
  if (plain) return text;
  if (text.find_first_of("\"\\") == text.npos) return "\"" + text + "\"";
  std::string quoted = "'";
  for (const char c : text) quoted.append(c == '\'' ? "''" : std::string(1, c));
  return quoted + "'";
}

std::string time_expression(const SurveyedKey& time) {
  const std::string source = source_of(time.path);
  switch (time.form) {
    case TimeForm::kSeconds: return "datetime.fromtimestamp(" + source + ", timezone.utc)";
    case TimeForm::kMilliseconds: return "datetime.fromtimestamp(" + source + " / 1000, timezone.utc)";
    case TimeForm::kMicroseconds: return "datetime.fromtimestamp(" + source + " / 1000000, timezone.utc)";
    case TimeForm::kDate: return "datetime.fromordinal(" + source + ".toordinal())";
    case TimeForm::kText: return "parse(" + source + ")";
    default: return source;
  }
}

std::string dotted(const std::vector<std::string>& path) {
  std::string text;
  for (const std::string& key : path) text.append(text.empty() ? "" : ".").append(key);
  return quoted(text);
}

// Fields of the session, each with a comment.
class Fields {
 public:
  explicit Fields(std::string aggregate) : aggregate_(std::move(aggregate)) {
    add("events", "integer", value("events") + " + 1", "", "how many events there were");
  }

  void add_key(const SurveyedKey& key) {
    if (used_.size() > kFieldsMax) {
      ++left_out_;
      return;
    }
    const std::string source = source_of(key.path);
    const std::string stem = name_from(key.path.back()), title = dotted(key.path);
    if (key.only_booleans()) {
      const std::string name = unique(stem + "_count");
      add(name, "integer", value(name) + " + 1", source, "events in which " + title + " was true");
    } else if (key.only_numbers() && (names_things(key) || key.times == key.present)) {
      add(unique("last_" + stem), key.only_integers() ? "integer" : "float", source, "", "the last " + title);
    } else if (key.only_numbers()) {
      const std::string name = unique(stem + "_sum");
      const char* type = key.only_integers() ? "integer" : "float";
      add(name, type, value(name) + " + " + source, "", "the sum of " + title);
    } else if (key.only_datetimes()) {
      add(unique("last_" + stem), "datetime", source, "", "the last " + title);
    } else if (key.only_lists()) {
      const std::string name = unique(stem + "_items");
      add(name, "integer", value(name) + " + len(" + source + ")", "", "how many items " + title + " held");
    } else if (key.only_texts()) {
      add_text(key, source, stem, title);
    } else {
      text_ += "      # " + title + " is left out: its values are " +
               (key.present ? "of several types, or of one that no field holds" : "all null") + "\n";
    }
  }

  std::string take() {
    if (left_out_ > 0) text_ += "      # " + std::to_string(left_out_) + " more keys are left out\n";
    return std::move(text_);
  }

 private:
  void add_text(const SurveyedKey& key, const std::string& source, const std::string& stem,
                const std::string& title) {
    const size_t different = key.distinct.size();
    if (different > 1 && different <= kCountedMax && different * 2 <= key.present) {
      const std::string name = unique("by_" + stem);
      add(name, "map", value(name) + ".increment(" + source + ")", "",
          "events for each of the " + std::to_string(different) + " values of " + title);
    }
    add(unique("last_" + stem), "string", source, "", "the last " + title);
  }

  std::string value(const std::string& field) const { return aggregate_ + "." + field; }

  std::string unique(const std::string& wanted) {
    std::string name = wanted;
    for (int i = 2; used_.contains(name); ++i) name = wanted + "_" + std::to_string(i);
    return name;
  }

  void add(const std::string& name, const std::string& type, const std::string& value,
           const std::string& when, const std::string& comment) {
    used_.insert(name);
    text_ += "      # " + comment + "\n      - Name: " + name + "\n        Type: " + type +
             "\n        Value: " + scalar(value) + "\n";
    if (!when.empty()) text_ += "        When: " + scalar(when) + "\n";
  }

  std::string aggregate_;
  std::set<std::string> used_;
  std::string text_;
  size_t left_out_ = 0;
};

std::string imports_of(const SpecGuess& guess) {
  if (!guess.time || guess.time->form == TimeForm::kDatetime) return "";
  switch (guess.time->form) {
    case TimeForm::kText: return "Import:\n  - { Module: dateutil.parser, Identifiers: [ parse ] }\n";
    case TimeForm::kDate: return "Import:\n  - { Module: datetime, Identifiers: [ datetime ] }\n";
    default: return "Import:\n  - { Module: datetime, Identifiers: [ datetime, timezone ] }\n";
  }
}

std::string head(const EventSurvey& survey, const SpecGuess& guess, const std::string& origin,
                 const std::string& name) {
  std::string text = "# A first spec for " + quoted(origin) + ", drafted by `headrace init` from " +
                     std::to_string(survey.events.size()) + " events.\n" +
                     "# Read what each choice says, change what is wrong, then try it:\n" +
                     "#   headrace transform --streaming-bts=THIS_FILE EVENTS\n" +
                     "Type: Blurr:Transform:Streaming\nVersion: '2018-03-01'\nName: " + name + "\n" +
                     imports_of(guess);
  text += "\n# Whom or what an event belongs to: " + guess.identity_reason +
          ".\nIdentity: " + scalar(guess.identity ? source_of(guess.identity->path) : "'all'") + "\n";
  text += "\n# When it happened: " + guess.time_reason + ".\n";
  text +=
      guess.time
          ? "Time: " + scalar(time_expression(*guess.time)) + "\n"
          : "# Without Time it is the moment at which the event is read. Where a key has it as ISO text:\n"
            "# Time: parse(source.KEY)\n"
            "# Import:\n#   - { Module: dateutil.parser, Identifiers: [ parse ] }\n";
  return text + "\nStores:\n  - { Type: Blurr:Store:Memory, Name: memory }\n";
}

}  // namespace

std::string name_from(const std::string& text) {
  std::string name;
  for (const char c : text) {
    const bool good = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    if (good)
      name.push_back(c);
    else if (!name.empty() && name.back() != '_')
      name.push_back('_');
  }
  while (name.ends_with('_')) name.pop_back();
  if (name.empty()) return "value";
  const bool reserved = name[0] <= '9' || name.starts_with("run_") || expr::is_keyword(name) ||
                        resolve_plain(name) != ScalarTag::kString;  // as YAML reads `no`
  return reserved ? "n" + name : name;
}

std::string draft_spec(const EventSurvey& survey, const SpecGuess& guess, const std::string& origin,
                       const std::string& name) {
  Fields fields("session");
  for (const SurveyedKey& key : survey.keys) {
    if (&key != guess.identity && &key != guess.time) fields.add_key(key);
  }
  std::string text = head(survey, guess, origin, name);
  text +=
      "\nAggregates:\n  # A session: events of one identity without a long pause between them.\n"
      "  - Type: Blurr:Aggregate:Activity\n    Name: session\n    Store: memory\n    # " +
      guess.gap_reason + "\n    SeparateByInactiveSeconds: " + std::to_string(guess.gap_seconds) +
      "\n    Fields:\n" + fields.take();
  if (survey.keys_left_out) text += "      # the events have more keys than were looked at\n";
  return text;
}

}  // namespace headrace::cli
