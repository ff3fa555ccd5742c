#include "connect/columnar/columnar_file.h"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <optional>

#include "connect/columnar/plugin.h"
#include "connect/open_error.h"

namespace headrace::columnar {

namespace {

// What is read at once: small enough to be in the cache still for who watches the stream.
constexpr int64_t kPieceBytes = 256 << 10;
// How much of a file may lie between two reads for the second to be read behind the first.
constexpr int64_t kGapBytesMax = 1 << 20;

}  // namespace

// The bytes, on disk or in memory, and the first trouble with reading them.
class ColumnarFile::Input {
 public:
  Input(ByteStream* stream, int64_t size, std::string name)
      : fd_(stream->descriptor()), stream_(stream), name_(std::move(name)), size_(size) {}
  Input(std::string bytes, std::string name)
      : bytes_(std::move(bytes)), name_(std::move(name)), size_(static_cast<int64_t>(bytes_.size())) {}
  Input(const Input&) = delete;
  Input& operator=(const Input&) = delete;

  HeadraceColumnarInput abi() { return {this, size_, read_at}; }
  const std::string& name() const { return name_; }
  const std::optional<Error>& trouble() const { return trouble_; }

 private:
  static int64_t read_at(void* context, int64_t offset, void* buffer, int64_t size) {
    auto* self = static_cast<Input*>(context);
    auto* to = static_cast<char*>(buffer);
    if (offset < 0 || offset >= self->size_) return 0;  // a damaged file may ask for any place
    size = std::min(size, self->size_ - offset);
    if (self->fd_ < 0) return self->copy(offset, to, size);
    const int64_t gap = offset - self->stream_at_;
    if (gap < 0 || gap > kGapBytesMax) return self->pread(offset, to, size);
    return self->read_on(offset, to, size);
  }

  int64_t copy(int64_t offset, char* to, int64_t size) const {
    std::memcpy(to, bytes_.data() + offset, static_cast<size_t>(size));
    return size;
  }

  int64_t pread(int64_t offset, char* to, int64_t size) {
    for (;;) {
      const ssize_t n = ::pread(fd_, to, static_cast<size_t>(size), offset);
      if (n >= 0) return n;
      if (errno == EINTR) continue;
      return fail(
          {ErrorKind::kOutside, std::string("cannot read: ") + std::strerror(errno), name_, "", true});
    }
  }

  // From the stream, which stands at `offset` or before. It may end before the file does.
  int64_t read_on(int64_t offset, char* to, int64_t size) {
    gap_.resize(static_cast<size_t>(offset - stream_at_));
    if (!take(gap_.data(), offset - stream_at_)) return -1;
    if (stream_at_ == offset && !take(to, size)) return -1;
    const int64_t taken = std::max<int64_t>(stream_at_ - offset, 0);
    if (taken == size) return taken;
    const int64_t rest = pread(offset + taken, to + taken, size - taken);
    return rest < 0 ? rest : taken + rest;
  }

  // Fewer bytes only at the stream's end.
  bool take(char* to, int64_t size) {
    while (size > 0) {
      const Result<size_t> n = stream_->read(to, static_cast<size_t>(std::min(size, kPieceBytes)));
      if (!n) {
        fail(n.error());
        return false;
      }
      if (*n == 0) return true;
      to += *n;
      size -= static_cast<int64_t>(*n);
      stream_at_ += static_cast<int64_t>(*n);
    }
    return true;
  }

  int64_t fail(Error error) {
    if (!trouble_) trouble_ = std::move(error);
    return -1;
  }

  int fd_ = -1;                   // the stream's
  ByteStream* stream_ = nullptr;  // where there is a file
  int64_t stream_at_ = 0;         // how many bytes were taken from it
  std::string gap_;
  std::string bytes_;
  std::string name_;
  int64_t size_;
  std::optional<Error> trouble_;
};

ColumnarFile::ColumnarFile(const HeadraceColumnar* plugin, std::unique_ptr<Input> input)
    : plugin_(plugin), input_(std::move(input)) {}

ColumnarFile::~ColumnarFile() {
  stream_.reset();
  if (file_) plugin_->close(file_);
}

Result<std::unique_ptr<ColumnarFile>> ColumnarFile::open(ByteStream& stream, uint64_t bytes_max,
                                                         const std::string& name) {
  struct stat info;
  if (::fstat(stream.descriptor(), &info) != 0) return open_error(name);
  const uint64_t size = std::min(static_cast<uint64_t>(info.st_size), bytes_max);
  return open_input(std::make_unique<Input>(&stream, static_cast<int64_t>(size), name));
}

Result<std::unique_ptr<ColumnarFile>> ColumnarFile::open_bytes(std::string bytes, const std::string& name) {
  return open_input(std::make_unique<Input>(std::move(bytes), name));
}

Result<std::unique_ptr<ColumnarFile>> ColumnarFile::open_input(std::unique_ptr<Input> input) {
  const Result<const HeadraceColumnar*> plugin = load_plugin();
  if (!plugin) {
    Error error = plugin.error();
    error.place = input->name();
    return error;
  }
  std::unique_ptr<ColumnarFile> file(new ColumnarFile(*plugin, std::move(input)));
  const HeadraceColumnarInput abi = file->input_->abi();
  HeadraceColumnarError error;
  if ((*plugin)->open(&abi, &file->file_, file->schema_->get(), &error) != 0) return file->failed(error.text);
  return file;
}

Error ColumnarFile::failed(const char* text) const {
  if (const auto& trouble = input_->trouble()) return *trouble;
  std::string message = std::string("is damaged or no Parquet or Arrow file: ") + text;
  std::replace(message.begin(), message.end(), '\n', ' ');
  return {ErrorKind::kInput, std::move(message), input_->name(),
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

}  // namespace headrace::columnar
