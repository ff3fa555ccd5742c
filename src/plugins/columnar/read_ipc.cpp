#include <arrow/array.h>
#include <arrow/ipc/reader.h>
#include <arrow/record_batch.h>
#include <arrow/result.h>
#include <arrow/type.h>

#include <algorithm>
#include <limits>

#include "plugins/columnar/callback_io.h"
#include "plugins/columnar/read_file.h"

namespace headrace::columnar {
namespace {

constexpr int64_t kFileHead = 8;  // "ARROW1" and two zeros

bool has_dictionary(const arrow::Schema& schema) {
  return std::any_of(schema.fields().begin(), schema.fields().end(),
                     [](const auto& field) { return holds_dictionary(*field->type()); });
}

// All but whether text is UTF-8, which is looked at when it is used: checked as bytes.
arrow::Status check(const arrow::Array& column) {
  const arrow::Type::type type = column.type_id();
  if (type != arrow::Type::STRING && type != arrow::Type::LARGE_STRING) return column.ValidateFull();
  const auto bytes = column.data()->Copy();
  bytes->type = type == arrow::Type::STRING ? arrow::binary() : arrow::large_binary();
  return arrow::MakeArray(bytes)->ValidateFull();
}

// IPC data is memory as a program left it: nothing in it may be trusted.
class Checked : public arrow::RecordBatchReader {
 public:
  explicit Checked(bool no_columns) : no_columns_(no_columns) {}

  arrow::Status ReadNext(std::shared_ptr<arrow::RecordBatch>* batch) final {
    ARROW_RETURN_NOT_OK(next(batch));
    if (!*batch) return arrow::Status::OK();
    ARROW_RETURN_NOT_OK((*batch)->Validate());
    for (const auto& column : (*batch)->columns()) ARROW_RETURN_NOT_OK(check(*column));
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
  CheckedStream(std::shared_ptr<arrow::ipc::RecordBatchStreamReader> reader, bool no_columns, int batches)
      : Checked(no_columns), reader_(std::move(reader)), batches_left_(batches) {}
  std::shared_ptr<arrow::Schema> schema() const override { return visible(reader_->schema()); }

 private:
  arrow::Status next(std::shared_ptr<arrow::RecordBatch>* batch) override {
    batch->reset();
    return batches_left_-- > 0 ? reader_->ReadNext(batch) : arrow::Status::OK();
  }

  std::shared_ptr<arrow::ipc::RecordBatchStreamReader> reader_;
  int batches_left_;
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
    if (stream_) return stream_reader(0, options, no_columns, std::numeric_limits<int>::max());
    // A file is a stream with an index behind it. Read as such its bytes come in order and once; but a file's
    // dictionaries may stand behind what they are for.
    if (whole_ && !has_dictionary(schema())) return stream_reader(kFileHead, options, no_columns, batches_);
    ARROW_ASSIGN_OR_RAISE(auto reader, arrow::ipc::RecordBatchFileReader::Open(open_input(input_), options));
    batches_ = reader->num_record_batches();
    return std::make_shared<CheckedFile>(std::move(reader), no_columns);
  }

  arrow::Result<std::shared_ptr<arrow::RecordBatchReader>> stream_reader(
      int64_t begin, const arrow::ipc::IpcReadOptions& options, bool no_columns, int batches) {
    const auto file = open_input(input_);
    ARROW_RETURN_NOT_OK(file->Seek(begin));
    ARROW_ASSIGN_OR_RAISE(auto reader, arrow::ipc::RecordBatchStreamReader::Open(file, options));
    return std::make_shared<CheckedStream>(std::move(reader), no_columns, batches);
  }

  HeadraceColumnarInput input_;
  bool stream_;
  std::shared_ptr<arrow::RecordBatchReader> whole_;
  int batches_ = 0;  // of a file
};

}  // namespace

arrow::Result<std::unique_ptr<File>> open_ipc(const HeadraceColumnarInput& input, bool stream) {
  auto file = std::make_unique<IpcFile>(input, stream);
  ARROW_RETURN_NOT_OK(file->open());
  return file;
}

bool holds_dictionary(const arrow::DataType& type) {
  if (type.id() == arrow::Type::DICTIONARY) return true;
  for (const auto& field : type.fields()) {
    if (holds_dictionary(*field->type())) return true;
  }
  return false;
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
