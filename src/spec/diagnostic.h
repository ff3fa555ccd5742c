// What is wrong with a spec, said to the user: each message with its place, what is allowed and the nearest
// right spelling. The checks of every layer report into one Diagnostics, so that all errors come at once.
#pragma once

#include <cstddef>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

#include "spec/source_file.h"

namespace headrace {

enum class Severity { kError, kWarning, kNote };
std::string_view severity_name(Severity severity);

struct Diagnostic {
  // A second place that explains the first: "first defined here".
  struct Related {
    Span span;
    std::string message;
  };

  Severity severity = Severity::kError;
  std::string code;  // stable, for programs: "unknown-key"; docs/diagnostics.md lists all
  Span span;
  std::string name;     // what it is about, qualified: "Sessions.session.games"; may be empty
  std::string message;  // one sentence, lower case, no full stop
  std::string allowed;  // what would be right: "integer, boolean, string"; may be empty
  std::string hint;     // what to do: "did you mean 'Value'?"; may be empty
  std::vector<Related> related;

  // For building: diagnostics.error(...).about(name).allow(...).advise(...).also(...)
  Diagnostic& about(std::string_view qualified_name) { return name = qualified_name, *this; }
  Diagnostic& allow(std::string text) { return allowed = std::move(text), *this; }
  Diagnostic& advise(std::string text) { return hint = std::move(text), *this; }
  Diagnostic& also(Span where, std::string text) {
    return related.push_back({std::move(where), std::move(text)}), *this;
  }

  // From 1; the end is that of the span's part on the first line, one column behind it. 0 without a file.
  Place place() const;
  uint32_t end_column() const;
};

// Collects in any order. One thread at a time.
class Diagnostics {
 public:
  // The reference stays good; fill in the rest through it.
  Diagnostic& add(Severity severity, std::string_view code, Span span, std::string message);
  Diagnostic& error(std::string_view code, Span span, std::string message) {
    return add(Severity::kError, code, std::move(span), std::move(message));
  }
  Diagnostic& warning(std::string_view code, Span span, std::string message) {
    return add(Severity::kWarning, code, std::move(span), std::move(message));
  }
  Diagnostic& note(std::string_view code, Span span, std::string message) {
    return add(Severity::kNote, code, std::move(span), std::move(message));
  }

  size_t count(Severity severity) const;
  bool has_errors() const { return count(Severity::kError) != 0; }
  // Errors in this file alone.
  bool has_errors(const SourceFile& file) const;

  // Takes note of a file that is read, for the order of sort().
  void add_file(const std::shared_ptr<const SourceFile>& file) { files_.push_back(file); }
  // By file in the order in which they were read, then by place; what has no file comes first. References
  // that add() gave end here.
  void sort();
  void append(Diagnostics other) {
    for (Diagnostic& d : other.all_) all_.push_back(std::move(d));
  }
  const std::deque<Diagnostic>& all() const { return all_; }

 private:
  std::deque<Diagnostic> all_;
  std::vector<std::shared_ptr<const SourceFile>> files_;
};

// The first line of to_text(), without its end.
std::string headline(const Diagnostic& diagnostic, bool colour = false);
// For people: `file:line:column: error: message [code]`, the line with a caret under it, then name, allowed,
// hint and related places. Control characters of the file are not passed on.
std::string to_text(const Diagnostic& diagnostic, bool colour = false);
std::string to_text(const Diagnostics& diagnostics, bool colour = false);
// For programs: one object with keys severity, code, file, line, column, end_column, name, message, allowed,
// hint, related; keys without content are left out.
std::string to_json(const Diagnostic& diagnostic);
// {"diagnostics": [...], "errors": n, "warnings": n, "notes": n}
std::string to_json(const Diagnostics& diagnostics);

// The user's text in a message: in quotes, control characters escaped, cut when long.
std::string quoted(std::string_view text);
// "a, b, c"; cut when there are many.
std::string joined(const std::vector<std::string_view>& words);

}  // namespace headrace
