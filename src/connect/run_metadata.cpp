#include "connect/run_metadata.h"

#include <sha2.h>

#include "base/cpu.h"
#include "connect/wide_digest.h"
#include "data/json_write.h"

// The library's code is compiled in.
#define XXH_INLINE_ALL
#include <xxhash.h>

namespace headrace {
namespace {

std::string hex(const unsigned char* bytes, size_t size) {
  static constexpr char kDigits[] = "0123456789abcdef";
  std::string text;
  for (size_t i = 0; i < size; ++i) {
    text += kDigits[bytes[i] >> 4];
    text += kDigits[bytes[i] & 15];
  }
  return text;
}

}  // namespace

struct InputDigest::State {
  XXH3_state_t xxh;
};

InputDigest::InputDigest() : state_(std::make_unique<State>()) { XXH3_128bits_reset(&state_->xxh); }
InputDigest::~InputDigest() = default;

void InputDigest::add(std::string_view bytes) {
#ifdef HEADRACE_WIDE_DIGEST
  static const bool is_wide = has_avx2();
  if (is_wide)
    update_digest_by_wide_vectors(&state_->xxh, bytes.data(), bytes.size());
  else
#endif
    XXH3_128bits_update(&state_->xxh, bytes.data(), bytes.size());
  bytes_ += bytes.size();
}

std::array<unsigned char, 16> InputDigest::value() const {
  XXH128_canonical_t canonical;
  XXH128_canonicalFromHash(&canonical, XXH3_128bits_digest(&state_->xxh));
  return std::to_array(canonical.digest);
}

std::string InputDigest::hex() const {
  const std::array<unsigned char, 16> digest = value();
  return headrace::hex(digest.data(), digest.size());
}

std::string sha256_hex(std::string_view bytes) {
  SHA2_CTX state;
  unsigned char digest[SHA256_DIGEST_LENGTH];
  SHA256Init(&state);
  SHA256Update(&state, reinterpret_cast<const uint8_t*>(bytes.data()), bytes.size());
  SHA256Final(digest, &state);
  return hex(digest, sizeof digest);
}

void RunMetadata::set_specs(std::string_view streaming, std::string_view window) {
  if (!streaming.empty()) streaming_sha256_ = sha256_hex(streaming);
  if (!window.empty()) window_sha256_ = sha256_hex(window);
}

std::vector<RunMetadata::Entry> RunMetadata::entries() const {
  std::vector<Entry> out = {{"headrace.version", version_},
                            {"headrace.streaming_spec_sha256", streaming_sha256_}};
  if (!window_sha256_.empty()) out.push_back({"headrace.window_spec_sha256", window_sha256_});
  out.push_back({"headrace.input_xxh3_128", input_.hex()});
  out.push_back({"headrace.input_bytes", std::to_string(input_.bytes()), true});
  out.push_back({"headrace.events", std::to_string(events_), true});
  out.push_back({"headrace.events_skipped", std::to_string(skipped_), true});
  return out;
}

std::string RunMetadata::json(uint64_t rows) const {
  std::vector<Entry> all = entries();
  all.push_back({"headrace.rows", std::to_string(rows), true});
  std::string out = "{";
  for (const Entry& entry : all) {
    out += out.size() == 1 ? "\n  " : ",\n  ";
    append_json_string(entry.name, &out);
    out += ": ";
    if (entry.number)
      out += entry.text;
    else
      append_json_string(entry.text, &out);
  }
  return out + "\n}\n";
}

}  // namespace headrace
