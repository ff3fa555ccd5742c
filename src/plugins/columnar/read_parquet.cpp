#include <arrow/array.h>
#include <arrow/memory_pool.h>
#include <arrow/record_batch.h>
#include <arrow/result.h>
#include <arrow/table.h>
#include <arrow/type.h>
#include <parquet/arrow/reader.h>
#include <parquet/arrow/schema.h>
#include <parquet/exception.h>
#include <parquet/file_reader.h>
#include <parquet/properties.h>

#include <algorithm>

#include "plugins/columnar/callback_io.h"
#include "plugins/columnar/read_file.h"
#include "plugins/columnar/text_chunk.h"

namespace headrace::columnar {
namespace {

// So that a batch is still in the cache when its rows are made.
constexpr int64_t kBatchRows = 1 << 13;

void collect_leaves(const parquet::arrow::SchemaField& field, std::vector<int>* leaves) {
  if (field.is_leaf()) leaves->push_back(field.column_index);
  for (const auto& child : field.children) collect_leaves(child, leaves);
}

// A column that is read, the place of its field in the file's schema.
struct Column {
  int place;
  bool is_text;  // by TextChunk; the others by Arrow's reader
  bool binary = false, dictionary = false;
};

bool is_text(const parquet::arrow::SchemaField& field, const parquet::ColumnDescriptor& descr, bool* binary) {
  const arrow::DataType* type = field.field->type().get();
  if (type->id() == arrow::Type::DICTIONARY)
    type = static_cast<const arrow::DictionaryType*>(type)->value_type().get();
  *binary = arrow::is_binary(type->id()) || type->id() == arrow::Type::BINARY_VIEW;
  const bool text = arrow::is_string(type->id()) || type->id() == arrow::Type::STRING_VIEW;
  return (text || *binary) && descr.physical_type() == parquet::Type::BYTE_ARRAY &&
         descr.max_repetition_level() == 0 && descr.max_definition_level() <= 1;
}

// The columns of one row group after the other. Row groups are read by themselves, so that both kinds of
// readers give the same rows.
class Batches final : public arrow::RecordBatchReader {
 public:
  Batches(parquet::arrow::FileReader& reader, const arrow::Schema& file, const std::vector<int>& places)
      : reader_(reader) {
    arrow::FieldVector fields;
    for (const int place : places) {
      columns_.push_back(column(place));
      const Column& c = columns_.back();
      fields.push_back(c.is_text ? file.field(place)->WithType(TextChunk::type(c.binary, c.dictionary))
                                 : file.field(place));
      if (!c.is_text) collect_leaves(field(place), &leaves_);
    }
    schema_ = arrow::schema(std::move(fields));
  }

  std::shared_ptr<arrow::Schema> schema() const override { return schema_; }
  arrow::Status ReadNext(std::shared_ptr<arrow::RecordBatch>* batch) override {
    BEGIN_PARQUET_CATCH_EXCEPTIONS
    return next(batch);
    END_PARQUET_CATCH_EXCEPTIONS
  }

 private:
  const parquet::arrow::SchemaField& field(int place) const {
    return reader_.manifest().schema_fields[static_cast<size_t>(place)];
  }
  Column column(int place) const;
  arrow::Status next(std::shared_ptr<arrow::RecordBatch>* batch);
  arrow::Status open_group();
  arrow::Result<std::shared_ptr<arrow::RecordBatch>> next_others();

