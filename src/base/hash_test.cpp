#include "base/hash.h"

#include <gtest/gtest.h>

#include <set>
#include <string>

namespace headrace {
namespace {

TEST(Hash, TextsOfEveryLengthDiffer) {
  std::set<uint64_t> hashes;
  std::string text;
  for (int n = 0; n < 300; ++n, text += 'a') hashes.insert(hash_bytes(text));
  EXPECT_EQ(hashes.size(), 300u);
}

// Texts that collide where the state before their last blocks is known.
TEST(Hash, CollisionsCannotBePrepared) {
  std::set<uint64_t> hashes;
  for (int i = 0; i < 1000; ++i) {
    const std::string digits = std::to_string(10'000'000 + i);
    hashes.insert(hash_bytes("8013274534926727" + digits + "fe#QH8/Z" + "0123456789abcdef"));
  }
  EXPECT_EQ(hashes.size(), 1000u);
}

TEST(Hash, ASampleIsAlwaysTheSame) {
  EXPECT_EQ(sample_hash(0, ""), 0xefd01f60ba992926u);
  EXPECT_EQ(sample_hash(0, "a"), 0x82a2a958a9bece5bu);
  EXPECT_EQ(sample_hash(1, "a"), 0x4e7e6b73b43d4b33u);
}

}  // namespace
}  // namespace headrace
