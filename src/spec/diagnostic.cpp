#include "spec/diagnostic.h"

#include <algorithm>
#include <map>
#include <tuple>

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
  std::map<const SourceFile*, size_t> files = {{nullptr, 0}};
  for (const auto& file : files_) files.emplace(file.get(), files.size());
  for (const Diagnostic& d : all_) files.emplace(d.span.file.get(), files.size());
  // The index keeps what stands at one place in the order in which it was said.
  std::vector<std::tuple<size_t, uint32_t, size_t>> order;
  order.reserve(all_.size());
  for (size_t i = 0; i < all_.size(); ++i) {
    order.emplace_back(files[all_[i].span.file.get()], all_[i].span.begin, i);
  }
  std::sort(order.begin(), order.end());
  std::deque<Diagnostic> sorted;
  for (const auto& [file, begin, index] : order) sorted.push_back(std::move(all_[index]));
  all_ = std::move(sorted);
}

}  // namespace headrace
