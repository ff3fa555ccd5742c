// `headrace init`: a first spec for events that are there.

#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <memory>

#include "cli/commands.h"
#include "cli/event_survey.h"
#include "cli/spec_draft.h"
#include "cli/spec_guess.h"
#include "connect/open_source.h"
#include "connect/python/python_modules.h"
#include "plan/compile_plan.h"
#include "spec/load.h"

namespace headrace::cli {
namespace {

struct Options {
  std::vector<std::string> events;
  std::string output;
  size_t sample = 10'000;
};

Error outside(const std::string& what, const std::string& path) {
  return {ErrorKind::kOutside, what + ": " + std::strerror(errno), path, "", false};
}

Status write_all(int file, const std::string& text, const std::string& path) {
  for (size_t at = 0; at < text.size();) {
    const ssize_t n = ::write(file, text.data() + at, text.size() - at);
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return outside("cannot write", path);
    at += static_cast<size_t>(n);
  }
  if (::fsync(file) != 0) return outside("cannot write", path);
  return Ok{};
}

// The file appears whole or not at all, and never in place of another.
Status write_new_file(const std::string& path, const std::string& text) {
  std::string scratch = path + ".XXXXXX";
  const int file = ::mkstemp(scratch.data());
  if (file < 0) return outside("cannot write", path);
  Status written = write_all(file, text, path);
  if (written && ::fchmod(file, 0644) != 0) written = outside("cannot write", path);
  if (::close(file) != 0 && written) written = outside("cannot write", path);
  if (written && ::link(scratch.c_str(), path.c_str()) != 0) {
    written = errno == EEXIST ? Error{ErrorKind::kInput, "the file is there already", path,
                                      "name another one, or move it away", false}
                              : outside("cannot write", path);
  }
  ::unlink(scratch.c_str());
  return written;
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
  // Asked first: reading the events may take a while.
  if (!options.output.empty() && std::filesystem::exists(options.output)) {
    return Error{ErrorKind::kInput, "the file is there already", options.output,
                 "name another one, or move it away", false};
  }
  const auto source = open_source({.paths = options.events}, survey_projection());
  if (!source) return source.error();
  const Result<EventSurvey> survey = survey_events(**source, options.sample);
  if (!survey) return survey.error();
  if (survey->events.empty()) {
    return Error{ErrorKind::kInput,
                 survey->unread ? "none of the first " + std::to_string(survey->unread) + " lines is an event"
                                : "there are no events",
                 options.events[0], "events are JSON objects, one a line", false};
  }
  const std::string stem = std::filesystem::path(options.events[0]).stem().stem().string();
  const std::string text = draft_spec(*survey, guess_spec(*survey), options.events[0], name_from(stem));
  if (Status s = check(text, options.output.empty() ? "<draft>" : options.output); !s) return s;
  if (!options.output.empty()) return write_new_file(options.output, text);
  if (std::fputs(text.c_str(), stdout) < 0 || std::fflush(stdout) != 0)
    return outside("cannot write", "<stdout>");
  return Ok{};
}

}  // namespace

void add_init(CLI::App& app, int* exit_code) {
  auto o = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand("init", "Draft a first spec for events");
  command->add_option("events", o->events, "Event files, '-' for standard input")->required();
  command->add_option("--output", o->output, "Where to write it, a new file (default: standard output)");
  command->add_option("--sample", o->sample, "How many events are looked at")->check(CLI::PositiveNumber);
  command->callback([o, exit_code] {
    const Status s = run(*o);
    *exit_code = s ? 0 : report(s.error());
  });
}

}  // namespace headrace::cli
