// 64-bit hashing. hash_* serve in-memory tables: another process has other hashes, no result depends on them
// and none is kept. sample_hash is part of what a run's results depend on and does not change.
#pragma once

#include <cstdint>
#include <cstring>
#include <string_view>

namespace headrace {

// Drawn when the process starts: who writes the keys of a table cannot choose such as have the same hash,
// which would make each take as long as all before it.
struct HashSecrets {
  uint64_t a, b;
};
extern const HashSecrets kHashSecrets;

inline uint64_t hash_mix(uint64_t x) {
  x ^= kHashSecrets.a;
  x ^= x >> 32;
  x *= 0x9fb21c651e98df25ull;
  x ^= x >> 29;
  x *= 0xd6e8feb86659fd93ull;
  return x ^ (x >> 32);
}

// Multiplies to 128 bits and folds, as wyhash does: eight bytes a step.
inline uint64_t hash_fold(uint64_t a, uint64_t b) {
  const auto product = static_cast<unsigned __int128>(a) * b;
  return static_cast<uint64_t>(product) ^ static_cast<uint64_t>(product >> 64);
}

inline uint64_t hash_bytes(std::string_view data) {
  const auto [a, b] = kHashSecrets;
  const char* p = data.data();
  size_t n = data.size();
  uint64_t h = a ^ n;
  uint64_t x, y;
  while (n > 16) {
    std::memcpy(&x, p, 8);
    std::memcpy(&y, p + 8, 8);
    h = hash_fold(x ^ b, y ^ h);
    p += 16;
    n -= 16;
  }
  if (n >= 8) {
    std::memcpy(&x, p, 8);
    std::memcpy(&y, p + n - 8, 8);
  } else if (n >= 4) {
    uint32_t lo, hi;
    std::memcpy(&lo, p, 4);
    std::memcpy(&hi, p + n - 4, 4);
    x = lo;
    y = hi;
  } else if (n > 0) {
    x = static_cast<uint64_t>(static_cast<unsigned char>(p[0])) << 16 |
        static_cast<uint64_t>(static_cast<unsigned char>(p[n / 2])) << 8 |
        static_cast<unsigned char>(p[n - 1]);
    y = 0;
  } else {
    x = y = 0;
  }
  return hash_mix(hash_fold(x ^ b, y ^ h));
}

// A keyed hash (FNV-1a over the bytes, finished by a mixer) that decides samples: the same key and seed give
// the same sample in every version, on every machine.
inline uint64_t sample_hash(uint64_t seed, std::string_view key) {
  uint64_t h = 0xcbf29ce484222325ull ^ (seed * 0x9e3779b97f4a7c15ull);
  for (const char c : key) h = (h ^ static_cast<unsigned char>(c)) * 0x100000001b3ull;
  h ^= h >> 33;
  h *= 0xff51afd7ed558ccdull;
  h ^= h >> 33;
  h *= 0xc4ceb9fe1a85ec53ull;
  return h ^ (h >> 33);
}

}  // namespace headrace
