#include "connect/decompress.h"

#include <zlib.h>
#include <zstd.h>
#include <zstd_errors.h>

#include <algorithm>
#include <optional>
#include <vector>

namespace headrace {
namespace {

constexpr size_t kBlockBytes = 256 << 10;

// A block of the compressed stream, taken piece by piece.
class Compressed {
 public:
  Compressed(std::unique_ptr<ByteStream> stream, std::string path)
      : stream_(std::move(stream)), path_(std::move(path)), block_(kBlockBytes) {}

  // False at the end of the stream.
  Result<bool> fill() {
    if (begin_ < end_) return true;
    Result<size_t> n = stream_->read(block_.data(), block_.size());
    if (!n) return n.error();
    begin_ = 0;
    end_ = *n;
    return *n > 0;
  }
  const char* data() const { return block_.data() + begin_; }
  size_t size() const { return end_ - begin_; }
  void take(size_t n) {
    begin_ += n;
    taken_ += n;
  }
  // Bytes taken so far.
  uint64_t taken() const { return taken_; }
  uint64_t position() const { return stream_->position(); }

  Error error(std::string message, std::string hint = "") const {
    message += ", at byte " + std::to_string(taken_);
    return {ErrorKind::kInput, std::move(message), path_, std::move(hint), false};
  }

 private:
  std::unique_ptr<ByteStream> stream_;
  std::string path_;
  std::vector<char> block_;
  size_t begin_ = 0, end_ = 0;
  uint64_t taken_ = 0;
};

class GzipStream final : public ByteStream {
 public:
  GzipStream(std::unique_ptr<ByteStream> stream, std::string path) : in_(std::move(stream), std::move(path)) {
    constexpr int kGzipOnly = 16;
    HEADRACE_CHECK(inflateInit2(&state_, MAX_WBITS + kGzipOnly) == Z_OK);
  }
  ~GzipStream() override { inflateEnd(&state_); }

  Result<size_t> read(char* buffer, size_t size) override {
    size_t written = 0;
    while (written == 0) {
      Result<bool> more = in_.fill();
      if (!more) return more.error();
      if (!*more) {
        if (between_members_) return 0;
        return in_.error("the gzip file is cut off");
      }
      if (between_members_ && !begin_member()) {
        if (in_.size() == 0) continue;
        return in_.error("what follows the end of the gzip data is not gzip");
      }
      Result<size_t> n = inflate_some(buffer, size);
      if (!n) return n.error();
      written = *n;
    }
    return written;
  }
  uint64_t position() const override { return in_.position(); }

 private:
  // Zeros that pad the end, as tape tools leave them, are stepped over. False where nothing is left of the
  // block, or no member begins here.
  bool begin_member() {
    if (any_member_) {
      while (in_.size() > 0 && *in_.data() == 0) in_.take(1);
      if (in_.size() == 0 || *in_.data() != '\x1f') return false;
    }
    inflateReset(&state_);
    any_member_ = true;
    between_members_ = false;
    return true;
  }

  Result<size_t> inflate_some(char* buffer, size_t size) {
    const auto room = static_cast<uInt>(std::min<size_t>(size, 1 << 30));
    const auto offered = static_cast<uInt>(in_.size());
    state_.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(in_.data()));
    state_.avail_in = offered;
    state_.next_out = reinterpret_cast<Bytef*>(buffer);
    state_.avail_out = room;
    const int result = inflate(&state_, Z_NO_FLUSH);
    in_.take(offered - state_.avail_in);
    if (result == Z_STREAM_END) between_members_ = true;
    // Of damaged data, first what came before the damage; the next call finds it again.
    if (room > state_.avail_out) return room - state_.avail_out;
    if (result == Z_MEM_ERROR) return Error{ErrorKind::kOutside, "out of memory", "", "", true};
    if (result != Z_OK && result != Z_STREAM_END && result != Z_BUF_ERROR)
      return in_.error(std::string("the gzip data is damaged: ") +
                       (state_.msg ? state_.msg : "unknown reason"));
    return size_t{0};
  }

  Compressed in_;
  z_stream state_ = {};
  bool any_member_ = false;
  bool between_members_ = true;
};

class ZstdStream final : public ByteStream {
 public:
  ZstdStream(std::unique_ptr<ByteStream> stream, std::string path)
      : in_(std::move(stream), std::move(path)), state_(ZSTD_createDCtx(), &ZSTD_freeDCtx) {
    HEADRACE_CHECK(state_);
  }

  Result<size_t> read(char* buffer, size_t size) override {
    if (failure_) return *failure_;
    ZSTD_outBuffer out = {buffer, size, 0};
    while (out.pos == 0) {
      Result<bool> more = in_.fill();
      if (!more) return more.error();
      if (between_frames_ && in_.size() > 0 && !begins_frame(static_cast<unsigned char>(in_.data()[0]))) {
        failure_ = in_.error("the zstd data is damaged, or of a version before 0.8", "compress it again");
        break;
      }
      // Output may be waiting inside even when the input has ended.
      ZSTD_inBuffer in = {in_.data(), in_.size(), 0};
      const size_t result = ZSTD_decompressStream(state_.get(), &out, &in);
      if (ZSTD_isError(result)) {
        failure_ = failure(result);
        break;
      }
      in_.take(in.pos);
      const bool whole = result == 0;
      if (!*more && out.pos == 0) {
        if (between_frames_) return 0;
        return in_.error("the zstd file is cut off");
      }
      between_frames_ = whole;
    }
    if (out.pos == 0) return *failure_;
    return out.pos;
  }
  uint64_t position() const override { return in_.position(); }

 private:
  // The first byte of what the library reads alike however it comes: frames, and those to be skipped. Frames
  // of versions before 0.8 it does not.
  static bool begins_frame(unsigned char first) { return first == 0x28 || (first >= 0x50 && first <= 0x5f); }

  Error failure(size_t result) const {
    const std::string name = ZSTD_getErrorName(result);
    if (ZSTD_getErrorCode(result) == ZSTD_error_memory_allocation)
      return {ErrorKind::kOutside, "out of memory", "", "", true};
    if (ZSTD_getErrorCode(result) == ZSTD_error_frameParameter_windowTooLarge) {
      return in_.error("the zstd file needs a window of more than 128 MiB",
                       "compress it with zstd's levels of up to 19, without --long or --ultra");
    }
    return in_.error("the zstd data is damaged: " + name);
  }

  Compressed in_;
  std::unique_ptr<ZSTD_DCtx, size_t (*)(ZSTD_DCtx*)> state_;
  bool between_frames_ = true;
  std::optional<Error> failure_;
};

}  // namespace

std::unique_ptr<ByteStream> decompress(Compression kind, std::unique_ptr<ByteStream> compressed,
                                       std::string path) {
  switch (kind) {
    case Compression::kNone: break;
    case Compression::kGzip: return std::make_unique<GzipStream>(std::move(compressed), std::move(path));
    case Compression::kZstd: return std::make_unique<ZstdStream>(std::move(compressed), std::move(path));
  }
  return compressed;
}

}  // namespace headrace
