#include "connect/file_sink.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <cstring>
#include <filesystem>
#include <string>
#include <string_view>

namespace headrace {
namespace {

constexpr size_t kBufferBytes = 256 << 10;

Error write_error(const std::string& name) {
  const std::string hint = errno == ENOSPC || errno == EDQUOT ? "make room on the disk and run again" : "";
  return {ErrorKind::kOutside, std::string("cannot write: ") + std::strerror(errno), name, hint, true};
}

// A file descriptor with a buffer before it.
class DescriptorSink : public ByteSink {
 public:
  DescriptorSink(int fd, std::string name) : fd_(fd), name_(std::move(name)) {}

  Status write(std::string_view bytes) override {
    if (buffer_.size() + bytes.size() < kBufferBytes) {
      buffer_ += bytes;
      return Ok{};
    }
    if (Status s = flush(); !s) return s;
    return write_all(bytes);
  }
  Status close() override { return flush(); }
  Status publish() override { return Ok{}; }

 protected:
  int fd() const { return fd_; }
  const std::string& name() const { return name_; }

  Status flush() {
    Status s = write_all(buffer_);
    buffer_.clear();
    return s;
  }

 private:
  Status write_all(std::string_view bytes) {
    while (!bytes.empty()) {
      const ssize_t n = ::write(fd_, bytes.data(), bytes.size());
      if (n < 0 && errno == EINTR) continue;
      if (n < 0) return write_error(name_);
      bytes.remove_prefix(static_cast<size_t>(n));
    }
    return Ok{};
  }

  int fd_;
  std::string name_;
  std::string buffer_;
};

class DeviceSink final : public DescriptorSink {
 public:
  using DescriptorSink::DescriptorSink;
  ~DeviceSink() override { ::close(fd()); }
};

std::string folder_of(const std::string& path) {
  const size_t slash = path.rfind('/');
  return slash == std::string::npos ? "." : slash == 0 ? "/" : path.substr(0, slash);
}

// "folder/.name.PID-N.tmp", which no other sink has.
std::string temporary_name(const std::string& path) {
  static unsigned count = 0;
  const size_t base = path.rfind('/') == std::string::npos ? 0 : path.rfind('/') + 1;
  return path.substr(0, base) + "." + path.substr(base) + "." + std::to_string(::getpid()) + "-" +
         std::to_string(count++) + ".tmp";
}

class NewFileSink final : public DescriptorSink {
 public:
  // `temporary`: the name it has for now; empty for none.
  NewFileSink(int fd, std::string path, std::string temporary)
      : DescriptorSink(fd, std::move(path)), temporary_(std::move(temporary)) {}
  ~NewFileSink() override {
    ::close(fd());
    if (!temporary_.empty()) ::unlink(temporary_.c_str());
  }

  Status close() override {
    if (Status s = flush(); !s) return s;
    if (::fsync(fd()) != 0) return write_error(name());
    return Ok{};
  }

  Status publish() override {
    if (temporary_.empty()) {
      // Only rename() puts a file in another's place, and it wants a name.
      const std::string temporary = temporary_name(name());
      const std::string self = "/proc/self/fd/" + std::to_string(fd());
      if (::linkat(AT_FDCWD, self.c_str(), AT_FDCWD, temporary.c_str(), AT_SYMLINK_FOLLOW) != 0)
        return write_error(name());
      temporary_ = temporary;
    }
    if (::rename(temporary_.c_str(), name().c_str()) != 0) return write_error(name());
    temporary_.clear();
    const int folder = ::open(folder_of(name()).c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (folder < 0) return write_error(name());
    const bool synced = ::fsync(folder) == 0 || errno == EINVAL;  // some file systems have no such thing
    ::close(folder);
    if (!synced) return write_error(name());
    return Ok{};
  }

 private:
  std::string temporary_;
};

Error open_error(const std::string& path) {
  return {ErrorKind::kOutside, std::string("cannot write: ") + std::strerror(errno), path,
          errno == ENOENT ? "make the folder " + folder_of(path) + " first" : "", false};
}

constexpr mode_t kMode = 0666;
constexpr int kNoSuchFiles = -2;

// A file without a name; kNoSuchFiles where the file system has no such thing, -1 for other errors.
int open_nameless(const std::string& folder) {
  const int fd = ::open(folder.c_str(), O_TMPFILE | O_WRONLY | O_CLOEXEC, kMode);
  return fd < 0 && (errno == EOPNOTSUPP || errno == EISDIR || errno == EINVAL) ? kNoSuchFiles : fd;
}

// What a link leads to: a new file takes the place of that, and the link stays.
std::string behind_links(const std::string& path) {
  std::error_code failed;
  std::string target = std::filesystem::canonical(path, failed).string();
  return failed ? path : target;
}

}  // namespace

std::optional<int> descriptor_of(const std::string& path) {
  if (path == "/dev/stdout") return STDOUT_FILENO;
  if (path == "/dev/stderr") return STDERR_FILENO;
  for (const std::string_view folder : {"/dev/fd/", "/proc/self/fd/"}) {
    if (!path.starts_with(folder)) continue;
    int fd = 0;
    const char* const end = path.data() + path.size();
    const auto [rest, error] = std::from_chars(path.data() + folder.size(), end, fd);
    if (error == std::errc() && rest == end && fd >= 0) return fd;
  }
  return std::nullopt;
}

Result<std::unique_ptr<ByteSink>> open_file_sink(const std::string& given_path, Unpublished until) {
  using Sink = std::unique_ptr<ByteSink>;
  if (given_path == "-") return Sink(std::make_unique<DescriptorSink>(STDOUT_FILENO, "<stdout>"));
  if (const std::optional<int> named = descriptor_of(given_path)) {
    const int fd = ::fcntl(*named, F_DUPFD_CLOEXEC, 3);
    if (fd < 0) return open_error(given_path);
    return Sink(std::make_unique<DeviceSink>(fd, given_path));
  }
  const std::string path = behind_links(given_path);
  struct stat info;
  const bool exists = ::stat(path.c_str(), &info) == 0;
  if (exists && S_ISDIR(info.st_mode)) {
    errno = EISDIR;
    return open_error(path);
  }
  if (exists && !S_ISREG(info.st_mode)) {
    const int fd = ::open(path.c_str(), O_WRONLY | O_CLOEXEC);
    if (fd < 0) return open_error(path);
    return Sink(std::make_unique<DeviceSink>(fd, path));
  }
  // A rename would take its place all the same.
  if (exists && ::faccessat(AT_FDCWD, path.c_str(), W_OK, AT_EACCESS) != 0) return open_error(path);
  std::string temporary;
  int fd = until == Unpublished::kNameless ? open_nameless(folder_of(path)) : kNoSuchFiles;
  if (fd == kNoSuchFiles) {
    temporary = temporary_name(path);
    fd = ::open(temporary.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, kMode);
  }
  if (fd < 0) return open_error(path);
  auto sink = std::make_unique<NewFileSink>(fd, path, std::move(temporary));
  // What takes a file's place may be read by those who could read that, and by nobody else.
  if (exists && ::fchmod(fd, info.st_mode & 0777) != 0) return open_error(path);
  return Sink(std::move(sink));
}

}  // namespace headrace
