#include "spec/link.h"

#include "base/spelling.h"
#include "spec/section.h"

namespace headrace {
namespace {

class Linker {
 public:
  Linker(WindowSpec& window, const SpecSet& set, const LoadOptions& options, Diagnostics& diagnostics)
      : window_(window), set_(set), options_(options), diagnostics_(diagnostics) {}

  void run() {
    settle_source();
    const StreamingSpec* streaming = set_.streaming_of(window_);
    if (!streaming) return report_missing();
    check_names(*streaming);
    const AggregateSpec* blocks = find_blocks(*streaming);
    for (const AggregateSpec& aggregate : window_.aggregates) {
      check_shadow(aggregate, *streaming);
      if (aggregate.window) check_source(aggregate, *aggregate.window, *streaming, blocks);
    }
  }

 private:
  // The windows' sources decide; SourceBTS only where there are none, as in Blurr, which does not read it.
  void settle_source() {
    const WindowRange* first = nullptr;
    for (const AggregateSpec& aggregate : window_.aggregates) {
      if (!aggregate.window || aggregate.window->source_spec.empty()) continue;
      const WindowRange& range = *aggregate.window;
      if (!first) {
        first = &range;
      } else if (range.source_spec != first->source_spec) {
        diagnostics_
            .error("undefined-source", range.source_span,
                   "the windows of one spec must have one streaming spec, not " + quoted(first->source_spec) +
                       " and " + quoted(range.source_spec))
            .about(aggregate.qualified_name)
            .also(first->source_span, quoted(first->source_spec) + " is named here");
      }
    }
    if (first && !window_.source_bts.empty() && window_.source_bts != first->source_spec) {
      diagnostics_
          .warning("ignored-source", window_.source_span,
                   "'SourceBTS' is " + quoted(window_.source_bts) + ", but the windows' source is " +
                       quoted(first->source_spec) + ", which is taken")
          .about(window_.name);
    }
    if (first) {
      window_.source_bts = first->source_spec;
      window_.source_span = first->source_span;
    }
    if (!window_.source_span.file) window_.source_span = window_.name_span;
  }

  void check_names(const StreamingSpec& streaming) {
    if (window_.name == streaming.name) {
      diagnostics_
          .error("duplicate-name", window_.name_span,
                 "the name " + quoted(window_.name) + " is taken by the streaming spec")
          .about(window_.name)
          .also(streaming.name_span, "first given here");
    }
    for (const Spec& spec : set_.specs) {
      const auto* other = std::get_if<StreamingSpec>(&spec);
      if (!other || other == &streaming || other->name != streaming.name) continue;
      diagnostics_
          .warning("ambiguous-source", window_.source_span,
                   "two streaming specs are called " + quoted(streaming.name) + "; the first is taken")
          .about(window_.name)
          .also(streaming.name_span, "the first is here")
          .also(other->name_span, "the second is here");
    }
  }

  void report_missing() {
    for (const Spec& spec : set_.broken_companions) {
      if (!std::holds_alternative<StreamingSpec>(spec)) continue;
      if (header(spec).name.empty() || header(spec).name != window_.source_bts) continue;
      const std::string path = header(spec).document->file()->path();
      diagnostics_
          .note("unchecked-source", window_.source_span,
                "the streaming spec " + quoted(window_.source_bts) + " in " + path +
                    " has errors: what this spec says of it was not checked")
          .about(window_.name)
          .advise("'headrace validate " + path + "' shows them");
      return;
    }
    std::vector<std::string_view> names;
    for (const auto* specs : {&set_.specs, &set_.companions}) {
      for (const Spec& spec : *specs) {
        if (std::holds_alternative<StreamingSpec>(spec)) names.push_back(header(spec).name);
      }
    }
    const std::string hint = spelling_hint(window_.source_bts, names);
    const bool error = options_.require_streaming;
    const std::string which = window_.source_bts.empty() ? "its streaming spec"
                                                         : "the streaming spec " + quoted(window_.source_bts);
    diagnostics_
        .add(error ? Severity::kError : Severity::kNote, error ? "undefined-source" : "unchecked-source",
             window_.source_span,
             error ? which + " is not among the files"
                   : which + " is not among the files: what this spec says of it was not checked")
        .about(window_.name)
        .allow(error ? joined(names) : "")
        .advise(hint);
  }

  // The one aggregate that makes blocks; windows and anchors need exactly one.
  const AggregateSpec* find_blocks(const StreamingSpec& streaming) {
    const AggregateSpec* blocks = nullptr;
    for (const AggregateSpec& aggregate : streaming.aggregates) {
      if (!aggregate.makes_blocks()) continue;
      if (blocks) {
        diagnostics_
            .error("block-aggregates", window_.source_span,
                   "a window spec needs a streaming spec with one block or activity aggregate; " +
                       quoted(streaming.name) + " has more")
            .about(window_.name)
            .also(blocks->name_span, "the first is here")
            .also(aggregate.name_span, "the second is here");
        return nullptr;
      }
      blocks = &aggregate;
    }
    if (!blocks && streaming.valid) {
      diagnostics_
          .error("block-aggregates", window_.source_span,
                 "a window spec needs a streaming spec with a block or activity aggregate; " +
                     quoted(streaming.name) + " has none")
          .about(window_.name);
    }
    return blocks;
  }

  void check_source(const AggregateSpec& aggregate, const WindowRange& range, const StreamingSpec& streaming,
                    const AggregateSpec* blocks) {
    if (range.source_spec != streaming.name) return;
    const AggregateSpec* source = streaming.find_aggregate(range.source_aggregate);
    if (source && (source->makes_blocks() || !blocks)) return;
    if (!source) {
      std::vector<std::string_view> names;
      for (const AggregateSpec& candidate : streaming.aggregates) {
        if (candidate.makes_blocks() && names.size() < kCandidatesMax) names.push_back(candidate.name);
      }
      diagnostics_
          .error("undefined-source", range.source_span,
                 quoted(streaming.name) + " has no aggregate " + quoted(range.source_aggregate))
          .about(aggregate.qualified_name)
          .allow(joined(names))
          .advise(spelling_hint(range.source_aggregate, names));
      return;
    }
    diagnostics_
        .error("undefined-source", range.source_span,
               "a window needs blocks, and " + quoted(source->qualified_name) + " is a " +
                   std::string(aggregate_type_name(source->kind)))
        .about(aggregate.qualified_name)
        .allow(blocks->qualified_name)
        .also(source->name_span, "it is defined here");
  }

  void check_shadow(const AggregateSpec& aggregate, const StreamingSpec& streaming) {
    if (aggregate.name != streaming.name) return;
    diagnostics_
        .warning("shadowed-name", aggregate.name_span,
                 "no expression can refer to this aggregate: " + quoted(aggregate.name) +
                     " means the streaming spec")
        .about(aggregate.qualified_name);
  }

  WindowSpec& window_;
  const SpecSet& set_;
  const LoadOptions& options_;
  Diagnostics& diagnostics_;
};

}  // namespace

void link_window(WindowSpec& window, const SpecSet& set, const LoadOptions& options,
                 Diagnostics& diagnostics) {
  Linker(window, set, options, diagnostics).run();
}

}  // namespace headrace
