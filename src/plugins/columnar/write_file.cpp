#include "plugins/columnar/write_file.h"

#include <arrow/ipc/writer.h>
#include <arrow/record_batch.h>
#include <arrow/result.h>
#include <arrow/table.h>
#include <arrow/type.h>
#include <arrow/util/key_value_metadata.h>
#include <parquet/arrow/writer.h>
#include <parquet/properties.h>

#include "plugins/columnar/callback_io.h"

namespace headrace::columnar {
namespace {

class ParquetWriter final : public Writer {
 public:
  explicit ParquetWriter(std::unique_ptr<parquet::arrow::FileWriter> writer) : writer_(std::move(writer)) {}

  arrow::Status write_group(const std::shared_ptr<arrow::RecordBatch>& rows) override {
    ARROW_ASSIGN_OR_RAISE(const auto table, arrow::Table::FromRecordBatches({rows}));
    return writer_->WriteTable(*table, rows->num_rows());
  }
  arrow::Status finish(const FileMetadata& metadata) override {
    auto pairs = std::make_shared<arrow::KeyValueMetadata>();
    for (const auto& [name, value] : metadata) pairs->Append(name, value);
    ARROW_RETURN_NOT_OK(writer_->AddKeyValueMetadata(pairs));
    return writer_->Close();
  }

 private:
  std::unique_ptr<parquet::arrow::FileWriter> writer_;
};

class IpcWriter final : public Writer {
 public:
  IpcWriter(std::shared_ptr<arrow::ipc::RecordBatchWriter> writer,
            std::shared_ptr<arrow::KeyValueMetadata> metadata)
      : writer_(std::move(writer)), metadata_(std::move(metadata)) {}

  arrow::Status write_group(const std::shared_ptr<arrow::RecordBatch>& rows) override {
    return writer_->WriteRecordBatch(*rows);
  }
  arrow::Status finish(const FileMetadata& metadata) override {
    // The footer is written on closing, out of the same object.
    for (const auto& [name, value] : metadata) metadata_->Append(name, value);
    return writer_->Close();
  }

 private:
  std::shared_ptr<arrow::ipc::RecordBatchWriter> writer_;
  std::shared_ptr<arrow::KeyValueMetadata> metadata_;
};

}  // namespace

arrow::Result<std::unique_ptr<Writer>> make_writer(const HeadraceColumnarOutput& output,
                                                   HeadraceColumnarFormat format,
                                                   const std::shared_ptr<arrow::Schema>& schema) {
  if (format == kHeadraceParquet) {
    auto properties = parquet::WriterProperties::Builder()
                          .compression(parquet::Compression::ZSTD)
                          ->enable_page_checksum()
                          ->build();
    // The Arrow schema goes into the file too: time zones and the fields' metadata are nowhere else.
    auto arrow_properties = parquet::ArrowWriterProperties::Builder().store_schema()->build();
    ARROW_ASSIGN_OR_RAISE(auto writer, parquet::arrow::FileWriter::Open(
                                           *schema, arrow::default_memory_pool(), open_output(output),
                                           std::move(properties), std::move(arrow_properties)));
    return std::make_unique<ParquetWriter>(std::move(writer));
  }
  auto options = arrow::ipc::IpcWriteOptions::Defaults();
  options.use_threads = false;
  auto metadata = std::make_shared<arrow::KeyValueMetadata>();
  ARROW_ASSIGN_OR_RAISE(auto writer,
                        arrow::ipc::MakeFileWriter(open_output(output), schema, options, metadata));
  return std::make_unique<IpcWriter>(std::move(writer), std::move(metadata));
}

GroupedWriter::GroupedWriter(std::unique_ptr<Writer> writer, std::shared_ptr<arrow::Schema> schema)
    : writer_(std::move(writer)), schema_(std::move(schema)) {}

GroupedWriter::~GroupedWriter() = default;

arrow::Status GroupedWriter::write(const std::shared_ptr<arrow::RecordBatch>& batch,
                                   const std::vector<int64_t>& cuts) {
  int64_t begin = 0;
  for (const int64_t cut : cuts) {
    if (cut > begin) pending_.push_back(batch->Slice(begin, cut - begin));
    begin = cut;
    ARROW_RETURN_NOT_OK(end_group());
  }
  if (batch->num_rows() > begin) pending_.push_back(batch->Slice(begin));
  return arrow::Status::OK();
}

// The rows are joined into one batch first: where Parquet's pages end must not hang on how they came.
arrow::Status GroupedWriter::end_group() {
  if (pending_.empty()) return arrow::Status::OK();
  ARROW_ASSIGN_OR_RAISE(auto rows, arrow::ConcatenateRecordBatches(pending_));
  pending_.clear();
  return writer_->write_group(rows);
}

arrow::Status GroupedWriter::finish(const FileMetadata& metadata) {
  ARROW_RETURN_NOT_OK(end_group());
  return writer_->finish(metadata);
}

}  // namespace headrace::columnar
