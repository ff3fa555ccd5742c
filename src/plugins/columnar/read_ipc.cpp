#include <arrow/array.h>
#include <arrow/ipc/reader.h>
#include <arrow/record_batch.h>
#include <arrow/result.h>
#include <arrow/type.h>

#include <algorithm>
#include <cstring>

#include "plugins/columnar/callback_io.h"
#include "plugins/columnar/check_column.h"
#include "plugins/columnar/read_file.h"

namespace headrace::columnar {
namespace {

using arrow::ipc::RecordBatchStreamReader;

bool has_dictionary(const arrow::Schema& schema) {
  return std::any_of(schema.fields().begin(), schema.fields().end(),
                     [](const auto& field) { return holds_dictionary(*field->type()); });
}

// Where the first message of a file begins. Before it stand "ARROW1" and zeros, which make 8 bytes, or up to
// 64 by some writers; 0 where none begins there.
arrow::Result<int64_t> first_message(const HeadraceColumnarInput& input) {
  constexpr int64_t kAlignment = 8, kFirstMax = 64;
  char head[kFirstMax + sizeof(int32_t)];
  ARROW_ASSIGN_OR_RAISE(const int64_t size, open_input(input)->ReadAt(0, sizeof head, head));
  for (int64_t at = kAlignment; at + static_cast<int64_t>(sizeof(int32_t)) <= size; at += kAlignment) {
    int32_t prefix;
    std::memcpy(&prefix, head + at, sizeof prefix);
    if (prefix != 0) return at;
  }
  return 0;
}

// IPC data is memory as a program left it: nothing in it may be trusted.
class Checked : public arrow::RecordBatchReader {
 public:
  explicit Checked(bool no_columns) : no_columns_(no_columns) {}

  arrow::Status ReadNext(std::shared_ptr<arrow::RecordBatch>* batch) final {
    ARROW_RETURN_NOT_OK(next(batch));
    if (!*batch) return arrow::Status::OK();
    ARROW_RETURN_NOT_OK((*batch)->Validate());
    for (const auto& column : (*batch)->columns()) ARROW_RETURN_NOT_OK(check_column(*column));
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

// A file in its order: the stream before its index, which counts the batches.
class CheckedFileInOrder final : public Checked {
 public:
  CheckedFileInOrder(std::shared_ptr<RecordBatchStreamReader> reader, bool no_columns, int batches)
      : Checked(no_columns), reader_(std::move(reader)), batches_left_(batches) {}
  std::shared_ptr<arrow::Schema> schema() const override { return visible(reader_->schema()); }

 private:
  arrow::Status next(std::shared_ptr<arrow::RecordBatch>* batch) override {
    batch->reset();
    if (batches_left_ == 0) return arrow::Status::OK();
    --batches_left_;
    ARROW_RETURN_NOT_OK(reader_->ReadNext(batch));
    // Zeros where a message should be end a stream.
    if (!*batch) return arrow::Status::Invalid("it ends before its last record batch");
    return arrow::Status::OK();
  }

  std::shared_ptr<RecordBatchStreamReader> reader_;
  int batches_left_;
};

// Streams one behind the other, as `cat` makes them, all of the same columns.
class CheckedStreams final : public Checked {
 public:
  // The first stream's reader has been opened on the file. `whole`: the schema with all of its columns.
  CheckedStreams(std::shared_ptr<arrow::io::RandomAccessFile> file, const arrow::ipc::IpcReadOptions& options,
                 std::shared_ptr<RecordBatchStreamReader> reader, const arrow::Schema& whole, bool no_columns)
      : Checked(no_columns),
        file_(std::move(file)),
        options_(options),
        reader_(std::move(reader)),
        whole_(whole.RemoveMetadata()) {}
  std::shared_ptr<arrow::Schema> schema() const override { return visible(reader_->schema()); }

 private:
  arrow::Status next(std::shared_ptr<arrow::RecordBatch>* batch) override {
    for (;;) {
      ARROW_RETURN_NOT_OK(reader_->ReadNext(batch));
      if (*batch) return arrow::Status::OK();
      ARROW_ASSIGN_OR_RAISE(const int64_t end, file_->Tell());
      ARROW_ASSIGN_OR_RAISE(const int64_t size, file_->GetSize());
      if (end >= size) return arrow::Status::OK();
      ARROW_RETURN_NOT_OK(open_stream(end));
    }
  }

  arrow::Status open_stream(int64_t begin) {
    ARROW_ASSIGN_OR_RAISE(const auto all, RecordBatchStreamReader::Open(file_));
    // What a field says of itself counts, what the whole says need not be the same.
    if (!all->schema()->RemoveMetadata()->Equals(*whole_, true))
      return arrow::Status::Invalid("behind its first stream stands one with other columns");
    ARROW_RETURN_NOT_OK(file_->Seek(begin));
    return RecordBatchStreamReader::Open(file_, options_).Value(&reader_);
  }

  std::shared_ptr<arrow::io::RandomAccessFile> file_;
  arrow::ipc::IpcReadOptions options_;
  std::shared_ptr<RecordBatchStreamReader> reader_;
  std::shared_ptr<arrow::Schema> whole_;
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
    if (stream_) return streams(options, no_columns);
    // A file is a stream with an index behind it. Read as such its bytes come in order and once; but a file's
    // dictionaries may stand behind what they are for.
    if (whole_ && !has_dictionary(schema())) {
      ARROW_ASSIGN_OR_RAISE(const int64_t begin, first_message(input_));
      if (begin > 0) return in_order(begin, options, no_columns);
    }
    ARROW_ASSIGN_OR_RAISE(auto reader, arrow::ipc::RecordBatchFileReader::Open(open_input(input_), options));
    batches_ = reader->num_record_batches();
    return std::make_shared<CheckedFile>(std::move(reader), no_columns);
  }

  arrow::Result<std::shared_ptr<arrow::RecordBatchReader>> in_order(int64_t begin,
                                                                    const arrow::ipc::IpcReadOptions& options,
                                                                    bool no_columns) {
    const auto file = open_input(input_);
    ARROW_RETURN_NOT_OK(file->Seek(begin));
    ARROW_ASSIGN_OR_RAISE(auto reader, RecordBatchStreamReader::Open(file, options));
    return std::make_shared<CheckedFileInOrder>(std::move(reader), no_columns, batches_);
  }

  arrow::Result<std::shared_ptr<arrow::RecordBatchReader>> streams(const arrow::ipc::IpcReadOptions& options,
                                                                   bool no_columns) {
    const auto file = open_input(input_);
    ARROW_ASSIGN_OR_RAISE(auto reader, RecordBatchStreamReader::Open(file, options));
    const auto whole = whole_ ? whole_->schema() : reader->schema();
    return std::make_shared<CheckedStreams>(file, options, std::move(reader), *whole, no_columns);
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
