#include "data/wire.h"

#include <gtest/gtest.h>

namespace headrace::wire {
namespace {

TEST(Wire, NumbersComeBack) {
  for (const int64_t v : {int64_t{0}, int64_t{1}, int64_t{-1}, int64_t{63}, int64_t{64}, int64_t{-65},
                          int64_t{1} << 40, INT64_MAX, INT64_MIN}) {
    std::string bytes;
    append_signed(v, &bytes);
    append_varint(static_cast<uint64_t>(v), &bytes);
    append_u64(static_cast<uint64_t>(v), &bytes);
    append_u32(static_cast<uint32_t>(v), &bytes);
    Reader in(bytes);
    EXPECT_EQ(in.signed_varint(), v);
    EXPECT_EQ(in.varint(), static_cast<uint64_t>(v));
    EXPECT_EQ(in.u64(), static_cast<uint64_t>(v));
    EXPECT_EQ(in.u32(), static_cast<uint32_t>(v));
    EXPECT_TRUE(in.ok());
    EXPECT_EQ(in.left(), 0u);
  }
}

TEST(Wire, ReadingPastTheEndFailsOnceAndForAll) {
  Reader in(
      "\x02"
      "a");
  EXPECT_EQ(in.bytes(), "");
  EXPECT_FALSE(in.ok());
  EXPECT_EQ(in.u8(), 0);
  EXPECT_EQ(in.u64(), 0u);
  EXPECT_EQ(in.left(), 0u);
}

TEST(Wire, CountsAreBoundedByWhatIsLeft) {
  EXPECT_EQ(Reader("\x02"
                   "abcd")
                .count(2),
            2u);
  Reader in(
      "\x03"
      "abcd");
  EXPECT_EQ(in.count(2), 0u);
  EXPECT_FALSE(in.ok());
}

}  // namespace
}  // namespace headrace::wire
