#include "cli/eval_cases.h"

#include <chrono>
#include <cstdio>

#include "cli/tagged_value.h"
#include "connect/file_stream.h"
#include "connect/line_reader.h"
#include "data/json_parser.h"
#include "data/json_write.h"
#include "engine/field_value.h"
#include "expr/compiler.h"
#include "expr/machine.h"
#include "plan/scopes.h"

namespace headrace::cli {
namespace {

struct Imports {
  ImportedNames names;
  explicit Imports(ForeignModules* foreign) {
    SpecHeader header;
    const auto add = [&](const char* module, const char* alias, std::vector<ImportSpec::Name> wanted) {
      header.imports.push_back({module, alias, std::move(wanted), {}});
    };
    for (const char* m : {"math", "statistics", "json", "re", "dateutil.parser"}) add(m, "", {});
    if (foreign) add("string", "", {});
    add("datetime", "dt", {});
    add("datetime", "",
        {{"datetime", "datetime"}, {"date", "date"}, {"timedelta", "timedelta"}, {"timezone", "timezone"}});
    add("dateutil.parser", "", {{"parse", "parse"}});
    Diagnostics diagnostics;
    names = resolve_imports(header, foreign, diagnostics);
  }
};

std::optional<FieldType> field_type_of(std::string_view name) {
  for (int i = 0; i < 8; ++i) {
    if (field_type_name(static_cast<FieldType>(i)) == name) return static_cast<FieldType>(i);
  }
  return std::nullopt;
}

const char* exception_of(const expr::SyntaxError& error) {
  return error.message.starts_with("unknown name") ? "NameError" : "SyntaxError";
}

class CaseRunner {
 public:
  explicit CaseRunner(ForeignModules* foreign) : foreign_(foreign), imports_(foreign) {
    using namespace std::chrono;
    machine_.now_us = duration_cast<microseconds>(system_clock::now().time_since_epoch()).count();
  }

  bool run(std::string_view line, std::string* out) {
    Value c;
    JsonError json_error;
    if (!parse_json(line, &c, &json_error) || c.kind() != Kind::kDict) return false;
    const Value* text = get(c, "e");
    const Value* source = get(c, "s");
    if (!text || !text->is_str() || (source && source->kind() != Kind::kDict)) return false;

    StreamPlan plan;  // only its projection is used
    AggregatePlan aggregate;
    aggregate.name = "a";
    const Value* fields = get(c, "f");
    if (fields && !set_fields(*fields, &aggregate)) return false;
    RowNamespace row("aggregate 'a'", 1, &aggregate);
    expr::SyntaxError error;
    std::unique_ptr<expr::Program> program;
    for (bool whole_events : {false, true}) {
      EventNamespace event(&plan, whole_events);
      SpecScope scope(&imports_.names, foreign_);
      scope.add("source", as_binding(&event));
      if (fields) scope.add("a", as_binding(&row));
      program = expr::compile(text->str(), scope, &error);
      if (!event.may_change()) break;
    }
    out->append("{");
    if (!program)
      out->append("\"x\": \"").append(exception_of(error)).append("\"");
    else
      evaluate(*program, plan, source, out);
    if (program && program->uses_python()) out->append(", \"py\": true");
    if (fields) append_fields(aggregate, out);
    out->append("}\n");
    return true;
  }

 private:
  static const Value* get(const Value& dict, const char* key) {
    const DictEntry* e = dict.as<DictObj>()->table.find(Value::string(key));
    return e ? &e->value : nullptr;
  }

  bool set_fields(const Value& fields, AggregatePlan* aggregate) {
    row_.clear();
    if (fields.kind() != Kind::kList) return false;
    for (const Value& f : fields.as<ListObj>()->items) {
      if (f.kind() != Kind::kList) return false;
      const auto& parts = f.as<ListObj>()->items;
      if (parts.size() != 3 || !parts[0].is_str() || !parts[1].is_str()) return false;
      const auto type = field_type_of(parts[1].str());
      if (!type) return false;
      aggregate->slot_names.emplace_back(parts[0].str());
      aggregate->slot_types.push_back(*type);
      row_.push_back(default_value(*type));
      if (!assign_field(machine_, *type, parts[2], &row_.back())) return false;
    }
    return true;
  }

  void evaluate(const expr::Program& program, const StreamPlan& plan, const Value* source, std::string* out) {
    Value event = source ? *source : Value::adopt(new DictObj());
    std::vector<Value> slots(plan.event_slot_count());
    for (size_t i = 0; i < plan.keys.size(); ++i) {
      const DictEntry* e = event.as<DictObj>()->table.find(Value::string(plan.keys[i]));
      if (e) slots[EventSlots::kKeys + i] = e->value;  // shared, as a source fills them
    }
    event.obj()->flavor = Flavor::kRecord;
    slots[EventSlots::kRecord] = event;
    const Value* bases[] = {slots.data(), row_.data()};
    Value result;
    std::string value;
    if (machine_.evaluate(program, {bases}, &result) && append_tagged(machine_, result, &value)) {
      out->append("\"v\": ").append(value);
    } else {
      out->append("\"x\": \"").append(exception_name(machine_.error().type)).append("\"");
    }
  }

  void append_fields(const AggregatePlan& aggregate, std::string* out) {
    out->append(", \"f\": [");
    for (size_t i = 0; i < row_.size(); ++i) {
      out->append(i ? ", [" : "[");
      append_json_string(aggregate.slot_names[i], out);
      out->append(", ");
      append_tagged(machine_, row_[i], out);
      out->append("]");
    }
    out->append("]");
  }

  ForeignModules* foreign_;
  Imports imports_;
  expr::Machine machine_;
  std::vector<Value> row_;
};

constexpr size_t kLinesAtATime = 64;

}  // namespace

Status eval_cases(const std::string& path, ForeignModules* foreign) {
  Result<std::unique_ptr<ByteStream>> stream = open_file_stream(path);
  if (!stream) return stream.error();
  LineReader lines(*std::move(stream));
  CaseRunner runner(foreign);
  std::string out;
  Lines read;
  for (uint64_t number = 1;;) {
    Result<bool> more = lines.next(kLinesAtATime, &read);
    if (!more) return more.error();
    if (!*more) break;
    for (const std::string_view line : read.lines) {
      if (!runner.run(line, &out))
        return Error{ErrorKind::kInput, "this line is no case", path + ":" + std::to_string(number), "",
                     false};
      ++number;
    }
    if (out.size() > 1 << 16) {
      std::fwrite(out.data(), 1, out.size(), stdout);
      out.clear();
    }
  }
  std::fwrite(out.data(), 1, out.size(), stdout);
  return Ok{};
}

}  // namespace headrace::cli
