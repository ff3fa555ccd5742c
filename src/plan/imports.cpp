#include "plan/imports.h"

#include "base/spelling.h"
#include "pylib/module.h"

namespace headrace {
namespace {

class Importer {
 public:
  Importer(const std::string& owner, ForeignModules* foreign, Diagnostics& diagnostics)
      : owner_(owner), foreign_(foreign), diagnostics_(diagnostics) {}

  void add(const ImportSpec& import) {
    if (import.names.empty()) return add_module(import);
    const bool there = find(import, import.module).has_value();
    for (const ImportSpec::Name& n : import.names) {
      if (!there)
        names_[n.alias] = Value();
      else if (n.name == "*")
        add_all(import, n);
      else
        names_[n.alias] = member(import, n.name, n.span).value_or(Value());
    }
  }

  ImportedNames take() { return std::move(names_); }

 private:
  // `import a.b` binds a; `import a.b as c` binds the submodule.
  void add_module(const ImportSpec& import) {
    const std::string top = import.module.substr(0, import.module.find('.'));
    const std::optional<Value> module = find(import, import.module);
    if (!import.alias.empty() || !module || top == import.module) {
      names_[import.alias.empty() ? top : import.alias] = module.value_or(Value());
    } else {
      names_[top] = find(import, top).value_or(Value());
    }
  }

  std::optional<Value> find(const ImportSpec& import, const std::string& name) {
    if (const Value* native = native_module(name)) return *native;
    if (!foreign_) return refuse(import.span, "no module named '" + name + "' that works without Python");
    Result<Value> module = foreign_->import_module(name);
    if (module) return *std::move(module);
    const std::string near = spelling_hint(name, native_module_names());
    return refuse(import.span, module.error().message, near.empty() ? module.error().hint : near);
  }

  std::optional<Value> member(const ImportSpec& import, const std::string& name, const Span& span) {
    if (const Value* native = native_module(import.module)) {
      if (const Value* v = native->as<pylib::NativeModule>()->find(name)) return *v;
      if (const Value* sub = native_module(import.module + "." + name)) return *sub;
    }
    if (!foreign_)
      return refuse(span, "cannot import '" + name + "' from '" + import.module + "' without Python");
    Result<Value> v = foreign_->import_from(import.module, name);
    if (v) return *std::move(v);
    const std::vector<std::string> known = names_of(import.module);
    const std::string near = spelling_hint(name, std::vector<std::string_view>(known.begin(), known.end()));
    // Of a module of ours it is no matter whether Python has it too.
    return refuse(span,
                  native_module(import.module)
                      ? "cannot import name '" + name + "' from '" + import.module + "'"
                      : v.error().message,
                  near.empty() ? v.error().hint : near);
  }

  // What can be imported from a module, as far as it is known.
  std::vector<std::string> names_of(const std::string& module) {
    std::vector<std::string> names;
    if (const Value* native = native_module(module)) {
      for (const auto& m : native->as<pylib::NativeModule>()->members()) names.emplace_back(m.name);
    } else if (Result<std::vector<std::string>> all = foreign_->public_names(module)) {
      names = *std::move(all);
    }
    return names;
  }

  void add_all(const ImportSpec& import, const ImportSpec::Name& star) {
    if (const Value* native = native_module(import.module)) {
      for (const auto& m : native->as<pylib::NativeModule>()->members()) names_[m.name] = m.value;
      return;
    }
    Result<std::vector<std::string>> all = foreign_->public_names(import.module);
    if (!all) {
      refuse(star.span, all.error().message, all.error().hint);
      names_[star.name] = Value();
      return;
    }
    for (const std::string& name : *all) names_[name] = member(import, name, star.span).value_or(Value());
  }

  std::nullopt_t refuse(const Span& span, const std::string& message, const std::string& hint = "") {
    diagnostics_.error("failing-import", span, message).about(owner_).advise(hint);
    return std::nullopt;
  }

  const std::string& owner_;

  ForeignModules* foreign_;
  Diagnostics& diagnostics_;
  ImportedNames names_;
};

}  // namespace

ImportedNames resolve_imports(const SpecHeader& spec, ForeignModules* foreign, Diagnostics& diagnostics) {
  Importer importer(spec.name, foreign, diagnostics);
  for (const ImportSpec& import : spec.imports) importer.add(import);
  return importer.take();
}

}  // namespace headrace
