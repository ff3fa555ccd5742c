// `Import:` items -> Python imports. Blurr pastes Module and Identifiers into an import statement, so each
// may hold what stands there: "datetime as dt", "os, sys", "parse as p", "*".
#include "expr/lexer.h"
#include "spec/load_parts.h"

namespace headrace {
namespace {

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view kBlanks = " \t\n";
  const size_t first = text.find_first_not_of(kBlanks);
  if (first == text.npos) return {};
  return text.substr(first, text.find_last_not_of(kBlanks) - first + 1);
}

bool is_import_name(std::string_view text) { return is_identifier(text) && !expr::is_keyword(text); }

bool is_module_name(std::string_view text) {
  while (true) {
    const size_t dot = std::min(text.find('.'), text.size());
    if (!is_import_name(text.substr(0, dot))) return false;
    if (dot == text.size()) return true;
    text.remove_prefix(dot + 1);
  }
}

std::vector<std::string_view> split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  while (true) {
    const size_t at = std::min(text.find(separator), text.size());
    parts.push_back(trimmed(text.substr(0, at)));
    if (at == text.size()) return parts;
    text.remove_prefix(at + 1);
  }
}

// "name as alias" -> both; the alias is empty without one. False when it is neither.
bool split_alias(std::string_view text, std::string_view* name, std::string_view* alias) {
  std::vector<std::string_view> words;
  for (std::string_view word : split(text, ' ')) {
    if (!word.empty()) words.push_back(word);
  }
  if (words.size() != 1 && (words.size() != 3 || words[1] != "as" || !is_import_name(words[2]))) return false;
  *name = words[0];
  *alias = words.size() == 3 ? words[2] : std::string_view();
  return true;
}

class ImportReader {
 public:
  ImportReader(Reading& reading, const YamlNode& mapping, std::string owner)
      : section_(reading, mapping, SectionKind::kImport, std::move(owner)), mapping_(mapping) {}

  std::vector<ImportSpec> read() {
    section_.require("Module");
    const YamlNode* module = mapping_.find("Module");
    if (!module || module->broken) return {};
    if (!module->is_string() || module->string().empty()) {
      section_.wrong_type("Module", "the name of a module", *module);
      return {};
    }
    const YamlNode* identifiers = section_.get("Identifiers");
    return identifiers && !is_falsy(*identifiers) ? read_from(*module, *identifiers) : read_modules(*module);
  }

 private:
  // import a, b.c as d
  std::vector<ImportSpec> read_modules(const YamlNode& node) {
    std::vector<ImportSpec> imports;
    for (std::string_view part : split(node.string(), ',')) {
      std::string_view module, alias;
      if (!split_alias(part, &module, &alias) || !is_module_name(module)) {
        report(node, "is not the name of a module",
               "write it as after Python's 'import': 'a.b' or 'a.b as c'");
        return {};
      }
      imports.push_back({std::string(module), std::string(alias), {}, section_.reading().span(node)});
    }
    return imports;
  }

  // from a import b, c as d
  std::vector<ImportSpec> read_from(const YamlNode& module, const YamlNode& identifiers) {
    ImportSpec import;
    import.module = trimmed(module.string());
    import.span = section_.reading().span(module);
    if (!is_module_name(import.module)) {
      report(module, "is not the name of a module", "write it as after Python's 'from': 'a.b'");
      return {};
    }
    std::vector<const YamlNode*> items = identifiers.items;
    if (identifiers.is_string()) {
      section_.warning(identifiers, "loose-type", "'Identifiers' should be a list");
      items = {&identifiers};
    } else if (!identifiers.is_sequence()) {
      section_.wrong_type("Identifiers", "a list", identifiers);
    }
    for (const YamlNode* item : items) read_names(*item, import);
    check_star(identifiers, import);
    if (import.names.empty()) return {};
    return {import};
  }

  void read_names(const YamlNode& item, ImportSpec& import) {
    if (item.broken) return;
    if (!item.is_string()) {
      section_.wrong_type("Identifiers", "a list of names", item);
      return;
    }
    for (std::string_view part : split(item.string(), ',')) {
      std::string_view name, alias;
      if (part == "*") {
        import.names.push_back({"*", "*", section_.reading().span(item)});
      } else if (split_alias(part, &name, &alias) && is_import_name(name)) {
        import.names.push_back(
            {std::string(name), std::string(alias.empty() ? name : alias), section_.reading().span(item)});
      } else {
        report(item, "is not a name that can be imported", "write 'name' or 'name as other'");
        return;
      }
    }
  }

  void check_star(const YamlNode& identifiers, const ImportSpec& import) {
    if (import.names.size() < 2) return;
    for (const ImportSpec::Name& name : import.names) {
      if (name.name == "*")
        return report(identifiers, "has a '*' beside other names", "'*' must stand alone");
    }
  }

  void report(const YamlNode& node, std::string_view what, std::string hint) {
    const std::string_view written = node.is_string() ? node.string() : section_.reading().span(node).text();
    section_.error(node, "invalid-import", quoted(written) + " " + std::string(what)).advise(std::move(hint));
  }

  Section section_;
  const YamlNode& mapping_;
};

}  // namespace

std::vector<ImportSpec> read_imports(Section& spec) {
  std::vector<ImportSpec> imports;
  const YamlNode* list = spec.list("Import");
  if (!list) return imports;
  for (size_t i = 0; i < list->items.size(); ++i) {
    const YamlNode* item = item_mapping(spec.reading(), *list->items[i], "an import", spec.name());
    if (!item) continue;
    ImportReader reader(spec.reading(), *item, spec.name() + ".Import[" + std::to_string(i + 1) + "]");
    for (ImportSpec& import : reader.read()) imports.push_back(std::move(import));
  }
  return imports;
}

}  // namespace headrace
