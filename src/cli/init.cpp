// `headrace init`: a first spec for events that are there.

#include <CLI/CLI.hpp>

#include <cstdio>
#include <filesystem>
#include <memory>

#include "cli/commands.h"
#include "cli/event_survey.h"
#include "cli/option_values.h"
#include "cli/skipped_events.h"
#include "cli/spec_draft.h"
#include "cli/spec_guess.h"
#include "connect/file_sink.h"
#include "connect/open_source.h"
#include "connect/python/python_modules.h"
#include "plan/compile_plan.h"
#include "spec/load.h"

namespace headrace::cli {
namespace {

struct Options {
  std::vector<std::string> events;
  std::string output = "-";
  size_t sample = 10'000;
};

// An error where the file is there; asked before the events are read, which takes a while, and again before
// the draft takes its name.
Status refuse_to_overwrite(const std::string& path) {
  std::error_code unknown;  // what cannot be looked at cannot be written either, which says why
  if (path == "-" || !std::filesystem::exists(path, unknown)) return Ok{};
  return Error{ErrorKind::kInput, "the file is there already", path, "name another one, or move it away",
               false};
}

Status write_draft(const std::string& path, const std::string& text) {
  const auto sink = open_file_sink(path);
  if (!sink) return sink.error();
  if (Status s = (*sink)->write(text); !s) return s;
  if (Status s = (*sink)->close(); !s) return s;
  if (Status s = refuse_to_overwrite(path); !s) return s;
  return (*sink)->publish();
}

// The draft is a spec like any other: what is wrong with it would be our mistake.
Status check(const std::string& text, const std::string& path) {
  Diagnostics diagnostics;
  const SpecSet set = load_specs({std::make_shared<SourceFile>(path, text)}, diagnostics);
  python::PythonModules python(".");
  if (!diagnostics.has_errors())
    compile_stream(std::get<StreamingSpec>(set.specs.at(0)), &python, diagnostics);
  if (!diagnostics.has_errors()) return Ok{};
  std::fputs(to_text(diagnostics).c_str(), stderr);
  return Error{ErrorKind::kBug, "the draft is no valid spec", "", "please report this, with an event", false};
}

Status run(const Options& options) {
  if (Status s = refuse_to_overwrite(options.output); !s) return s;
  SourceOptions from;
  from.paths = options.events;
  const auto source = open_source(from, survey_projection());
  if (!source) return source.error();
  const Result<EventSurvey> survey = survey_events(**source, options.sample);
  if (!survey) return survey.error();
  say_left_out(**source);
  if (survey->events.empty()) {
    return Error{ErrorKind::kInput,
                 survey->unread ? "none of the first " + std::to_string(survey->unread) + " lines is an event"
                                : "there are no events",
                 options.events[0], "events are JSON objects, one a line", false};
  }
  const std::string stem = std::filesystem::path(options.events[0]).stem().stem().string();
  const std::string text = draft_spec(*survey, guess_spec(*survey), options.events[0], name_from(stem));
  if (Status s = check(text, options.output); !s) return s;
  return write_draft(options.output, text);
}

}  // namespace

void add_init(CLI::App& app, int* exit_code) {
  auto o = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand("init", "Draft a first spec for events");
  command->add_option("events", o->events, "Event files, '-' for standard input")->required();
  command->add_option("--output", o->output, "Where to write it, a new file (default: standard output)");
  command->add_option("--sample", o->sample, "How many events are looked at")
      ->transform(whole_number(1, UINT64_MAX));
  command->callback([o, exit_code] {
    const Status s = run(*o);
    *exit_code = s ? 0 : report(s.error());
  });
}

}  // namespace headrace::cli
