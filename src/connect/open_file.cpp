#include "connect/open_file.h"

#include <algorithm>
#include <cstring>

#include "connect/decompress.h"
#include "connect/file_stream.h"

namespace headrace {
namespace {

// A stream whose beginning has been read already.
class PeekedStream final : public ByteStream {
 public:
  PeekedStream(std::string head, std::unique_ptr<ByteStream> rest)
      : head_(std::move(head)), rest_(std::move(rest)) {}

  Result<size_t> read(char* buffer, size_t size) override {
    if (at_ == head_.size()) return rest_->read(buffer, size);
    const size_t n = std::min(size, head_.size() - at_);
    std::memcpy(buffer, head_.data() + at_, n);
    at_ += n;
    return n;
  }
  uint64_t position() const override { return rest_->position(); }
  int descriptor() const override { return rest_->descriptor(); }

 private:
  std::string head_;
  size_t at_ = 0;
  std::unique_ptr<ByteStream> rest_;
};

// Tells what is read through it.
class WatchedStream final : public ByteStream {
 public:
  WatchedStream(std::unique_ptr<ByteStream> stream, const OpenOptions& options)
      : stream_(std::move(stream)),
        digest_(options.digest),
        bytes_read_(options.bytes_read),
        bytes_left_(options.bytes_max) {}

  Result<size_t> read(char* buffer, size_t size) override {
    if (bytes_left_ == 0) return size_t{0};
    Result<size_t> n = stream_->read(buffer, static_cast<size_t>(std::min<uint64_t>(size, bytes_left_)));
    if (!n) return n;
    bytes_left_ -= *n;
    if (digest_) digest_->add({buffer, *n});
    if (bytes_read_) bytes_read_->fetch_add(*n, std::memory_order_relaxed);
    return n;
  }
  uint64_t position() const override { return stream_->position(); }
  int descriptor() const override { return stream_->descriptor(); }

 private:
  std::unique_ptr<ByteStream> stream_;
  InputDigest* digest_;
  std::atomic<uint64_t>* bytes_read_;
  uint64_t bytes_left_;
};

// Up to `size` bytes, fewer only at the end.
Result<std::string> read_head(ByteStream& stream, size_t size) {
  std::string head(size, '\0');
  size_t filled = 0;
  while (filled < size) {
    Result<size_t> n = stream.read(head.data() + filled, size - filled);
    if (!n && filled == 0) return n.error();
    // Damage behind good bytes is met again when these have been read.
    if (!n || *n == 0) break;
    filled += *n;
  }
  head.resize(filled);
  return head;
}

}  // namespace

Result<OpenedFile> open_file(const std::string& path, uint32_t index, const OpenOptions& options) {
  Result<std::unique_ptr<ByteStream>> stream = open_file_stream(path);
  if (!stream) return stream.error();
  std::unique_ptr<ByteStream> content = std::make_unique<WatchedStream>(*std::move(stream), options);
  Result<std::string> head = read_head(*content, kSniffBytes);
  if (!head) return head.error();
  const char* const kind = head->empty() ? never_empty(path) : nullptr;
  if (kind) {
    return Error{ErrorKind::kInput, std::string("is empty, which ") + kind + " never is", path,
                 "it was cut off, or is still to be written", false};
  }
  const Compression compression = sniff_compression(*head);
  content = std::make_unique<PeekedStream>(*head, std::move(content));
  const std::string name = path == "-" ? "<stdin>" : path;
  if (compression != Compression::kNone) {
    content = decompress(compression, std::move(content), name);
    head = read_head(*content, kSniffBytes);
    if (!head) return head.error();
    content = std::make_unique<PeekedStream>(*head, std::move(content));
  }
  if (const UnreadFormat* unread = sniff_unread(*head)) {
    return Error{ErrorKind::kInput, std::string("cannot be read: it is ") + unread->name, name, unread->hint,
                 false};
  }
  SourceFormat format = options.format ? *options.format : sniff_format(*head, path);
  if (format == SourceFormat::kJsonLines) format = json_layout(*head);
  return OpenedFile{name, index, compression, format, std::move(content), options.bytes_max};
}

}  // namespace headrace
