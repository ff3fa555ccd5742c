#include "connect/columnar/table_files.h"

namespace headrace::columnar {

Status TableFiles::add(const TableLayout& layout, const std::string& name) {
  if (Status s = check_names(layout, name); !s) return s;
  const size_t index = tables_.size();
  auto append = [this, index](const char* data, size_t size) { return files_.write(index, {data, size}, 0); };
  Result<std::unique_ptr<ColumnarWriter>> writer =
      ColumnarWriter::create(std::move(append), format_, make_schema(layout.columns()), name);
  if (!writer) return writer.error();
  tables_.push_back({*std::move(writer)});
  return Ok{};
}

Status TableFiles::write_rows(size_t table, TableBatch batch) {
  tables_[table].rows += batch.rows->length;
  return tables_[table].writer->write(std::move(batch));
}

Status TableFiles::finish() {
  for (Table& table : tables_) {
    Metadata metadata;
    if (metadata_) {
      for (const RunMetadata::Entry& entry : metadata_->entries())
        metadata.emplace_back(entry.name, entry.text);
    }
    metadata.emplace_back("headrace.rows", std::to_string(table.rows));
    if (Status s = table.writer->finish(metadata); !s) return s;
  }
  return files_.finish();
}

}  // namespace headrace::columnar
