#include "connect/columnar/columnar_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <cstring>

#include "connect/columnar/plugin.h"

namespace headrace::columnar {

// The bytes, on disk or in memory, and the first trouble with reading them.
class ColumnarFile::Input {
 public:
  Input(int fd, int64_t size) : fd_(fd), size_(size) {}
  explicit Input(std::string bytes) : bytes_(std::move(bytes)), size_(static_cast<int64_t>(bytes_.size())) {}
  Input(const Input&) = delete;
  Input& operator=(const Input&) = delete;
  ~Input() {
    if (fd_ >= 0) ::close(fd_);
  }

  HeadraceColumnarInput abi() { return {this, size_, read_at}; }
  int64_t size() const { return size_; }
  int64_t taken() const { return std::min<int64_t>(taken_, size_); }
  int error() const { return error_; }

 private:
  static int64_t read_at(void* context, int64_t offset, void* buffer, int64_t size) {
    auto* self = static_cast<Input*>(context);
    const int64_t n = self->fd_ < 0 ? self->copy(offset, buffer, size) : self->pread(offset, buffer, size);
    if (n > 0) self->taken_ += n;
    return n;
  }
  int64_t copy(int64_t offset, void* buffer, int64_t size) const {
    if (offset >= size_) return 0;
    const int64_t n = std::min(size, size_ - offset);
    std::memcpy(buffer, bytes_.data() + offset, static_cast<size_t>(n));
    return n;
  }
  int64_t pread(int64_t offset, void* buffer, int64_t size) {
    for (;;) {
      const ssize_t n = ::pread(fd_, buffer, static_cast<size_t>(size), offset);
      if (n >= 0) return n;
      if (errno == EINTR) continue;
      error_ = errno;
      return -1;
    }
  }

  int fd_ = -1;
  std::string bytes_;
  int64_t size_;
  std::atomic<int64_t> taken_{0};
  int error_ = 0;
};

ColumnarFile::ColumnarFile(const HeadraceColumnar* plugin, std::unique_ptr<Input> input, std::string name)
    : plugin_(plugin), input_(std::move(input)), name_(std::move(name)) {}

ColumnarFile::~ColumnarFile() {
  stream_.reset();
  if (file_) plugin_->close(file_);
}

Result<std::unique_ptr<ColumnarFile>> ColumnarFile::open(const std::string& path) {
  const int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  struct stat info;
  if (fd < 0 || ::fstat(fd, &info) != 0) {
    const ErrorKind kind = errno == ENOENT || errno == ENOTDIR ? ErrorKind::kInput : ErrorKind::kOutside;
    Error error{kind, std::string("cannot open: ") + std::strerror(errno), path, "", false};
    if (fd >= 0) ::close(fd);
    return error;
  }
  return open_input(std::make_unique<Input>(fd, info.st_size), path);
}

Result<std::unique_ptr<ColumnarFile>> ColumnarFile::open_bytes(std::string bytes, const std::string& name) {
  return open_input(std::make_unique<Input>(std::move(bytes)), name);
}

Result<std::unique_ptr<ColumnarFile>> ColumnarFile::open_input(std::unique_ptr<Input> input,
                                                               std::string name) {
  const Result<const HeadraceColumnar*> plugin = load_plugin();
  if (!plugin) {
    Error error = plugin.error();
    error.place = name;
    return error;
  }
  std::unique_ptr<ColumnarFile> file(new ColumnarFile(*plugin, std::move(input), std::move(name)));
  const HeadraceColumnarInput abi = file->input_->abi();
  HeadraceColumnarError error;
  if ((*plugin)->open(&abi, &file->file_, file->schema_.get(), &error) != 0) return file->failed(error.text);
  return file;
}

Error ColumnarFile::failed(const char* text) const {
  if (input_->error() != 0) {
    return {ErrorKind::kOutside, std::string("cannot read: ") + std::strerror(input_->error()), name_, "",
            true};
  }
  std::string message = std::string("is damaged or no Parquet or Arrow file: ") + text;
  std::replace(message.begin(), message.end(), '\n', ' ');
  return {ErrorKind::kInput, std::move(message), name_,
          "compare its size with the original's: a copy that was cut short looks like this", false};
}

Result<OwnedSchema> ColumnarFile::select(const std::vector<int32_t>& columns) {
  HeadraceColumnarError error;
  if (plugin_->read(file_, columns.data(), static_cast<int64_t>(columns.size()), stream_.get(), &error) !=
      0) {
    return failed(error.text);
  }
  OwnedSchema schema;
  if (stream_->get_schema(stream_.get(), schema.get()) != 0) return stream_failed();
  return schema;
}

Error ColumnarFile::stream_failed() {
  const char* text = stream_->get_last_error(stream_.get());
  return failed(text ? text : "no reason given");
}

Result<bool> ColumnarFile::next(OwnedArray* rows) {
  rows->reset();
  if (stream_->get_next(stream_.get(), rows->get()) != 0) return stream_failed();
  return !rows->empty();
}

uint64_t ColumnarFile::bytes_read() const { return static_cast<uint64_t>(input_->taken()); }
uint64_t ColumnarFile::bytes_total() const { return static_cast<uint64_t>(input_->size()); }

}  // namespace headrace::columnar
