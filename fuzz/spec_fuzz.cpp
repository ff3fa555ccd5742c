// Any bytes as a spec file: reading them must end, report places inside the file, and find every expression
// again.
#include <cstddef>
#include <cstdint>
#include <string>

#include "base/status.h"
#include "spec/load.h"

namespace {

using namespace headrace;

void check_place(const SourceFile& file, const Span& span) {
  if (!span.file) return;
  HEADRACE_CHECK(span.file.get() == &file);
  HEADRACE_CHECK(span.begin <= span.end && span.end <= file.text().size());
  HEADRACE_CHECK(file.place(span.begin).line <= file.line_count());
}

void check_expression(const SourceFile& file, const ExprSource& source) {
  for (size_t at = 0; at <= source.text.size(); at += 1 + source.text.size() / 16) {
    const Span span = source.locate(at, at + 1);
    check_place(file, span);
    // A word of the expression stands in the file as it is, but for escapes.
    const bool word = source.verbatim && at < source.text.size() && (source.text[at] | 32) >= 'a' &&
                      (source.text[at] | 32) <= 'z';
    if (word && span.begin < span.end) {
      const char there = file.text()[span.begin];
      HEADRACE_CHECK(there == source.text[at] || there == '\\');
    }
  }
}

void check_spec(const SourceFile& file, const SpecHeader& spec) {
  if (spec.when) check_expression(file, *spec.when);
  for (const AggregateSpec& aggregate : spec.aggregates) {
    check_place(file, aggregate.name_span);
    for (const auto* fields : {&aggregate.dimensions, &aggregate.fields}) {
      for (const FieldSpec& field : *fields) check_expression(file, field.value);
    }
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const auto file =
      std::make_shared<SourceFile>("spec.yml", std::string(reinterpret_cast<const char*>(data), size));
  Diagnostics diagnostics;
  const SpecSet set = load_specs({file}, diagnostics);
  for (const Diagnostic& diagnostic : diagnostics.all()) check_place(*file, diagnostic.span);
  to_text(diagnostics, true);
  to_json(diagnostics);
  for (const Spec& spec : set.specs) check_spec(*file, header(spec));
  HEADRACE_CHECK(!set.specs.empty() || diagnostics.has_errors());
  return 0;
}
