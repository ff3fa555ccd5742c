#include "spec/names.h"

#include <algorithm>

#include "base/unicode.h"
#include "expr/lexer.h"

namespace headrace {
namespace {

// What Blurr takes as well, though no expression can write it behind a dot: "os-version", "total spend",
// "7_days". Dots, slashes and colons join names to qualified names and keys.
bool is_loose_name(std::string_view text) {
  if (text.starts_with(' ') || text.ends_with(' ') || text.find("  ") != text.npos) return false;
  return unicode::is_valid(text, true) && std::none_of(text.begin(), text.end(), [](char c) {
           return static_cast<unsigned char>(c) < 0x20 || c == 0x7F || c == '.' || c == '/' || c == ':';
         });
}

std::string identifier_from(std::string_view text) {
  std::string out;
  const char* at = text.data();
  while (at < text.data() + text.size()) {
    const char32_t c = unicode::decode_next(at);
    unicode::append(out, unicode::is_identifier_continue(c) ? c : U'_');
  }
  if (!out.empty() && !is_identifier(out)) out.insert(0, "n");
  return out;
}

void check_name(Section& section, const YamlNode& node, NameUse use) {
  const std::string_view name = node.string();
  if (name.starts_with('_') || name.starts_with("run_")) {
    const std::string_view prefix = name.starts_with('_') ? "_" : "run_";
    section
        .error(node, "reserved-name",
               "the name " + quoted(name) + " starts with '" + std::string(prefix) +
                   "', which the language keeps for itself")
        .advise(name.size() > prefix.size() ? "call it " + quoted(name.substr(prefix.size())) : "");
  } else if (use == NameUse::kStore) {
    return;
  } else if (is_identifier(name)) {
    if (use == NameUse::kScoped && expr::is_keyword(name)) {
      section.warning(node, "unreachable-name",
                      quoted(name) + " is a word of Python's own: no expression can refer to it");
    }
  } else if (!is_loose_name(name)) {
    section
        .error(node, "invalid-name",
               quoted(name) + " is not a name: it may not hold '.', '/', ':' or line ends")
        .advise("call it " + quoted(identifier_from(name)));
  } else if (use == NameUse::kScoped) {
    section
        .warning(node, "unreachable-name",
                 "expressions reach " + quoted(name) + " only as a field in brackets, a['" +
                     std::string(name) + "'], for it is no name of Python's")
        .advise("call it " + quoted(identifier_from(name)));
  }
}

}  // namespace

bool is_identifier(std::string_view text) {
  if (text.empty() || !unicode::is_valid(text, true)) return false;
  const char* at = text.data();
  if (!unicode::is_identifier_start(unicode::decode_next(at))) return false;
  while (at < text.data() + text.size()) {
    if (!unicode::is_identifier_continue(unicode::decode_next(at))) return false;
  }
  return true;
}

std::string read_name(Section& section, NameUse use, Span* span) {
  *span = section.head();
  if (!section.require("Name")) return {};
  const YamlNode* node = section.get("Name");
  if (!node) return {};
  *span = section.reading().span(*node);
  const auto name = section.text("Name");
  if (!name) return {};
  check_name(section, *node, use);
  return *name;
}

void NameScope::add(Reading& reading, std::string_view what, const std::string& name,
                    const std::string& qualified_name, const Span& span) {
  if (name.empty()) return;
  const auto [first, fresh] = names_.emplace(name, First{std::string(what), span});
  if (fresh) return;
  const std::string& other = first->second.what;
  reading.diagnostics
      .error("duplicate-name", span,
             "the name " + quoted(name) + " is taken" + (other == what ? "" : " by a " + other))
      .about(qualified_name)
      .also(first->second.span, "first given here");
}

}  // namespace headrace
