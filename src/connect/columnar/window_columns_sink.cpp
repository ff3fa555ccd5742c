#include "connect/columnar/window_columns_sink.h"

namespace headrace::columnar {
namespace {

struct RowsChunk final : ResultSink::Chunk {
  std::vector<TableBatch> batches;
};

}  // namespace

std::vector<TableField> window_fields(const WindowPlan& plan) {
  std::vector<TableField> fields;
  for (const WindowAggregatePlan& window : plan.aggregates) {
    const AggregatePlan& a = window.aggregate;
    for (size_t i = 0; i < a.slot_count(); ++i) {
      if (a.slot_types[i] == FieldType::kMap) continue;
      fields.push_back({to_utf8(a.name + "." + a.slot_names[i]), column_kind(a.slot_types[i])});
    }
  }
  return fields;
}

bool has_maps(const WindowPlan& plan) {
  for (const WindowAggregatePlan& window : plan.aggregates) {
    for (const FieldType type : window.aggregate.slot_types) {
      if (type == FieldType::kMap) return true;
    }
  }
  return false;
}

Result<std::unique_ptr<ResultSink>> WindowColumnsSink::open(const WindowPlan& plan,
                                                            std::unique_ptr<TableOutput> output) {
  std::unique_ptr<WindowColumnsSink> sink(new WindowColumnsSink(plan, std::move(output)));
  if (Status s = sink->output_->add(sink->layout_, plan.name); !s) return s.error();
  return std::unique_ptr<ResultSink>(std::move(sink));
}

// A row without maps has exactly the plan's fields, in order.
std::unique_ptr<ResultSink::Chunk> WindowColumnsSink::encode(std::span<const IdentityResult> results) const {
  TableBuilder builder(layout_);
  for (const IdentityResult& result : results) {
    for (const WindowRow row : result.rows) {
      HEADRACE_CHECK(row.size() == layout_.field_count());
      for (size_t i = 0; i < row.size(); ++i) builder.set(i, row.value(i));
      builder.end_row();
    }
  }
  auto chunk = std::make_unique<RowsChunk>();
  chunk->batches = builder.finish();
  return chunk;
}

Status WindowColumnsSink::write(std::unique_ptr<Chunk> chunk) {
  for (TableBatch& batch : static_cast<RowsChunk&>(*chunk).batches) {
    if (Status s = output_->write(0, std::move(batch)); !s) return s;
  }
  return Ok{};
}

}  // namespace headrace::columnar
