#include "plugins/columnar/callback_io.h"

#include <arrow/buffer.h>
#include <arrow/result.h>
#include <arrow/status.h>

#include <algorithm>

namespace headrace::columnar {
namespace {

class CallbackInput final : public arrow::io::RandomAccessFile {
 public:
  explicit CallbackInput(const HeadraceColumnarInput& input) : input_(input) {}

  arrow::Result<int64_t> GetSize() override { return input_.size; }
  arrow::Result<int64_t> Tell() const override { return position_; }
  arrow::Status Seek(int64_t position) override {
    position_ = position;
    return arrow::Status::OK();
  }
  arrow::Status Close() override {
    closed_ = true;
    return arrow::Status::OK();
  }
  bool closed() const override { return closed_; }

  arrow::Result<int64_t> ReadAt(int64_t position, int64_t size, void* out) override {
    int64_t total = 0;
    while (total < size) {
      const int64_t n =
          input_.read_at(input_.context, position + total, static_cast<char*>(out) + total, size - total);
      if (n < 0) return arrow::Status::IOError("cannot read");
      if (n == 0) break;
      total += n;
    }
    return total;
  }
  arrow::Result<std::shared_ptr<arrow::Buffer>> ReadAt(int64_t position, int64_t size) override {
    // A damaged file may ask for any size: never for more than there is.
    const int64_t left = std::clamp<int64_t>(input_.size - position, 0, std::max<int64_t>(size, 0));
    ARROW_ASSIGN_OR_RAISE(std::unique_ptr<arrow::ResizableBuffer> buffer,
                          arrow::AllocateResizableBuffer(left));
    ARROW_ASSIGN_OR_RAISE(const int64_t n, ReadAt(position, left, buffer->mutable_data()));
    ARROW_RETURN_NOT_OK(buffer->Resize(n, false));
    return std::shared_ptr<arrow::Buffer>(std::move(buffer));
  }
  arrow::Result<int64_t> Read(int64_t size, void* out) override {
    ARROW_ASSIGN_OR_RAISE(const int64_t n, ReadAt(position_, size, out));
    position_ += n;
    return n;
  }
  arrow::Result<std::shared_ptr<arrow::Buffer>> Read(int64_t size) override {
    ARROW_ASSIGN_OR_RAISE(std::shared_ptr<arrow::Buffer> buffer, ReadAt(position_, size));
    position_ += buffer->size();
    return buffer;
  }

 private:
  HeadraceColumnarInput input_;
  int64_t position_ = 0;
  bool closed_ = false;
};

class CallbackOutput final : public arrow::io::OutputStream {
 public:
  explicit CallbackOutput(const HeadraceColumnarOutput& output) : output_(output) {}

  arrow::Status Write(const void* data, int64_t size) override {
    if (size > 0 && output_.append(output_.context, data, size) != 0)
      return arrow::Status::IOError("cannot write");
    position_ += size;
    return arrow::Status::OK();
  }
  using arrow::io::OutputStream::Write;
  arrow::Result<int64_t> Tell() const override { return position_; }
  arrow::Status Close() override {
    closed_ = true;
    return arrow::Status::OK();
  }
  bool closed() const override { return closed_; }

 private:
  HeadraceColumnarOutput output_;
  int64_t position_ = 0;
  bool closed_ = false;
};

}  // namespace

std::shared_ptr<arrow::io::RandomAccessFile> open_input(const HeadraceColumnarInput& input) {
  return std::make_shared<CallbackInput>(input);
}

std::shared_ptr<arrow::io::OutputStream> open_output(const HeadraceColumnarOutput& output) {
  return std::make_shared<CallbackOutput>(output);
}

}  // namespace headrace::columnar
