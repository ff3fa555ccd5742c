#include "connect/columnar/table_streams.h"

#include <memory>
#include <numeric>
#include <utility>

namespace headrace::columnar {
namespace {

// What stands behind a stream. Each batch is given away once.
struct Batches {
  std::vector<ColumnSpec> columns;
  std::vector<OwnedArray> batches;
  size_t next = 0;
};

Batches& content(ArrowArrayStream* stream) { return *static_cast<Batches*>(stream->private_data); }

int give_schema(ArrowArrayStream* stream, ArrowSchema* out) {
  *out = make_schema(content(stream).columns).take();
  return 0;
}

int give_next(ArrowArrayStream* stream, ArrowArray* out) {
  Batches& b = content(stream);
  *out = b.next < b.batches.size() ? b.batches[b.next++].take() : ArrowArray{};
  return 0;
}

const char* no_error(ArrowArrayStream*) { return nullptr; }

void end(ArrowArrayStream* stream) {
  delete &content(stream);
  stream->release = nullptr;
}

}  // namespace

Status TableStreams::add(const TableLayout& layout, const std::string& name) {
  if (Status s = check_names(layout, name); !s) return s;
  tables_.push_back({name, layout.columns(), {}});
  Joined& joined = joined_.emplace_back();
  for (const ColumnSpec& column : layout.columns()) joined.columns.emplace_back(column.kind);
  return Ok{};
}

Status TableStreams::write_rows(size_t table, TableBatch batch) {
  const ArrowArray& rows = *batch.rows;
  const uint64_t bytes = std::accumulate(batch.row_bytes.begin(), batch.row_bytes.end(), uint64_t{0});
  tables_[table].rows += rows.length;
  Joined& joined = joined_[table];
  if (joined.rows() + rows.length > kBatchRows || joined.bytes + bytes > kBatchBytes) end_batch(table);
  if (rows.length > kBatchRows / 2 || bytes > kBatchBytes / 2) {
    end_batch(table);
    tables_[table].batches.push_back(std::move(batch.rows));
    return Ok{};
  }
  for (size_t i = 0; i < joined.columns.size(); ++i) joined.columns[i].append_all(*rows.children[i]);
  joined.bytes += bytes;
  return Ok{};
}

void TableStreams::end_batch(size_t table) {
  Joined& joined = joined_[table];
  if (joined.rows() == 0) return;
  std::vector<OwnedArray> columns;
  columns.reserve(joined.columns.size());
  for (ColumnBuilder& column : joined.columns) columns.push_back(column.finish());
  tables_[table].batches.push_back(make_rows(std::move(columns)));
  joined.bytes = 0;
}

Status TableStreams::finish() {
  for (size_t table = 0; table < joined_.size(); ++table) end_batch(table);
  return Ok{};
}

OwnedStream TableStreams::stream(Table table) {
  auto* const b = new Batches{std::move(table.columns), std::move(table.batches)};
  ArrowArrayStream raw{give_schema, give_next, no_error, end, b};
  return OwnedStream(raw);
}

}  // namespace headrace::columnar
