// Any bytes as gzip and as zstd: reading ends, with an error or without, and in pieces gives the same as at
// once.
#include <cstddef>
#include <cstdint>
#include <string>

#include "base/status.h"
#include "connect/decompress.h"
#include "connect/memory_stream.h"

namespace {

using namespace headrace;

constexpr size_t kUnpackedMax = 1 << 20;

std::string unpacked(Compression kind, const std::string& bytes, size_t piece) {
  const auto stream = decompress(kind, std::make_unique<MemoryStream>(bytes, piece), "f");
  std::string out;
  char buffer[4096];
  while (out.size() < kUnpackedMax) {
    const Result<size_t> n = stream->read(buffer, sizeof buffer);
    // How much comes out before the damage depends on the pieces.
    if (!n) return "damaged";
    if (*n == 0) return out;
    out.append(buffer, *n);
  }
  return out.substr(0, kUnpackedMax);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string bytes(reinterpret_cast<const char*>(data), size);
  for (const Compression kind : {Compression::kGzip, Compression::kZstd}) {
    HEADRACE_CHECK(unpacked(kind, bytes, size + 1) == unpacked(kind, bytes, 1));
  }
  return 0;
}
