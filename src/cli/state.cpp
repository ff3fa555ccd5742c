// `headrace state`: what is in a state file, and whether it is whole.

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <cstdio>
#include <memory>

#include "cli/commands.h"
#include "cli/option_values.h"
#include "cli/state_files.h"
#include "data/json_write.h"
#include "state/state_format.h"
#include "state/stored_layout.h"

namespace headrace::cli {
namespace {

struct AggregateCounts {
  uint64_t open = 0;
  uint64_t saved = 0;
};

struct Summary {
  std::unique_ptr<StreamPlan> layout;
  std::vector<AggregateCounts> aggregates;
  int64_t last_event_us = INT64_MIN;
};

// Looks at every row, so that a file that is summed up is also sound.
Result<Summary> sum_up(const StateFile& file) {
  Summary summary;
  summary.layout = layout_of(file.spec());
  if (!summary.layout) {
    return Error{ErrorKind::kInput, "holds a spec that this headrace does not know", file.path(),
                 "read it with the version of headrace that wrote it", false};
  }
  summary.aggregates.resize(summary.layout->aggregates.size());
  for (const KeyRecord& key : file.keys()) {
    RowStore store;
    const KeyState::Owner state = KeyState::make(*summary.layout, key.identity, store);
    if (Status s = file.restore(*summary.layout, key, state.get()); !s) return s.error();
    for (size_t i = 0; i < state->aggregate_count(); ++i)
      summary.aggregates[i].open += state->aggregate(i).open();
    for (const SavedRow& row : state->saved) ++summary.aggregates[row.aggregate()].saved;
    summary.last_event_us = std::max(summary.last_event_us, key.last_event_us);
  }
  return summary;
}

std::string time_text(int64_t us) {
  if (us == INT64_MIN) return "";
  std::string text;
  append_iso(Value::datetime(us, Zone::kFixed, 0), &text);
  return text;
}

std::string as_table(const StateFile& file, const Summary& summary) {
  std::string out;
  const auto line = [&](std::string_view name, const std::string& value) {
    out += fmt::format("{:<12}{}\n", name, value);
  };
  line("file", file.path());
  line("format", std::to_string(state_format::kVersion));
  line("spec", summary.layout->name);
  line("identities", fmt::format("{}", file.totals().keys));
  line("saved rows", fmt::format("{}", file.totals().saved));
  line("last event", time_text(summary.last_event_us));
  line("bytes", fmt::format("{}", file.size_bytes()));
  out += fmt::format("\n{:<24}{:<12}{:>8}{:>12}{:>12}\n", "aggregate", "kind", "fields", "open", "saved");
  for (size_t i = 0; i < summary.aggregates.size(); ++i) {
    const AggregatePlan& plan = summary.layout->aggregates[i];
    std::string_view kind = aggregate_type_name(plan.kind);
    kind.remove_prefix(kind.rfind(':') + 1);
    out += fmt::format("{:<24}{:<12}{:>8}{:>12}{:>12}\n", plan.name, kind,
                       plan.fields.size() + plan.dimensions.size(), summary.aggregates[i].open,
                       summary.aggregates[i].saved);
  }
  return out;
}

std::string as_json(const StateFile& file, const Summary& summary) {
  std::string out = "{\"file\": ";
  append_json_bytes(file.path(), &out);
  out +=
      fmt::format(", \"format\": {}, \"identities\": {}, \"saved_rows\": {}, \"bytes\": {}, \"last_event\": ",
                  state_format::kVersion, file.totals().keys, file.totals().saved, file.size_bytes());
  if (summary.last_event_us == INT64_MIN)
    out += "null";
  else
    append_json_string(time_text(summary.last_event_us), &out);
  out += ", \"aggregates\": [";
  for (size_t i = 0; i < summary.aggregates.size(); ++i) {
    out += i ? ", {\"name\": " : "{\"name\": ";
    append_json_string(summary.layout->aggregates[i].name, &out);
    out += fmt::format(", \"open\": {}, \"saved\": {}}}", summary.aggregates[i].open,
                       summary.aggregates[i].saved);
  }
  out += "], \"spec\": ";
  append_json(file.spec(), &out);
  return out + "}\n";
}

int print(const std::string& text) {
  if (std::fwrite(text.data(), 1, text.size(), stdout) == text.size() && std::fflush(stdout) == 0) return 0;
  return report({ErrorKind::kOutside, "cannot write", "<stdout>", "", false});
}

int inspect(const std::string& path, bool json) {
  const Result<StateFile> file = open_state_file(path);
  if (!file) return report(file.error());
  const Result<Summary> summary = sum_up(*file);
  if (!summary) return report(summary.error());
  return print(json ? as_json(*file, *summary) : as_table(*file, *summary));
}

int verify(const std::string& path) {
  const Result<StateFile> file = open_state_file(path);
  if (!file) return report(file.error());
  if (const Result<Summary> summary = sum_up(*file); !summary) return report(summary.error());
  return print(fmt::format("{}: good, {} identities, {} saved rows\n", path, file->totals().keys,
                           file->totals().saved));
}

}  // namespace

void add_state(CLI::App& app, int* exit_code) {
  CLI::App* command = app.add_subcommand("state", "Look into state files");
  command->require_subcommand(1);
  auto path = std::make_shared<std::string>();
  auto format = std::make_shared<std::string>("text");
  CLI::App* inspecting = command->add_subcommand("inspect", "Say what a state file holds");
  inspecting->add_option("file", *path, "State file")->required();
  inspecting->add_option("--format", *format, "text or json")->check(one_of({"text", "json"}));
  inspecting->callback([path, format, exit_code] { *exit_code = inspect(*path, *format == "json"); });
  CLI::App* verifying = command->add_subcommand("verify", "Check that a state file is whole and sound");
  verifying->add_option("file", *path, "State file")->required();
  verifying->callback([path, exit_code] { *exit_code = verify(*path); });
}

}  // namespace headrace::cli
