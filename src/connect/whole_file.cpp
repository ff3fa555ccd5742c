#include "connect/whole_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>

namespace headrace {
namespace {

Error cannot(const char* what, const std::string& path) {
  const char* hint =
      errno == ENOSPC || errno == EDQUOT || errno == EFBIG ? "make room, then run it again" : "";
  return {ErrorKind::kOutside, std::string("cannot ") + what + ": " + std::strerror(errno), path, hint,
          false};
}

class WholeFile final : public ByteSink {
 public:
  // `temporary` is empty where `path` itself is being written.
  WholeFile(int fd, std::string path, std::string temporary)
      : fd_(fd), path_(std::move(path)), temporary_(std::move(temporary)) {}
  ~WholeFile() override {
    if (fd_ >= 0) ::close(fd_);
    if (!temporary_.empty()) ::unlink(temporary_.c_str());
  }

  Status write(std::string_view bytes) override {
    while (!bytes.empty()) {
      const ssize_t n = ::write(fd_, bytes.data(), bytes.size());
      if (n < 0 && errno == EINTR) continue;
      if (n < 0) return cannot("write", path_);
      bytes.remove_prefix(static_cast<size_t>(n));
    }
    return Ok{};
  }

  Status finish() override {
    if (!temporary_.empty() && ::fsync(fd_) != 0) return cannot("write", path_);
    if (::close(std::exchange(fd_, -1)) != 0) return cannot("write", path_);
    if (temporary_.empty()) return Ok{};
    if (::rename(temporary_.c_str(), path_.c_str()) != 0) return cannot("put the file in place", path_);
    temporary_.clear();
    return sync_folder();
  }

 private:
  // Without this the new name may be lost with the power.
  Status sync_folder() const {
    const std::string folder = std::filesystem::path(path_).parent_path().string();
    const int fd = ::open(folder.empty() ? "." : folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0) return cannot("open the folder", folder);
    const bool synced = ::fsync(fd) == 0 || errno == EINVAL;
    Status s = synced ? Status(Ok{}) : Status(cannot("write the folder", folder));
    ::close(fd);
    return s;
  }

  int fd_;
  std::string path_;
  std::string temporary_;
};

}  // namespace

Result<std::unique_ptr<ByteSink>> create_whole_file(const std::string& path) {
  struct stat info;
  const bool exists = ::stat(path.c_str(), &info) == 0;
  if (exists && S_ISDIR(info.st_mode)) return Error{ErrorKind::kInput, "is a folder", path, "", false};
  std::string target = path, temporary;
  if (exists && S_ISREG(info.st_mode)) {
    std::error_code failed;
    target = std::filesystem::canonical(path, failed).string();
    if (failed) target = path;
  }
  int fd;
  if (exists && !S_ISREG(info.st_mode)) {
    fd = ::open(path.c_str(), O_WRONLY | O_CLOEXEC);
  } else {
    temporary = target + ".part-" + std::to_string(::getpid());
    fd = ::open(temporary.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
  }
  if (fd < 0) return cannot("create", path);
  return std::unique_ptr<ByteSink>(std::make_unique<WholeFile>(fd, std::move(target), std::move(temporary)));
}

}  // namespace headrace
