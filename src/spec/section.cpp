#include "spec/section.h"

#include <algorithm>

#include "base/spelling.h"
#include "data/object.h"
#include "spec/section_keys.h"

namespace headrace {

Section::Section(Reading& reading, const YamlNode& mapping, SectionKind kind, std::string name)
    : reading_(reading), mapping_(mapping), kind_(kind), name_(std::move(name)) {
  for (const YamlEntry& entry : mapping.entries) {
    if (entry.value->broken || !is_empty(entry)) continue;
    report_empty(entry);
  }
}

void Section::report_empty(const YamlEntry& entry) {
  const std::string key = quoted(reading_.span(*entry.key).text());
  const std::string written(reading_.span(*entry.value).text());
  const bool written_out = !written.empty() && entry.value->is_scalar();
  error(written.empty() ? *entry.key : *entry.value, "empty-value",
        entry.value->is_null() ? key + " has no value"
        : written_out          ? key + " must not be " + written
                               : key + " is empty")
      .advise("give it a value, or remove the line");
}

// An expression may be 0, no or '': it means what it says.
bool Section::is_empty(const YamlEntry& entry) const {
  const std::string_view key = entry.key->is_string() ? entry.key->string() : std::string_view();
  if (kind_ == SectionKind::kImport || key == "Tests") return false;
  const bool takes_falsy =
      kind_ == SectionKind::kAnchor || kind_ == SectionKind::kTest || kind_ == SectionKind::kExpect;
  if (takes_falsy && key != "Test") return is_known(*entry.key) && entry.value->is_null();
  return is_expression_key(key) && is_known(*entry.key) ? entry.value->is_null() : is_falsy(*entry.value);
}

bool Section::is_known(const YamlNode& key) const {
  const auto known = section_keys(kind_);
  return key.is_string() && std::find(known.begin(), known.end(), key.string()) != known.end();
}

Section::~Section() {
  for (const YamlEntry& entry : mapping_.entries) report_unknown(entry);
}

Span Section::head() const {
  return reading_.span(mapping_.entries.empty() ? mapping_ : *mapping_.entries.front().key);
}

const YamlNode* Section::get(std::string_view key) {
  for (const YamlEntry& entry : mapping_.entries) {
    if (!entry.key->is_string() || entry.key->string() != key) continue;
    return entry.value->broken || entry.value->is_null() || is_empty(entry) ? nullptr : entry.value;
  }
  return nullptr;
}

namespace {

bool holds_text(const YamlNode& node) {
  if (node.is_scalar()) return node.is_string() && !node.string().empty();
  return std::any_of(node.items.begin(), node.items.end(),
                     [](const YamlNode* item) { return holds_text(*item); }) ||
         std::any_of(node.entries.begin(), node.entries.end(),
                     [](const YamlEntry& entry) { return holds_text(*entry.value); });
}

}  // namespace

std::optional<ExprSource> Section::expression(std::string_view key) {
  const YamlNode* node = get(key);
  if (!node) return std::nullopt;
  if (!node->is_scalar() && holds_text(*node)) {
    warning(*node, "literal-texts",
            "a " + std::string(node->is_mapping() ? "mapping" : "list") +
                " of YAML is taken as it stands: what is in it is text, not expressions")
        .advise(key == "Identity" && node->is_sequence()
                    ? "join several into one text: f'{source.user}/{source.device}'"
                    : "put quotes around the whole to make it one expression");
  }
  return ExprSource::from(*reading_.document, *node, name_, std::string(key));
}

std::optional<ExprSource> Section::when() {
  const YamlNode* filter = mapping_.find("Filter");
  if (filter && has("When")) {
    warning(*filter, "ignored-filter", "'Filter' is not used where there is a 'When'")
        .advise("join them into one 'When' with 'and'");
  }
  return has("When") ? expression("When") : expression("Filter");
}

std::optional<std::string> Section::text(std::string_view key) {
  const YamlNode* node = get(key);
  if (!node) return std::nullopt;
  if (node->is_string()) return std::string(node->string());
  wrong_type(key, "text", *node);
  return std::nullopt;
}

bool Section::flag(std::string_view key) {
  const YamlNode* node = get(key);
  if (!node) return false;
  if (node->is_scalar() && node->value.is_bool()) return node->value.as_bool();
  wrong_type(key, "true or false", *node);
  return false;
}

const YamlNode* Section::list(std::string_view key) {
  const YamlNode* node = get(key);
  if (!node || (node->is_sequence() && node->shape == YamlShape::kDefault)) return node;
  wrong_type(key, "a list", *node);
  return nullptr;
}

const YamlNode* Section::mapping(std::string_view key) {
  const YamlNode* node = get(key);
  if (!node || (node->is_mapping() && node->shape == YamlShape::kDefault)) return node;
  wrong_type(key, "a mapping", *node);
  return nullptr;
}

bool Section::require(std::string_view key) {
  if (has(key)) return true;
  const std::string message = std::string(section_title(kind_)) + " needs " + quoted(key);
  size_t compared = 0;
  for (const YamlEntry& entry : mapping_.entries) {
    const std::string_view written = reading_.span(*entry.key).text();
    if (is_known(*entry.key)) continue;
    if (++compared > kHintsMax) break;
    if (nearest_spelling(written, section_keys(kind_)) != key) continue;
    explained_.insert(entry.key);
    error(*entry.key, "missing-key", message).advise("did you mean it by " + quoted(written) + "?");
    return false;
  }
  reading_.diagnostics.error("missing-key", head(), message).about(name_);
  return false;
}

Diagnostic& Section::error(const YamlNode& node, std::string_view code, std::string message) {
  return reading_.diagnostics.error(code, reading_.span(node), std::move(message)).about(name_);
}

Diagnostic& Section::warning(const YamlNode& node, std::string_view code, std::string message) {
  return reading_.diagnostics.warning(code, reading_.span(node), std::move(message)).about(name_);
}

void Section::wrong_type(std::string_view key, std::string_view expected, const YamlNode& node) {
  Diagnostic& d = error(node, "wrong-type",
                        quoted(key) + " must be " + std::string(expected) + ", not " + describe(node));
  if (expected == "text" && node.is_scalar()) {
    d.advise("put it in quotes: '" + std::string(reading_.span(node).text()) + "'");
  }
}

void Section::report_unknown(const YamlEntry& entry) {
  if (entry.key->broken || is_known(*entry.key) || explained_.contains(entry.key)) return;
  const std::string_view key = reading_.span(*entry.key).text();
  const auto known = section_keys(kind_);
  const std::string title(section_title(kind_));
  Diagnostic& d =
      warning(*entry.key, "unknown-key", title + " has no key " + quoted(key) + "; it is ignored");
  d.allow(joined({known.begin(), known.end()}));
  if (++unknown_ <= kHintsMax) d.advise(spelling_hint(key, known));
  const std::string_view elsewhere = section_with_key(key);
  if (d.hint.empty() && !elsewhere.empty()) d.advise("it is a key of " + std::string(elsewhere));
}

std::string describe(const YamlNode& node) {
  if (node.is_sequence()) return "a list";
  if (node.is_mapping()) return "a mapping";
  switch (node.value.kind()) {
    case Kind::kNone: return "nothing";
    case Kind::kBool: return node.value.as_bool() ? "the boolean true" : "the boolean false";
    case Kind::kInt: return "an integer";
    case Kind::kFloat: return "a float";
    case Kind::kStr: return "text";
    case Kind::kDate: return "a date";
    case Kind::kDateTime: return "a datetime";
    default: return "binary data";
  }
}

bool is_falsy(const YamlNode& node) {
  if (node.is_sequence()) return node.items.empty();
  if (node.is_mapping()) return node.entries.empty();
  switch (node.value.kind()) {
    case Kind::kNone: return true;
    case Kind::kBool: return !node.value.as_bool();
    case Kind::kInt: return node.value.is_small_int() && node.value.as_int() == 0;
    case Kind::kFloat: return node.value.as_float() == 0;
    case Kind::kStr:
    case Kind::kBytes: return node.value.str().empty();
    default: return false;
  }
}

}  // namespace headrace
