#include <arrow/array.h>
#include <arrow/record_batch.h>
#include <arrow/result.h>
#include <arrow/table.h>
#include <arrow/type.h>
#include <parquet/arrow/reader.h>
#include <parquet/arrow/schema.h>
#include <parquet/file_reader.h>
#include <parquet/properties.h>

#include <numeric>

#include "plugins/columnar/callback_io.h"
#include "plugins/columnar/read_file.h"

namespace headrace::columnar {
namespace {

constexpr int64_t kBatchRows = 1 << 16;

bool holds_dictionary(const arrow::DataType& type) {
  if (type.id() == arrow::Type::DICTIONARY) return true;
  for (const auto& field : type.fields()) {
    if (holds_dictionary(*field->type())) return true;
  }
  return false;
}

// The positions of a dictionary come from the file as they are; everything else the decoder makes itself.
class Checked final : public arrow::RecordBatchReader {
 public:
  explicit Checked(std::unique_ptr<arrow::RecordBatchReader> reader) : reader_(std::move(reader)) {}

  std::shared_ptr<arrow::Schema> schema() const override { return reader_->schema(); }
  arrow::Status ReadNext(std::shared_ptr<arrow::RecordBatch>* batch) override {
    ARROW_RETURN_NOT_OK(reader_->ReadNext(batch));
    if (!*batch) return arrow::Status::OK();
    for (const auto& column : (*batch)->columns()) {
      if (holds_dictionary(*column->type())) ARROW_RETURN_NOT_OK(column->ValidateFull());
    }
    return arrow::Status::OK();
  }

 private:
  std::unique_ptr<arrow::RecordBatchReader> reader_;
};

void collect_leaves(const parquet::arrow::SchemaField& field, std::vector<int>* leaves) {
  if (field.is_leaf()) leaves->push_back(field.column_index);
  for (const auto& child : field.children) collect_leaves(child, leaves);
}

class ParquetFile final : public File {
 public:
  ParquetFile(std::unique_ptr<parquet::arrow::FileReader> reader, std::shared_ptr<arrow::Schema> schema)
      : reader_(std::move(reader)), schema_(std::move(schema)) {}

  const arrow::Schema& schema() const override { return *schema_; }
  arrow::Result<std::shared_ptr<arrow::RecordBatchReader>> read(const std::vector<int>& columns) override {
    std::vector<int> leaves;
    for (const int column : columns)
      collect_leaves(reader_->manifest().schema_fields[static_cast<size_t>(column)], &leaves);
    std::vector<int> groups(static_cast<size_t>(reader_->num_row_groups()));
    std::iota(groups.begin(), groups.end(), 0);
    ARROW_ASSIGN_OR_RAISE(std::unique_ptr<arrow::RecordBatchReader> batches,
                          reader_->GetRecordBatchReader(groups, leaves));
    return std::make_shared<Checked>(std::move(batches));
  }

 private:
  std::unique_ptr<parquet::arrow::FileReader> reader_;
  std::shared_ptr<arrow::Schema> schema_;
};

}  // namespace

arrow::Result<std::unique_ptr<File>> open_parquet(const HeadraceColumnarInput& input) {
  parquet::ReaderProperties properties(arrow::default_memory_pool());
  properties.set_page_checksum_verification(true);
  parquet::ArrowReaderProperties arrow_properties(false);
  arrow_properties.set_batch_size(kBatchRows);
  arrow_properties.set_pre_buffer(false);  // would read ahead on threads of its own
  arrow_properties.set_arrow_extensions_enabled(true);
  // Old writers' timestamps hold days and nanoseconds: in nanoseconds years after 2262 would not fit.
  arrow_properties.set_coerce_int96_timestamp_unit(arrow::TimeUnit::MICRO);
  parquet::arrow::FileReaderBuilder builder;
  ARROW_RETURN_NOT_OK(builder.Open(open_input(input), properties));
  builder.properties(arrow_properties);
  std::unique_ptr<parquet::arrow::FileReader> reader;
  ARROW_RETURN_NOT_OK(builder.Build(&reader));
  std::shared_ptr<arrow::Schema> schema;
  ARROW_RETURN_NOT_OK(reader->GetSchema(&schema));
  return std::make_unique<ParquetFile>(std::move(reader), std::move(schema));
}

}  // namespace headrace::columnar