  parquet::arrow::FileReader& reader_;
  std::vector<Column> columns_;
  std::vector<int> leaves_;  // of all columns that Arrow reads
  std::shared_ptr<arrow::Schema> schema_;
  int next_group_ = 0;
  int64_t rows_left_ = 0;                             // in the row group
  std::vector<TextChunk> texts_;                      // of it
  std::unique_ptr<arrow::RecordBatchReader> others_;  // of it; null without such columns
};

Column Batches::column(int place) const {
  const parquet::FileMetaData& file = *reader_.parquet_reader()->metadata();
  const parquet::arrow::SchemaField& field = this->field(place);
  Column c{place, false};
  if (!field.is_leaf()) return c;
  c.is_text = is_text(field, *file.schema()->Column(field.column_index), &c.binary);
  c.dictionary = c.is_text && file.num_row_groups() > 0;
  for (int g = 0; c.dictionary && g < file.num_row_groups(); ++g) {
    c.dictionary = TextChunk::is_dictionary(*file.RowGroup(g)->ColumnChunk(field.column_index));
  }
  return c;
}

arrow::Status Batches::open_group() {
  const auto group = reader_.parquet_reader()->RowGroup(next_group_);
  rows_left_ = group->metadata()->num_rows();
  texts_.clear();
  for (const Column& c : columns_) {
    if (c.is_text) texts_.emplace_back(*group, field(c.place).column_index, c.binary, c.dictionary);
  }
  if (!leaves_.empty()) {
    ARROW_ASSIGN_OR_RAISE(others_, reader_.GetRecordBatchReader({next_group_}, leaves_));
  }
  ++next_group_;
  return arrow::Status::OK();
}

// The positions of a dictionary come from the file as they are; everything else the decoder makes itself.
arrow::Result<std::shared_ptr<arrow::RecordBatch>> Batches::next_others() {
  std::shared_ptr<arrow::RecordBatch> batch;
  ARROW_RETURN_NOT_OK(others_->ReadNext(&batch));
  if (!batch || batch->num_rows() == 0 || batch->num_rows() > rows_left_)
    return arrow::Status::Invalid("a row group holds other columns than it says");
  for (const auto& column : batch->columns()) {
    if (holds_dictionary(*column->type())) ARROW_RETURN_NOT_OK(column->ValidateFull());
  }
  return batch;
}

arrow::Status Batches::next(std::shared_ptr<arrow::RecordBatch>* batch) {
  batch->reset();
  while (rows_left_ == 0) {
    if (next_group_ == reader_.num_row_groups()) return arrow::Status::OK();
    ARROW_RETURN_NOT_OK(open_group());
  }
  int64_t rows = std::min(rows_left_, kBatchRows);
  std::shared_ptr<arrow::RecordBatch> others;
  if (others_) {
    ARROW_ASSIGN_OR_RAISE(others, next_others());
    rows = others->num_rows();
  }
  arrow::ArrayVector arrays;
  auto text = texts_.begin();
  int other = 0;
  for (const Column& c : columns_) {
    if (c.is_text) {
      ARROW_ASSIGN_OR_RAISE(arrays.emplace_back(), (text++)->read(rows));
    } else {
      arrays.push_back(others->column(other++));
    }
  }
  rows_left_ -= rows;
  *batch = arrow::RecordBatch::Make(schema_, rows, std::move(arrays));
  return arrow::Status::OK();
}

class ParquetFile final : public File {
 public:
  ParquetFile(std::unique_ptr<parquet::arrow::FileReader> reader, std::shared_ptr<arrow::Schema> schema)
      : reader_(std::move(reader)), schema_(std::move(schema)) {}

  const arrow::Schema& schema() const override { return *schema_; }
  arrow::Result<std::shared_ptr<arrow::RecordBatchReader>> read(const std::vector<int>& columns) override {
    return std::make_shared<Batches>(*reader_, *schema_, columns);
  }

 private:
  std::unique_ptr<parquet::arrow::FileReader> reader_;
  std::shared_ptr<arrow::Schema> schema_;
};

}  // namespace

arrow::Result<std::unique_ptr<File>> open_parquet(const HeadraceColumnarInput& input) {
  // Column chunks are large and short-lived: the system's allocator gives the same pages again, Arrow's own
  // fetches new ones.
  arrow::MemoryPool* const pool = arrow::system_memory_pool();
  parquet::ReaderProperties properties(pool);
  properties.set_page_checksum_verification(true);
  parquet::ArrowReaderProperties arrow_properties(false);
  arrow_properties.set_batch_size(kBatchRows);
  arrow_properties.set_pre_buffer(false);  // would read ahead on threads of its own
  arrow_properties.set_arrow_extensions_enabled(true);
  // Old writers' timestamps hold days and nanoseconds: in nanoseconds years after 2262 would not fit.
  arrow_properties.set_coerce_int96_timestamp_unit(arrow::TimeUnit::MICRO);
  parquet::arrow::FileReaderBuilder builder;
  builder.memory_pool(pool);
  ARROW_RETURN_NOT_OK(builder.Open(open_input(input), properties));
  builder.properties(arrow_properties);
  std::unique_ptr<parquet::arrow::FileReader> reader;
  ARROW_RETURN_NOT_OK(builder.Build(&reader));
  std::shared_ptr<arrow::Schema> schema;
  ARROW_RETURN_NOT_OK(reader->GetSchema(&schema));
  return std::make_unique<ParquetFile>(std::move(reader), std::move(schema));
}

}  // namespace headrace::columnar
