#include "connect/columnar/block_columns_sink.h"

namespace headrace::columnar {
namespace {

struct TablesChunk final : ResultSink::Chunk {
  std::vector<std::vector<TableBatch>> tables;
};

TableLayout layout_of(const AggregatePlan& plan) {
  std::vector<TableField> fields;
  fields.reserve(plan.slot_count());
  for (size_t i = 0; i < plan.slot_count(); ++i) {
    fields.push_back({to_utf8(plan.slot_names[i]), column_kind(plan.slot_types[i])});
  }
  return TableLayout(fields);
}

}  // namespace

Result<std::unique_ptr<ResultSink>> BlockColumnsSink::open(const StreamPlan& plan,
                                                           std::unique_ptr<TableOutput> output) {
  std::unique_ptr<BlockColumnsSink> sink(new BlockColumnsSink(std::move(output)));
  for (const AggregatePlan& aggregate : plan.aggregates) {
    sink->table_of_aggregate_.push_back(sink->layouts_.size());
    if (!aggregate.stored) continue;
    sink->layouts_.push_back(layout_of(aggregate));
    if (Status s = sink->output_->add(sink->layouts_.back(), aggregate.name); !s) return s.error();
  }
  return std::unique_ptr<ResultSink>(std::move(sink));
}

std::unique_ptr<ResultSink::Chunk> BlockColumnsSink::encode(std::span<const IdentityResult> results) const {
  std::vector<TableBuilder> builders(layouts_.begin(), layouts_.end());
  for (const IdentityResult& result : results) {
    for (const SavedRow& row : result.state->saved) {
      TableBuilder& builder = builders[table_of_aggregate_[row.aggregate()]];
      const size_t slots = layouts_[table_of_aggregate_[row.aggregate()]].field_count();
      const Value& identity = result.state->identity_value();
      for (size_t i = 0; i < slots; ++i) builder.set(i, row.slot(identity, i));
      builder.end_row();
    }
  }
  auto chunk = std::make_unique<TablesChunk>();
  for (TableBuilder& builder : builders) chunk->tables.push_back(builder.finish());
  return chunk;
}

Status BlockColumnsSink::write(std::unique_ptr<Chunk> chunk) {
  auto& tables = static_cast<TablesChunk&>(*chunk).tables;
  for (size_t t = 0; t < tables.size(); ++t) {
    for (TableBatch& batch : tables[t]) {
      if (Status s = output_->write(t, std::move(batch)); !s) return s;
    }
  }
  return Ok{};
}

}  // namespace headrace::columnar
