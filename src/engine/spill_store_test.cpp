#include "engine/spill_store.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "engine/test_spill.h"

namespace headrace {
namespace {

std::vector<std::string> read(const SpillStream& stream, size_t buffer, uint64_t position = 0) {
  std::vector<std::string> records;
  SpillReader reader(stream, buffer, position);
  for (std::string_view record;;) {
    const Result<bool> more = reader.next(&record);
    EXPECT_TRUE(more);
    if (!more || !*more) return records;
    records.emplace_back(record);
  }
}

TEST(SpillStore, RecordsComeBackWhateverTheirSizes) {
  for (const size_t block : {size_t{1}, size_t{7}, size_t{1024}, size_t{1} << 20}) {
    test::MemorySpillFile file;
    SpillStore store(file, block);
    std::vector<std::string> expected;
    std::vector<uint64_t> positions;
    SpillStream stream(store);
    for (const size_t size : {0, 1, 3, 4, 5, 1000, 0, 511, 512, 513, 5000, 2}) {
      positions.push_back(stream.position());
      expected.push_back(std::string(size, static_cast<char>('a' + expected.size())));
      ASSERT_TRUE(stream.append(expected.back()));
    }
    ASSERT_TRUE(stream.finish());
    EXPECT_EQ(stream.records(), expected.size());
    EXPECT_EQ(stream.position(), store.bytes());
    for (const size_t buffer : {size_t{1}, size_t{600}, size_t{1} << 20}) {
      EXPECT_EQ(read(stream, buffer), expected) << block << " " << buffer;
      for (size_t i = 0; i < positions.size(); ++i) {
        EXPECT_EQ(read(stream, buffer, positions[i]),
                  std::vector<std::string>(expected.begin() + static_cast<ptrdiff_t>(i), expected.end()));
      }
      EXPECT_TRUE(read(stream, buffer, stream.position()).empty());
    }
  }
}

TEST(SpillStore, StreamsShareTheFileAndGiveTheirBlocksBack) {
  test::MemorySpillFile file;
  SpillStore store(file, 64);
  for (int round = 0; round < 3; ++round) {
    SpillStream a(store), b(store);
    for (int i = 0; i < 100; ++i) {
      ASSERT_TRUE(a.append("a" + std::to_string(i)));
      ASSERT_TRUE(b.append("b" + std::to_string(i)));
    }
    ASSERT_TRUE(a.finish());
    ASSERT_TRUE(b.finish());
    const SpillStream moved = std::move(a);
    EXPECT_EQ(read(moved, 512).back(), "a99");
    EXPECT_EQ(read(b, 512)[7], "b7");
  }
  EXPECT_LT(file.size(), store.bytes() / 2);
}

TEST(SpillStore, AFullDiskIsAnError) {
  test::MemorySpillFile file(100);
  SpillStore store(file, 64);
  SpillStream stream(store);
  Status s = Ok{};
  for (int i = 0; i < 100 && s; ++i) s = stream.append("a record");
  ASSERT_FALSE(s);
  EXPECT_EQ(s.error().message, "full");
}

}  // namespace
}  // namespace headrace
