#include <arrow/ipc/reader.h>
#include <arrow/record_batch.h>
#include <arrow/result.h>
#include <arrow/type.h>

#include "plugins/columnar/callback_io.h"
#include "plugins/columnar/read_file.h"

namespace headrace::columnar {
namespace {

// IPC data is memory as a program left it: nothing in it may be trusted.
class Checked : public arrow::RecordBatchReader {
 public:
  explicit Checked(bool no_columns) : no_columns_(no_columns) {}

  arrow::Status ReadNext(std::shared_ptr<arrow::RecordBatch>* batch) final {
    ARROW_RETURN_NOT_OK(next(batch));
    if (!*batch) return arrow::Status::OK();
    ARROW_RETURN_NOT_OK((*batch)->ValidateFull());
    if (no_columns_) *batch = arrow::RecordBatch::Make(schema(), (*batch)->num_rows(), arrow::ArrayVector{});
    return arrow::Status::OK();
  }

 protected:
  virtual arrow::Status next(std::shared_ptr<arrow::RecordBatch>* batch) = 0;
  std::shared_ptr<arrow::Schema> visible(const std::shared_ptr<arrow::Schema>& read) const {
    return no_columns_ ? arrow::schema({}) : read;
  }

 private:
  bool no_columns_;
};

class CheckedFile final : public Checked {
 public:
  CheckedFile(std::shared_ptr<arrow::ipc::RecordBatchFileReader> reader, bool no_columns)
      : Checked(no_columns), reader_(std::move(reader)) {}
  std::shared_ptr<arrow::Schema> schema() const override { return visible(reader_->schema()); }

 private:
  arrow::Status next(std::shared_ptr<arrow::RecordBatch>* batch) override {
    batch->reset();
    if (at_ == reader_->num_record_batches()) return arrow::Status::OK();
    return reader_->ReadRecordBatch(at_++).Value(batch);
  }

  std::shared_ptr<arrow::ipc::RecordBatchFileReader> reader_;
  int at_ = 0;
};

class CheckedStream final : public Checked {
 public:
  CheckedStream(std::shared_ptr<arrow::ipc::RecordBatchStreamReader> reader, bool no_columns)
      : Checked(no_columns), reader_(std::move(reader)) {}
  std::shared_ptr<arrow::Schema> schema() const override { return visible(reader_->schema()); }

 private:
  arrow::Status next(std::shared_ptr<arrow::RecordBatch>* batch) override { return reader_->ReadNext(batch); }

  std::shared_ptr<arrow::ipc::RecordBatchStreamReader> reader_;
};

class IpcFile final : public File {
 public:
  IpcFile(const HeadraceColumnarInput& input, bool stream) : input_(input), stream_(stream) {}

  arrow::Status open() { return reader({}).Value(&whole_); }
  const arrow::Schema& schema() const override { return *whole_->schema(); }
  arrow::Result<std::shared_ptr<arrow::RecordBatchReader>> read(const std::vector<int>& columns) override {
    if (schema().num_fields() == 0) return whole_;
    return reader(columns);
  }

 private:
  // To Arrow no columns means all: one is read then, and not shown.
  arrow::Result<std::shared_ptr<arrow::RecordBatchReader>> reader(const std::vector<int>& columns) {
    arrow::ipc::IpcReadOptions options;
    options.use_threads = false;
    options.included_fields = columns;
    const bool no_columns = whole_ && columns.empty();
    if (no_columns) options.included_fields = {0};
    if (stream_) {
      ARROW_ASSIGN_OR_RAISE(auto reader,
                            arrow::ipc::RecordBatchStreamReader::Open(open_input(input_), options));
      return std::make_shared<CheckedStream>(std::move(reader), no_columns);
    }
    ARROW_ASSIGN_OR_RAISE(auto reader, arrow::ipc::RecordBatchFileReader::Open(open_input(input_), options));
    return std::make_shared<CheckedFile>(std::move(reader), no_columns);
  }

  HeadraceColumnarInput input_;
  bool stream_;
  std::shared_ptr<arrow::RecordBatchReader> whole_;
};

}  // namespace

arrow::Result<std::unique_ptr<File>> open_ipc(const HeadraceColumnarInput& input, bool stream) {
  auto file = std::make_unique<IpcFile>(input, stream);
  ARROW_RETURN_NOT_OK(file->open());
  return file;
}

arrow::Result<std::unique_ptr<File>> open_file(const HeadraceColumnarInput& input) {
  char magic[6] = {};
  ARROW_ASSIGN_OR_RAISE(const int64_t n, open_input(input)->ReadAt(0, sizeof magic, magic));
  const std::string_view head(magic, static_cast<size_t>(n));
  if (head.starts_with("PAR1") || head.starts_with("PARE")) return open_parquet(input);
  if (head == "ARROW1") return open_ipc(input, false);
  if (head.starts_with("\xff\xff\xff\xff")) return open_ipc(input, true);
  return arrow::Status::Invalid("neither Parquet nor Arrow IPC");
}

}  // namespace headrace::columnar
