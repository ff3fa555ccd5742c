#include "connect/file_stream.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>

#include "connect/open_error.h"

namespace headrace {
namespace {

class FileStream final : public ByteStream {
 public:
  // `regular`: a file that is read from its beginning.
  FileStream(int fd, std::string name, bool owned, bool regular)
      : fd_(fd), name_(std::move(name)), owned_(owned), regular_(regular) {}
  ~FileStream() override {
    if (owned_) ::close(fd_);
  }

  Result<size_t> read(char* buffer, size_t size) override {
    for (;;) {
      const ssize_t n = ::read(fd_, buffer, size);
      if (n >= 0) {
        position_ += static_cast<uint64_t>(n);
        return static_cast<size_t>(n);
      }
      if (errno == EINTR) continue;
      return Error{ErrorKind::kOutside, std::string("cannot read: ") + std::strerror(errno), name_, "", true};
    }
  }
  uint64_t position() const override { return position_; }
  int descriptor() const override { return regular_ ? fd_ : -1; }

 private:
  int fd_;
  std::string name_;
  bool owned_, regular_;
  uint64_t position_ = 0;
};

}  // namespace

Result<std::unique_ptr<ByteStream>> open_file_stream(const std::string& path) {
  if (path == "-")
    return std::unique_ptr<ByteStream>(std::make_unique<FileStream>(STDIN_FILENO, "<stdin>", false, false));
  const int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (fd < 0) return open_error(path);
  struct stat info;
  const bool known = ::fstat(fd, &info) == 0;
  if (known && S_ISDIR(info.st_mode)) {
    ::close(fd);
    return Error{ErrorKind::kInput, "is a folder", path, "", false};
  }
  ::posix_fadvise(fd, 0, 0, POSIX_FADV_SEQUENTIAL);
  const bool regular = known && S_ISREG(info.st_mode);
  return std::unique_ptr<ByteStream>(std::make_unique<FileStream>(fd, path, true, regular));
}

Result<std::string> read_file(const std::string& path, size_t size_max) {
  Result<std::unique_ptr<ByteStream>> stream = open_file_stream(path);
  if (!stream) return stream.error();
  std::string text;
  // Room for the whole of a regular file at once; anything else grows as it comes.
  std::error_code unknown;
  const uintmax_t expected = std::filesystem::file_size(path, unknown);
  if (!unknown) text.reserve(expected + (1 << 16));
  for (;;) {
    const size_t size = text.size();
    text.resize(size + (1 << 16));
    Result<size_t> n = (*stream)->read(text.data() + size, 1 << 16);
    if (!n) return n.error();
    text.resize(size + *n);
    if (*n == 0 || text.size() > size_max) return text;
  }
}

}  // namespace headrace
