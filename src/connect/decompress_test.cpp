#include "connect/decompress.h"

#include <gtest/gtest.h>

#include "connect/compress.h"
#include "connect/memory_stream.h"

namespace headrace {
namespace {

class StringSink final : public ByteSink {
 public:
  explicit StringSink(std::string* out) : out_(out) {}
  Status write(std::string_view bytes) override { return *out_ += bytes, Ok{}; }
  Status close() override { return Ok{}; }
  Status publish() override { return Ok{}; }

 private:
  std::string* out_;
};

std::string packed(Compression kind, std::string_view text) {
  std::string out;
  const auto sink = compress(kind, std::make_unique<StringSink>(&out));
  EXPECT_TRUE(sink->write(text.substr(0, text.size() / 2)));
  EXPECT_TRUE(sink->write(text.substr(text.size() / 2)));
  EXPECT_TRUE(sink->close());
  return out;
}

// All that can be read, then "!" and the error's message where one ends it.
std::string unpacked(Compression kind, const std::string& bytes, size_t piece = 7, size_t room = 1000) {
  const auto stream = decompress(kind, std::make_unique<MemoryStream>(bytes, piece), "f");
  std::string out, buffer(room, '\0');
  for (;;) {
    const Result<size_t> n = stream->read(buffer.data(), buffer.size());
    if (!n) return out + "!" + n.error().message;
    if (*n == 0) return out;
    out.append(buffer, 0, *n);
  }
}

std::string sample_text() {
  std::string text;
  for (int i = 0; i < 5000; ++i) text += std::to_string(i * 7919 % 10007) + ",";
  return text;
}

class Decompress : public testing::TestWithParam<Compression> {};

TEST_P(Decompress, RoundTrips) {
  for (const std::string& text : {std::string(), std::string("x"), sample_text()}) {
    const std::string bytes = packed(GetParam(), text);
    EXPECT_EQ(bytes, packed(GetParam(), text));
    for (const size_t piece : {1u, 1000u, 1u << 20}) {
      EXPECT_EQ(unpacked(GetParam(), bytes, piece, 10), text);
      EXPECT_EQ(unpacked(GetParam(), bytes, piece, 1 << 20), text);
    }
  }
}

TEST_P(Decompress, PartsFollowOneAnother) {
  const std::string empty = packed(GetParam(), ""), a = packed(GetParam(), "a\n"),
                    b = packed(GetParam(), "b\n");
  for (const size_t piece : {1u, 1u << 20})
    EXPECT_EQ(unpacked(GetParam(), empty + a + empty + b, piece), "a\nb\n");
}

// Wherever it is cut, what comes out is a beginning of the text, then an error that names the byte.
TEST_P(Decompress, CutOff) {
  const std::string text = sample_text(), bytes = packed(GetParam(), text);
  for (size_t n = 1; n < bytes.size(); n += 1 + n / 20) {
    const std::string out = unpacked(GetParam(), bytes.substr(0, n), 1 << 20);
    const size_t mark = out.find('!');
    ASSERT_NE(mark, std::string::npos) << n;
    EXPECT_TRUE(text.starts_with(out.substr(0, mark))) << n;
    EXPECT_TRUE(out.ends_with("file is cut off, at byte " + std::to_string(n))) << out.substr(mark);
  }
}

TEST_P(Decompress, Damaged) {
  const std::string bytes = packed(GetParam(), sample_text());
  for (size_t at = 20; at < bytes.size(); at += 501) {
    std::string damaged = bytes;
    damaged[at] = static_cast<char>(damaged[at] ^ 0x55);
    EXPECT_NE(unpacked(GetParam(), damaged).find('!'), std::string::npos) << at;
  }
  EXPECT_TRUE(unpacked(GetParam(), packed(GetParam(), "a") + "more").starts_with("a!"));
}

INSTANTIATE_TEST_SUITE_P(, Decompress, testing::Values(Compression::kGzip, Compression::kZstd));

TEST(Gzip, PaddingAtTheEnd) {
  const std::string bytes = packed(Compression::kGzip, "a") + std::string(700, '\0');
  for (const size_t piece : {1u, 1u << 20}) EXPECT_EQ(unpacked(Compression::kGzip, bytes, piece), "a");
}

// The library reads some of these, and not alike in pieces.
TEST(Zstd, FramesOfVersionsBefore08AreRefused) {
  for (const char first : {'\x1e', '\x22', '\x23', '\x24', '\x25', '\x26', '\x27', '\0'}) {
    for (const size_t piece : {1u, 1u << 20}) {
      const std::string old = std::string(1, first) + "\xb5\x2f\xfd\x02\xfbz[";
      EXPECT_EQ(unpacked(Compression::kZstd, old, piece),
                "!the zstd data is damaged, or of a version before 0.8, at byte 0");
      EXPECT_TRUE(
          unpacked(Compression::kZstd, packed(Compression::kZstd, "a") + old, piece).starts_with("a!"));
    }
  }
}

TEST(Zstd, FramesToBeSkipped) {
  const std::string skipped("\x5f\x2a\x4d\x18\x03\0\0\0abc", 11);
  for (const size_t piece : {1u, 1u << 20})
    EXPECT_EQ(unpacked(Compression::kZstd, skipped + packed(Compression::kZstd, "a") + skipped, piece), "a");
}

}  // namespace
}  // namespace headrace
