#include "connect/columnar/table_streams.h"

#include <memory>
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
  return Ok{};
}

Status TableStreams::write_rows(size_t table, TableBatch batch) {
  tables_[table].rows += batch.rows->length;
  tables_[table].batches.push_back(std::move(batch.rows));
  return Ok{};
}

OwnedStream TableStreams::stream(Table table) {
  auto* const b = new Batches{std::move(table.columns), std::move(table.batches)};
  ArrowArrayStream raw{give_schema, give_next, no_error, end, b};
  return OwnedStream(raw);
}

}  // namespace headrace::columnar
