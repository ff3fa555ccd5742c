#include "plan/imports.h"

#include "pylib/module.h"

namespace headrace {
namespace {

class Importer {
 public:
  Importer(ForeignModules* foreign, Diagnostics& diagnostics)
      : foreign_(foreign), diagnostics_(diagnostics) {}

  void add(const ImportSpec& import) {
    if (import.names.empty()) return add_module(import);
    for (const ImportSpec::Name& n : import.names) {
      if (n.name == "*")
        add_all(import);
      else if (std::optional<Value> v = member(import, n.name))
        names_[n.alias] = *v;
    }
  }

  ImportedNames take() { return std::move(names_); }

 private:
  // `import a.b` binds a; `import a.b as c` binds the submodule.
  void add_module(const ImportSpec& import) {
    const std::optional<Value> module = find(import, import.module);
    if (!module) return;
    if (!import.alias.empty()) {
      names_[import.alias] = *module;
      return;
    }
    const std::string top = import.module.substr(0, import.module.find('.'));
    if (const std::optional<Value> root = top == import.module ? module : find(import, top))
      names_[top] = *root;
  }

  std::optional<Value> find(const ImportSpec& import, const std::string& name) {
    if (const Value* native = native_module(name)) return *native;
    if (!foreign_) return refuse(import, "no module named '" + name + "' that works without Python");
    Result<Value> module = foreign_->import_module(name);
    if (!module) return refuse(import, module.error().message, module.error().hint);
    return *std::move(module);
  }

  std::optional<Value> member(const ImportSpec& import, const std::string& name) {
    if (const Value* native = native_module(import.module)) {
      if (const Value* v = native->as<pylib::NativeModule>()->find(name)) return *v;
      if (const Value* sub = native_module(import.module + "." + name)) return *sub;
    }
    if (!foreign_)
      return refuse(import, "cannot import '" + name + "' from '" + import.module + "' without Python");
    Result<Value> v = foreign_->import_from(import.module, name);
    if (!v) return refuse(import, v.error().message, v.error().hint);
    return *std::move(v);
  }

  void add_all(const ImportSpec& import) {
    if (const Value* native = native_module(import.module)) {
      for (const auto& m : native->as<pylib::NativeModule>()->members()) names_[m.name] = m.value;
      return;
    }
    if (!foreign_) {
      refuse(import, "no module named '" + import.module + "' that works without Python");
      return;
    }
    Result<std::vector<std::string>> all = foreign_->public_names(import.module);
    if (!all) {
      refuse(import, all.error().message, all.error().hint);
      return;
    }
    for (const std::string& name : *all) {
      if (std::optional<Value> v = member(import, name)) names_[name] = *v;
    }
  }

  std::nullopt_t refuse(const ImportSpec& import, const std::string& message, const std::string& hint = "") {
    diagnostics_.error("failing-import", import.span, message)
        .advise(hint.empty() ? "modules are looked for in the spec's folder, then on PYTHONPATH" : hint);
    return std::nullopt;
  }

  ForeignModules* foreign_;
  Diagnostics& diagnostics_;
  ImportedNames names_;
};

}  // namespace

ImportedNames resolve_imports(const SpecHeader& spec, ForeignModules* foreign, Diagnostics& diagnostics) {
  Importer importer(foreign, diagnostics);
  for (const ImportSpec& import : spec.imports) importer.add(import);
  return importer.take();
}

}  // namespace headrace
