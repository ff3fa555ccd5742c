#include "engine/batch.h"

#include <deque>

#include "engine/evaluation.h"
#include "engine/ingest.h"

namespace headrace {

Projection projection_of(const StreamPlan& plan, bool strict) {
  return {plan.keys, EventSlots::kRecord, EventSlots::kKeys, plan.needs_record, strict};
}

Result<BatchStats> run_batch(const StreamPlan& stream, const WindowPlan* window, EventSource& source,
                             ResultSink& sink, const BatchOptions& options) {
  BatchStats stats;
  std::deque<RowStore> stores;  // what keys point into, to their end
  Ingest ingest(stream, source, options, &stats);
  if (Status s = ingest.run(); !s) return s.error();
  stats.all_read = true;
  if (options.on_progress) options.on_progress(stats);
  if (Status s = Evaluation(stream, window, sink, options, ingest.keys(), stores).run(&stats); !s)
    return s.error();
  if (options.state_out) {
    if (Status s = options.state_out->close(); !s) return s.error();
  }
  if (options.before_publish) {
    if (Status s = options.before_publish(stats); !s) return s.error();
  }
  if (Status s = sink.finish(); !s) return s.error();
  // The state last: while the results are not out, the old one must stand.
  if (options.state_out) {
    if (Status s = options.state_out->publish(); !s) return s.error();
  }
  if (options.on_progress) options.on_progress(stats);
  return stats;
}

}  // namespace headrace
