#include <algorithm>
#include <map>

#include "plan/modules.h"
#include "plan/warnings.h"
#include "pylib/builtins.h"

namespace headrace {
namespace {

// Each name that an import binds, with its place; those of `*` are left out.
std::map<std::string, Span> import_places(const SpecHeader& spec) {
  std::map<std::string, Span> out;
  for (const ImportSpec& import : spec.imports) {
    if (import.names.empty()) {
      out.emplace(import.alias.empty() ? import.module.substr(0, import.module.find('.')) : import.alias,
                  import.span);
    }
    for (const ImportSpec::Name& n : import.names) {
      if (n.name != "*") out.emplace(n.alias, n.span);
    }
  }
  return out;
}

bool is_module_name(std::string_view name) {
  const auto known = native_module_names();
  return std::find(known.begin(), known.end(), name) != known.end();
}

}  // namespace

void warn_of_names(const SpecHeader& spec, const ImportedNames& imports,
                   const std::vector<std::string_view>& reserved, Diagnostics& diagnostics) {
  const std::map<std::string, Span> places = import_places(spec);
  for (const AggregateSpec& a : spec.aggregates) {
    const auto import = places.find(a.name);
    if (import != places.end()) {
      diagnostics
          .warning("shadowed-name", a.name_span,
                   "the aggregate " + quoted(a.name) + " hides the import of that name")
          .about(a.qualified_name)
          .advise("give one of them another name")
          .also(import->second, "the import is here");
    } else if (pylib::find_builtin(a.name) || is_module_name(a.name)) {
      diagnostics
          .warning("shadowed-builtin", a.name_span,
                   "the aggregate " + quoted(a.name) + " hides Python's " +
                       (pylib::find_builtin(a.name) ? "builtin" : "module") + " of that name")
          .about(a.qualified_name)
          .advise("expressions that want Python's will not find it");
    }
  }
  for (const auto& [name, span] : places) {
    if (std::find(reserved.begin(), reserved.end(), name) != reserved.end()) {
      diagnostics
          .warning("shadowed-name", span,
                   "the import " + quoted(name) + " is hidden: in expressions " + quoted(name) +
                       " means the spec's own")
          .about(spec.name)
          .advise("import it under another name: " + quoted(name + " as " + name + "_"));
      continue;
    }
    const Value* builtin = pylib::find_builtin(name);
    const auto imported = imports.find(name);
    if (builtin && imported != imports.end() && !builtin->identical(imported->second)) {
      diagnostics
          .warning("shadowed-builtin", span,
                   "the import " + quoted(name) + " hides Python's builtin of that name")
          .about(spec.name);
    }
  }
}

}  // namespace headrace
