#include "connect/columnar/table_files.h"

#include <set>

namespace headrace::columnar {

Status TableFiles::add(const TableLayout& layout, const std::string& name) {
  std::set<std::string> names;
  for (const ColumnSpec& column : layout.columns()) {
    if (names.insert(column.name).second) continue;
    return Error{ErrorKind::kInput, "two columns of the output would be named '" + column.name + "'", name,
                 "rename the field: the offsets of a datetime field NAME go into a column NAME__offset",
                 false};
  }
  const size_t index = tables_.size();
  auto append = [this, index](const char* data, size_t size) { return files_.write(index, {data, size}, 0); };
  Result<std::unique_ptr<ColumnarWriter>> writer =
      ColumnarWriter::create(std::move(append), format_, make_schema(layout.columns()), name);
  if (!writer) return writer.error();
  tables_.push_back({*std::move(writer)});
  return Ok{};
}

Status TableFiles::write(size_t table, TableBatch batch) {
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
