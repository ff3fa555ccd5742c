// Any bytes as a spec file: reading them and compiling their expressions must end, report places inside the
// file, and find every expression again. What is valid has a plan.
#include <cstddef>
#include <cstdint>
#include <string>

#include "base/status.h"
#include "plan/compile_plan.h"
#include "spec/load.h"

namespace {

using namespace headrace;

// What window specs of the corpus stand on.
constexpr std::string_view kStreaming = R"(
Type: Blurr:Transform:Streaming
Version: '2018-03-01'
Name: S
Identity: source.id
Time: source.time
Stores: [{ Type: Blurr:Store:Memory, Name: memory }]
Aggregates:
  - { Type: Blurr:Aggregate:Identity, Name: a, Fields: [{ Name: n, Type: integer, Value: a.n + 1 }] }
  - { Type: Blurr:Aggregate:Block, Name: b, Fields: [{ Name: n, Type: integer, Value: b.n + 1 }] }
)";

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

void compile(const SpecSet& set, const Spec& spec, Diagnostics& diagnostics) {
  if (const auto* streaming = std::get_if<StreamingSpec>(&spec)) {
    const bool compiled = compile_stream(*streaming, nullptr, diagnostics) != nullptr;
    HEADRACE_CHECK(compiled || diagnostics.has_errors());
    return;
  }
  const auto& window = std::get<WindowSpec>(spec);
  if (const StreamingSpec* base = set.streaming_of(window)) {
    compile_window(window, *base, lay_out_stream(*base), nullptr, diagnostics);
  } else {
    check_window(window, nullptr, diagnostics);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const auto file =
      std::make_shared<SourceFile>("spec.yml", std::string(reinterpret_cast<const char*>(data), size));
  Diagnostics diagnostics;
  static const auto streaming = std::make_shared<SourceFile>("streaming.yml", std::string(kStreaming));
  const SpecSet set = load_specs({file}, diagnostics, {.companions = {streaming}, .skip_others = false});
  HEADRACE_CHECK(!set.specs.empty() || diagnostics.has_errors());
  for (const Spec& spec : set.specs) compile(set, spec, diagnostics);
  diagnostics.sort();
  for (const Diagnostic& diagnostic : diagnostics.all()) check_place(*file, diagnostic.span);
  to_text(diagnostics, true);
  to_json(diagnostics);
  for (const Spec& spec : set.specs) check_spec(*file, header(spec));
  return 0;
}
