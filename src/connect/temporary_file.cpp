#include "connect/temporary_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>

namespace headrace {
namespace {

constexpr const char* kElsewhere = "name a folder with room on a disk with --spill-dir=FOLDER, or set TMPDIR";

Error failed(const char* what, const std::string& folder, const std::string& hint) {
  return {ErrorKind::kOutside, std::string(what) + ": " + std::strerror(errno), folder, hint, false};
}

class TemporaryFile final : public SpillFile {
 public:
  TemporaryFile(int fd, std::string folder) : fd_(fd), folder_(std::move(folder)) {}
  ~TemporaryFile() override { ::close(fd_); }
  TemporaryFile(const TemporaryFile&) = delete;
  TemporaryFile& operator=(const TemporaryFile&) = delete;

  Status write(uint64_t offset, std::string_view bytes) override {
    while (!bytes.empty()) {
      const ssize_t n = ::pwrite(fd_, bytes.data(), bytes.size(), static_cast<off_t>(offset));
      if (n < 0 && errno == EINTR) continue;
      if (n < 0) return write_error();
      offset += static_cast<uint64_t>(n);
      bytes.remove_prefix(static_cast<size_t>(n));
    }
    return Ok{};
  }

  Status read(uint64_t offset, char* buffer, size_t size) override {
    while (size > 0) {
      const ssize_t n = ::pread(fd_, buffer, size, static_cast<off_t>(offset));
      if (n < 0 && errno == EINTR) continue;
      if (n == 0) errno = EIO;  // nobody else can have cut it
      if (n <= 0) return failed("cannot read what was spilled", folder_, "");
      offset += static_cast<uint64_t>(n);
      buffer += n;
      size -= static_cast<size_t>(n);
    }
    return Ok{};
  }

 private:
  Error write_error() const {
    const bool full = errno == ENOSPC || errno == EDQUOT || errno == EFBIG;
    return failed(
        "cannot spill what is over --memory", folder_,
        full ? std::string("make room there, or ") + kElsewhere + "; a larger --memory spills less" : "");
  }

  int fd_;
  std::string folder_;
};

std::string temporary_folder() {
  const char* const set = std::getenv("TMPDIR");
  return set && *set ? set : "/tmp";
}

// -1 by errno.
int open_nameless(const std::string& folder) {
  int fd = ::open(folder.c_str(), O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
  if (fd < 0 && (errno == EOPNOTSUPP || errno == EISDIR || errno == EINVAL)) {
    // A file system without nameless files: the name lives as long as it takes to open it.
    std::string path = folder + "/.headrace-spill.XXXXXX";
    fd = ::mkostemp(path.data(), O_CLOEXEC);
    if (fd >= 0) ::unlink(path.c_str());
  }
  return fd;
}

}  // namespace

Result<std::unique_ptr<SpillFile>> open_temporary_file(std::string folder) {
  if (folder.empty()) folder = temporary_folder();
  const int fd = open_nameless(folder);
  if (fd < 0) return failed("cannot make a temporary file", folder, kElsewhere);
  return std::unique_ptr<SpillFile>(std::make_unique<TemporaryFile>(fd, std::move(folder)));
}

Result<TemporaryStream> open_temporary_stream() {
  const int fd = open_nameless(temporary_folder());
  if (fd < 0) return temporary_stream_error();
  TemporaryStream stream(::fdopen(fd, "w+"), std::fclose);
  if (stream) return stream;
  Error error = temporary_stream_error();
  ::close(fd);
  return error;
}

Error temporary_stream_error() {
  return {ErrorKind::kOutside, std::string("cannot keep rows in a temporary file: ") + std::strerror(errno),
          temporary_folder(), "make room there, or set TMPDIR to a folder with room", true};
}

}  // namespace headrace
