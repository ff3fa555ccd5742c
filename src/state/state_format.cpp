#include "state/state_format.h"

#define XXH_INLINE_ALL
#include <xxhash.h>

#include "data/wire.h"

namespace headrace::state_format {
namespace {

uint64_t checksum(std::string_view bytes, uint64_t chain) {
  return XXH3_64bits_withSeed(bytes.data(), bytes.size(), chain);
}

}  // namespace

std::string Framer::header() {
  std::string out(kMagic);
  wire::append_u32(kVersion, &out);
  chain_ = checksum(out, 0);
  return out;
}

std::string Framer::section(Section section, std::string_view body) {
  std::string out;
  out.reserve(kSectionHeadSize + body.size() + kChecksumSize);
  out.push_back(static_cast<char>(section));
  wire::append_u64(body.size(), &out);
  out.append(body);
  chain_ = checksum(out, chain_);
  wire::append_u64(chain_, &out);
  return out;
}

bool Unframer::header(uint32_t* version) {
  if (!rest_.starts_with(kMagic) || rest_.size() < kHeaderSize) return false;
  const std::string_view head = rest_.substr(0, kHeaderSize);
  *version = wire::Reader(head.substr(kMagic.size())).u32();
  chain_ = checksum(head, 0);
  rest_.remove_prefix(kHeaderSize);
  position_ = kHeaderSize;
  return true;
}

Unframer::Found Unframer::next(Section* section, std::string_view* body) {
  if (rest_.size() < kSectionHeadSize + kChecksumSize) return Found::kTruncated;
  wire::Reader in(rest_);
  *section = static_cast<Section>(in.u8());
  const uint64_t size = in.u64();
  if (size > in.left() - kChecksumSize) return Found::kTruncated;
  *body = in.raw(size);
  const size_t covered = kSectionHeadSize + size;
  const uint64_t expected = checksum(rest_.substr(0, covered), chain_);
  if (in.u64() != expected) return Found::kDamaged;
  chain_ = expected;
  rest_.remove_prefix(covered + kChecksumSize);
  position_ += covered + kChecksumSize;
  return Found::kSection;
}

}  // namespace headrace::state_format
