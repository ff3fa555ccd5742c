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

#include "connect/aside.h"

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

class NewFileSink final : public DescriptorSink {
 public:
  // `temporary`: the name it has for now; empty for none.
  NewFileSink(int fd, std::string path, std::string temporary)
      : DescriptorSink(fd, std::move(path)), temporary_(std::move(temporary)) {}
  ~NewFileSink() override {
    ::close(fd());
    if (folder_ >= 0) ::close(folder_);
    if (temporary_.empty()) return;
    ::unlink(temporary_.c_str());
    forget_aside(temporary_);
  }

  Status close() override {
    if (Status s = flush(); !s) return s;
    if (::fsync(fd()) != 0) return write_error(name());
    struct stat info;
    if (::stat(name().c_str(), &info) == 0 && S_ISDIR(info.st_mode)) {
      errno = EISDIR;
      return write_error(name());
    }
    folder_ = ::open(folder_of(name()).c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    // Names can be made in a folder that may not be read; then no more can be done for this one.
    if (folder_ < 0 && errno != EACCES) return write_error(name());
    return temporary_.empty() ? give_name() : Status(Ok{});
  }

  Status publish() override {
    if (Status s = appear(); !s) return s;
    return settle();
  }

  Status appear() override {
    begin_publishing();
    if (::rename(temporary_.c_str(), name().c_str()) != 0) return write_error(name());
    forget_aside(temporary_);
    temporary_.clear();
    return Ok{};
  }

  Status settle() override {
    // Some file systems have no such thing.
    if (folder_ >= 0 && ::fsync(folder_) != 0 && errno != EINVAL) return write_error(name());
    return Ok{};
  }

 private:
  // Only rename() puts a file in another's place, and it wants a name.
  Status give_name() {
    const std::string self = "/proc/self/fd/" + std::to_string(fd());
    const auto link = [&self](const char* temporary) {
      return ::linkat(AT_FDCWD, self.c_str(), AT_FDCWD, temporary, AT_SYMLINK_FOLLOW);
    };
    std::string temporary;
    if (make_aside(name(), link, &temporary) != 0) return write_error(name());
    temporary_ = std::move(temporary);
    return Ok{};
  }

  std::string temporary_;
  int folder_ = -1;  // where the name will be
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

}  // namespace

std::string behind_links(const std::string& path) {
  namespace fs = std::filesystem;
  constexpr int kLinksMax = 40;
  fs::path target = path;
  std::error_code failed;
  // What is no file is opened as it stands; the links of /proc need not lead to a path.
  if (fs::exists(target, failed) && !fs::is_regular_file(target, failed)) return path;
  for (int links = 0; fs::is_symlink(target, failed); ++links) {
    if (links == kLinksMax) return path;  // which cannot be opened
    target = target.parent_path() / fs::read_symlink(target, failed);
    if (failed) return path;
  }
  return target.string();
}

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
  if (!exists && errno != ENOENT) return open_error(path);
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
    const auto open_new = [](const char* name) {
      return ::open(name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, kMode);
    };
    fd = make_aside(path, open_new, &temporary);
  }
  if (fd < 0) return open_error(path);
  auto sink = std::make_unique<NewFileSink>(fd, path, std::move(temporary));
  // What takes a file's place may be read by those who could read that, and by nobody else.
  if (exists && ::fchmod(fd, info.st_mode & 0777) != 0) return open_error(path);
  return Sink(std::move(sink));
}

}  // namespace headrace
