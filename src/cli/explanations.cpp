#include "cli/explanation.h"

namespace headrace::cli {
namespace {

std::vector<const Diagnostic*> diagnostics_of(const CheckedSpecs& checked, const CheckedSpec& spec) {
  std::vector<const Diagnostic*> out;
  for (const Diagnostic& d : checked.diagnostics.all()) {
    if (d.span.file == spec.head().document->file()) out.push_back(&d);
  }
  return out;
}

}  // namespace

std::string explanations_text(const CheckedSpecs& checked, bool colour) {
  std::string out;
  for (const CheckedSpec& spec : checked.specs) {
    out += (out.empty() ? "" : "\n\n") + to_text(explain(spec));
    const auto diagnostics = diagnostics_of(checked, spec);
    if (!diagnostics.empty()) out += "\n";
    for (const Diagnostic* d : diagnostics) out += to_text(*d, colour);
  }
  return out;
}

std::string explanations_json(const CheckedSpecs& checked) {
  std::string specs;
  for (const CheckedSpec& spec : checked.specs) {
    specs += (specs.empty() ? "" : ", ") + to_json(explain(spec), diagnostics_of(checked, spec));
  }
  return "{\"specs\": [" + specs + "]}\n";
}

}  // namespace headrace::cli
