#include "connect/compress.h"

#include <zlib.h>
#include <zstd.h>

#include <algorithm>
#include <vector>

namespace headrace {
namespace {

constexpr size_t kBlockBytes = 128 << 10;

Error compression_error(const char* name) {
  return {ErrorKind::kOutside, std::string(name) + " cannot compress: out of memory", "", "", true};
}

class GzipSink final : public ByteSink {
 public:
  explicit GzipSink(std::unique_ptr<ByteSink> sink) : sink_(std::move(sink)), block_(kBlockBytes) {
    constexpr int kGzip = 16, kMemory = 8;
    ready_ = deflateInit2(&state_, Z_DEFAULT_COMPRESSION, Z_DEFLATED, MAX_WBITS + kGzip, kMemory,
                          Z_DEFAULT_STRATEGY) == Z_OK;
  }
  ~GzipSink() override {
    if (ready_) deflateEnd(&state_);
  }

  Status write(std::string_view bytes) override {
    constexpr size_t kPieceMax = 1 << 30;  // what zlib counts in fits
    for (size_t at = 0; at < bytes.size(); at += kPieceMax) {
      if (Status s = deflate_all(bytes.substr(at, kPieceMax), Z_NO_FLUSH); !s) return s;
    }
    return Ok{};
  }
  Status close() override {
    if (Status s = deflate_all({}, Z_FINISH); !s) return s;
    return sink_->close();
  }
  Status publish() override { return sink_->publish(); }
  Status appear() override { return sink_->appear(); }
  Status settle() override { return sink_->settle(); }

 private:
  Status deflate_all(std::string_view bytes, int flush) {
    if (!ready_) return compression_error("gzip");
    state_.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
    state_.avail_in = static_cast<uInt>(bytes.size());
    do {
      state_.next_out = reinterpret_cast<Bytef*>(block_.data());
      state_.avail_out = static_cast<uInt>(block_.size());
      if (deflate(&state_, flush) == Z_STREAM_ERROR) return compression_error("gzip");
      if (Status s = sink_->write({block_.data(), block_.size() - state_.avail_out}); !s) return s;
    } while (state_.avail_out == 0);
    return Ok{};
  }

  std::unique_ptr<ByteSink> sink_;
  std::vector<char> block_;
  z_stream state_ = {};
  bool ready_;
};

class ZstdSink final : public ByteSink {
 public:
  explicit ZstdSink(std::unique_ptr<ByteSink> sink)
      : sink_(std::move(sink)), block_(kBlockBytes), state_(ZSTD_createCCtx(), &ZSTD_freeCCtx) {
    if (state_) ZSTD_CCtx_setParameter(state_.get(), ZSTD_c_checksumFlag, 1);
  }

  Status write(std::string_view bytes) override { return compress_all(bytes, ZSTD_e_continue); }
  Status close() override {
    if (Status s = compress_all({}, ZSTD_e_end); !s) return s;
    return sink_->close();
  }
  Status publish() override { return sink_->publish(); }
  Status appear() override { return sink_->appear(); }
  Status settle() override { return sink_->settle(); }

 private:
  Status compress_all(std::string_view bytes, ZSTD_EndDirective directive) {
    if (!state_) return compression_error("zstd");
    ZSTD_inBuffer in = {bytes.data(), bytes.size(), 0};
    for (bool done = false; !done;) {
      ZSTD_outBuffer out = {block_.data(), block_.size(), 0};
      const size_t left = ZSTD_compressStream2(state_.get(), &out, &in, directive);
      if (ZSTD_isError(left)) return compression_error("zstd");
      if (Status s = sink_->write({block_.data(), out.pos}); !s) return s;
      done = directive == ZSTD_e_end ? left == 0 : in.pos == in.size;
    }
    return Ok{};
  }

  std::unique_ptr<ByteSink> sink_;
  std::vector<char> block_;
  std::unique_ptr<ZSTD_CCtx, size_t (*)(ZSTD_CCtx*)> state_;
};

}  // namespace

std::unique_ptr<ByteSink> compress(Compression kind, std::unique_ptr<ByteSink> sink) {
  switch (kind) {
    case Compression::kNone: break;
    case Compression::kGzip: return std::make_unique<GzipSink>(std::move(sink));
    case Compression::kZstd: return std::make_unique<ZstdSink>(std::move(sink));
  }
  return sink;
}

}  // namespace headrace
