#include "cli/find_specs.h"

#include <algorithm>
#include <memory>
#include <optional>
#include <vector>

#include "cli/count_text.h"
#include "cli/messages.h"
#include "cli/spec_files.h"
#include "spec/load.h"

namespace headrace::cli {
namespace {

// A YAML file that may be a spec.
struct Candidate {
  std::string path;
  std::shared_ptr<const SourceFile> file;
  std::optional<Spec> spec;  // as far as it could be read
  Diagnostics diagnostics;
  bool compiles = true;  // as far as was tried

  bool valid() const { return compiles && spec && header(*spec).valid; }
  const StreamingSpec* streaming() const { return spec ? std::get_if<StreamingSpec>(&*spec) : nullptr; }
  const WindowSpec* window() const { return spec ? std::get_if<WindowSpec>(&*spec) : nullptr; }
};

Result<Candidate> read_candidate(const std::string& path) {
  auto file = read_spec_file(path);
  if (!file) return file.error();
  Candidate c;
  c.path = path;
  c.file = *std::move(file);
  SpecSet set = load_specs({c.file}, c.diagnostics);
  if (!set.specs.empty()) c.spec = std::move(set.specs.front());
  return c;
}

Result<std::vector<Candidate>> read_folder(const std::string& folder) {
  const Result<std::vector<std::string>> paths = yaml_files(folder);
  if (!paths) return paths.error();
  std::vector<Candidate> out;
  for (const std::string& path : *paths) {
    Result<Candidate> c = read_candidate(path);
    if (c)
      out.push_back(*std::move(c));
    else
      say(Level::kWarning, "passed over " + path + ": " + c.error().message);
  }
  return out;
}

bool stands_on(const WindowSpec& window, const StreamingSpec& streaming) {
  return window.source_bts.empty() || window.source_bts == streaming.name;
}

// Whether the window spec is valid on top of this streaming spec.
bool fits(const Candidate& window, const Candidate& streaming, UserCode user_code, Diagnostics* diagnostics) {
  return load_plans(streaming.path, window.path, *diagnostics, user_code) && !diagnostics->has_errors();
}

// Its expressions too.
bool try_compiling(Candidate& streaming, UserCode user_code) {
  Diagnostics found;
  streaming.compiles = load_plans(streaming.path, "", found, user_code) && !found.has_errors();
  if (!streaming.compiles) streaming.diagnostics = std::move(found);
  return streaming.compiles;
}

void say_passed_over(const Candidate& c, const Diagnostics& diagnostics) {
  say(Level::kWarning, "passed over " + c.path + ", which has " +
                           count_text(diagnostics.count(Severity::kError), "error") +
                           "; 'headrace validate " + c.path + "' shows them");
}

// The first valid streaming spec. What is wrong with the others goes to `diagnostics` when there is none.
const Candidate* choose_streaming(std::vector<Candidate>& candidates, const WindowSpec* window,
                                  UserCode user_code, Diagnostics& diagnostics) {
  const auto chosen = std::find_if(candidates.begin(), candidates.end(), [&](Candidate& c) {
    return c.streaming() && c.valid() && (!window || stands_on(*window, *c.streaming())) &&
           try_compiling(c, user_code);
  });
  for (const Candidate& c : candidates) {
    // What is no spec at all, or one for another window, is not looked for.
    const bool sought = c.streaming() && (!window || stands_on(*window, *c.streaming()));
    const bool unreadable = !c.spec && !window &&
                            std::any_of(c.diagnostics.all().begin(), c.diagnostics.all().end(),
                                        [](const auto& d) { return d.code.starts_with("yaml-"); });
    if (c.valid() || !(sought || unreadable)) continue;
    if (chosen == candidates.end()) {
      diagnostics.append(c.diagnostics);
    } else if (sought) {
      say_passed_over(c, c.diagnostics);
    }
  }
  return chosen == candidates.end() ? nullptr : &*chosen;
}

// The first valid window spec on top of the streaming spec, likewise.
const Candidate* choose_window(const std::vector<Candidate>& candidates, const Candidate& streaming,
                               UserCode user_code, Diagnostics& diagnostics) {
  const Candidate* chosen = nullptr;
  std::vector<std::pair<const Candidate*, Diagnostics>> bad;
  for (const Candidate& c : candidates) {
    if (!c.window() || !stands_on(*c.window(), *streaming.streaming())) continue;
    Diagnostics wrong;
    if (fits(c, streaming, user_code, &wrong)) {
      if (!chosen) chosen = &c;
    } else {
      bad.emplace_back(&c, std::move(wrong));
    }
  }
  for (auto& [c, wrong] : bad) {
    if (chosen) {
      say_passed_over(*c, wrong);
    } else {
      diagnostics.append(std::move(wrong));
    }
  }
  return chosen;
}

Result<SpecPaths> find_beside(const std::string& window_path, UserCode user_code, Diagnostics& diagnostics) {
  Result<Candidate> window = read_candidate(window_path);
  if (!window) return window.error();
  if (!window->window() || !window->valid()) {
    if (window->streaming()) {
      return Error{ErrorKind::kInput, "this is a streaming spec", window_path,
                   "pass it with --streaming-bts=FILE", false};
    }
    diagnostics.append(window->diagnostics);
    return SpecPaths{"", window_path};
  }
  Result<std::vector<Candidate>> candidates = read_folder(folder_of(window_path));
  if (!candidates) return candidates.error();
  const Candidate* streaming = choose_streaming(*candidates, window->window(), user_code, diagnostics);
  if (!streaming && !diagnostics.has_errors()) {
    const std::string& name = window->window()->source_bts;
    return Error{ErrorKind::kInput,
                 name.empty() ? "there is no streaming spec in its folder"
                              : "the streaming spec '" + name + "' is not in its folder",
                 window_path, "pass it with --streaming-bts=FILE", false};
  }
  return SpecPaths{streaming ? streaming->path : "", window_path};
}

Result<SpecPaths> find_here(UserCode user_code, Diagnostics& diagnostics) {
  Result<std::vector<Candidate>> candidates = read_folder(".");
  if (!candidates) return candidates.error();
  const Candidate* streaming = choose_streaming(*candidates, nullptr, user_code, diagnostics);
  if (!streaming) {
    if (diagnostics.has_errors()) return SpecPaths{};
    return Error{ErrorKind::kInput, "no spec was given, and there is no streaming spec in this folder", "",
                 "pass one with --streaming-bts=FILE; 'headrace init EVENTS' writes a first one", false};
  }
  const Candidate* window = choose_window(*candidates, *streaming, user_code, diagnostics);
  return SpecPaths{streaming->path, window ? window->path : ""};
}

}  // namespace

Result<SpecPaths> find_specs(const SpecPaths& given, Diagnostics& diagnostics, UserCode user_code) {
  if (!given.streaming.empty()) return given;
  const Result<SpecPaths> found = given.window.empty() ? find_here(user_code, diagnostics)
                                                       : find_beside(given.window, user_code, diagnostics);
  if (!found || diagnostics.has_errors()) return found;
  std::string text = "taken from this folder: streaming spec " + found->streaming;
  if (!given.window.empty()) {
    text = "streaming spec of " + given.window + ": " + found->streaming;
  } else if (!found->window.empty()) {
    text += ", window spec " + found->window;
  }
  say(Level::kInfo, text);
  return found;
}

}  // namespace headrace::cli
