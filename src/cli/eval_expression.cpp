#include "cli/eval_expression.h"

#include <chrono>
#include <cstdio>
#include <memory>

#include "cli/commands.h"
#include "connect/memory_source.h"
#include "connect/python/python_modules.h"
#include "data/datetime.h"
#include "data/json_write.h"
#include "data/object.h"
#include "engine/batch.h"
#include "expr/machine.h"
#include "plan/expressions.h"
#include "plan/scopes.h"
#include "pylib/api.h"
#include "spec/expected_fields.h"

namespace headrace::cli {
namespace {

Span whole_of(const char* name, const std::string& text) {
  return {std::make_shared<SourceFile>(name, text), 0, static_cast<uint32_t>(text.size())};
}

// What a spec would import: the native modules, `parse`, and what the command line asks for.
SpecHeader imports_of(const std::vector<std::string>& wanted) {
  SpecHeader header;
  for (const char* module : {"math", "statistics", "json", "re", "datetime", "dateutil.parser"})
    header.imports.push_back({module, "", {}, {}});
  header.imports.push_back({"dateutil.parser", "", {{"parse", "parse"}}, {}});
  for (const std::string& text : wanted) {
    const size_t colon = std::min(text.find(':'), text.size());
    ImportSpec import{text.substr(0, colon), "", {}, whole_of("--import", text)};
    for (size_t begin = colon + 1; begin < text.size();) {
      const size_t comma = std::min(text.find(',', begin), text.size());
      const std::string name = text.substr(begin, comma - begin);
      import.names.push_back({name, name});
      begin = comma + 1;
    }
    header.imports.push_back(std::move(import));
  }
  return header;
}

class Evaluation {
 public:
  explicit Evaluation(const EvalOptions& options) : options_(options), python_(".") {
    using namespace std::chrono;
    machine_.now_us = duration_cast<microseconds>(system_clock::now().time_since_epoch()).count();
  }

  int run() {
    if (!read_time("--now", options_.now, &now_) || !read_time("--time", options_.time, &time_)) return 2;
    if (!now_.is_none()) machine_.now_us = instant_us(now_);
    if (!compile()) {
      if (options_.json)
        std::fputs(to_json(diagnostics_).c_str(), stdout);
      else
        std::fputs(to_text(diagnostics_).c_str(), stderr);
      return exit_code(ErrorKind::kInput);
    }
    if (!read_event()) return exit_code(ErrorKind::kInput);
    const Value* bases[] = {event_.row(0)};
    Value result;
    std::string repr;
    if (!machine_.evaluate(*program_, {bases}, &result) || !pylib::append_repr(machine_, result, &repr))
      return failed();
    print(result, repr);
    return 0;
  }

 private:
  static bool read_time(const char* option, const std::string& text, Value* out) {
    if (text.empty()) return true;
    *out = expected_datetime(Value::string(text));
    if (!out->is_none()) return true;
    report({ErrorKind::kUsage, "'" + text + "' is not a time", option, "write it as 2026-01-31T12:00:00Z",
            false});
    return false;
  }

  bool compile() {
    const ImportedNames names = resolve_imports(imports_of(options_.imports), &python_, diagnostics_);
    if (diagnostics_.has_errors()) return false;
    const ExprSource source{
        options_.expression, whole_of("<expression>", options_.expression), "", "", YamlStyle::kPlain, true};
    // As in a spec: an expression that may change the event gets it whole.
    for (const bool whole_event : {false, true}) {
      EventNamespace event(&plan_, whole_event);
      SpecScope scope(&names, &python_);
      scope.add("source", as_binding(&event));
      if (!time_.is_none())
        scope.add("time", expr::Binding::slot(0, EventSlots::kTime, kind_set(Kind::kDateTime)));
      diagnostics_ = Diagnostics();
      program_ = compile_expression(source, scope, diagnostics_);
      if (!event.may_change()) break;
    }
    return program_ != nullptr;
  }

  bool read_event() {
    const std::string& text = options_.event.empty() ? "{}" : options_.event;
    MemorySource source("--event", {text}, projection_of(plan_, true), 1);
    std::vector<SkippedEvent> skipped;
    if (Result<bool> more = source.read(&event_, &skipped); !more) {
      report(more.error());
      return false;
    }
    if (!skipped.empty()) {
      report({ErrorKind::kInput, skipped[0].reason + ": " + skipped[0].detail, "--event",
              "write it as '{\"key\": \"value\"}'", false});
      return false;
    }
    event_.row(0)[EventSlots::kTime] = time_;
    return true;
  }

  int failed() {
    const std::string text = machine_.error().text();
    if (!options_.json) return report({ErrorKind::kInput, text, "<expression>", "", false});
    std::string json = "{\"error\": ";
    append_json_string(text, &json);
    std::printf("%s}\n", json.c_str());
    return exit_code(ErrorKind::kInput);
  }

  void print(const Value& value, const std::string& repr) {
    std::vector<std::string> foreign;
    for (const expr::GlobalUse& g : program_->globals) {
      if (g.foreign) foreign.push_back(g.name);
    }
    if (!options_.json) {
      std::string calls = foreign.empty() ? "native" : "calls CPython: ";
      for (size_t i = 0; i < foreign.size(); ++i) calls.append(i ? ", " : "").append(foreign[i]);
      std::printf("%s\n%s, %s\n", repr.c_str(), std::string(type_name(value)).c_str(), calls.c_str());
      return;
    }
    std::string json = "{\"value\": ";
    append_json_or_null(value, &json);
    json.append(", \"repr\": ");
    append_json_string(repr, &json);
    json.append(", \"type\": ");
    append_json_string(type_name(value), &json);
    json.append(", \"cpython\": [");
    for (size_t i = 0; i < foreign.size(); ++i) {
      json.append(i ? ", " : "");
      append_json_string(foreign[i], &json);
    }
    std::printf("%s]}\n", json.c_str());
  }

  const EvalOptions& options_;
  python::PythonModules python_;
  expr::Machine machine_;
  Diagnostics diagnostics_;
  StreamPlan plan_;  // only what it reads of an event is used
  std::unique_ptr<expr::Program> program_;
  EventBatch event_;
  Value now_, time_;
};

}  // namespace

int eval_expression(const EvalOptions& options) { return Evaluation(options).run(); }

}  // namespace headrace::cli
