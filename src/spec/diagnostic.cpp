#include "spec/diagnostic.h"

#include <algorithm>
#include <map>

namespace headrace {

std::string_view severity_name(Severity severity) {
  switch (severity) {
    case Severity::kError: return "error";
    case Severity::kWarning: return "warning";
    case Severity::kNote: return "note";
  }
  return "";
}

Place Diagnostic::place() const { return span.file ? span.file->place(span.begin) : Place{0, 0}; }

uint32_t Diagnostic::end_column() const {
  if (!span.file) return 0;
  const Place start = place();
  const size_t line_begin = span.file->line_begin(start.line);
  const size_t line_end = line_begin + span.file->line(start.line).size();
  const size_t end = std::clamp<size_t>(span.end, span.begin, std::max<size_t>(line_end, span.begin));
  return start.column + count_columns(span.file->text().substr(span.begin, end - span.begin));
}

Diagnostic& Diagnostics::add(Severity severity, std::string_view code, Span span, std::string message) {
  Diagnostic& diagnostic = all_.emplace_back();
  diagnostic.severity = severity;
  diagnostic.code = code;
  diagnostic.span = std::move(span);
  diagnostic.message = std::move(message);
  return diagnostic;
}

size_t Diagnostics::count(Severity severity) const {
  return static_cast<size_t>(
      std::count_if(all_.begin(), all_.end(), [&](const Diagnostic& d) { return d.severity == severity; }));
}

bool Diagnostics::has_errors(const SourceFile& file) const {
  return std::any_of(all_.begin(), all_.end(), [&](const Diagnostic& d) {
    return d.severity == Severity::kError && d.span.file.get() == &file;
  });
}

void Diagnostics::sort() {
  std::map<const SourceFile*, size_t> order = {{nullptr, 0}};
  for (const Diagnostic& d : all_) order.emplace(d.span.file.get(), order.size());
  std::stable_sort(all_.begin(), all_.end(), [&](const Diagnostic& a, const Diagnostic& b) {
    const size_t file_a = order[a.span.file.get()], file_b = order[b.span.file.get()];
    return file_a != file_b ? file_a < file_b : a.span.begin < b.span.begin;
  });
}

}  // namespace headrace
