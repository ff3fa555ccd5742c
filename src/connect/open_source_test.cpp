#include "connect/open_source.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "data/json_write.h"

namespace headrace {
namespace {

namespace fs = std::filesystem;

class Source : public testing::Test {
 protected:
  Source() : folder_(fs::path(testing::TempDir()) / ("headrace-source-" + std::to_string(::getpid()))) {
    fs::create_directories(folder_);
    options_.batch_events = 2;
  }
  ~Source() override { fs::remove_all(folder_); }

  void add(const char* name, const std::string& content) {
    options_.paths.push_back((folder_ / name).string());
    std::ofstream(options_.paths.back(), std::ios::binary) << content;
    bytes_ += content.size();
  }

  // Values of the key `a` as "file:line=value", or "! message" where the source or a file is refused.
  std::string read() {
    const Projection projection = {{"a"}, 0, 1, false, false};
    Result<std::unique_ptr<EventSource>> source = open_source(options_, projection);
    if (!source) return "! " + source.error().message;
    std::string out;
    EventBatch batch;
    for (;;) {
      batch.clear();
      std::vector<SkippedEvent> skipped;
      const Result<bool> more = (*source)->read(&batch, &skipped);
      EXPECT_LE(batch.size() + skipped.size(), 2u);
      for (size_t i = 0; i < batch.size(); ++i) {
        out += std::to_string(batch.places[i].file) + ":" + std::to_string(batch.places[i].line) + "=";
        append_json(batch.row(i)[1], &out);
        out += " ";
      }
      if (!more) return out + "! " + more.error().message;
      if (*more) continue;
      EXPECT_EQ((*source)->bytes_read(), bytes_);
      EXPECT_EQ((*source)->bytes_total(), bytes_);
      return out;
    }
  }

  fs::path folder_;
  SourceOptions options_;
  uint64_t bytes_ = 0;
};

TEST_F(Source, FilesOfSeveralFormats) {
  add("1", "{\"a\": 1}\n\n{\"a\": 2}\n{\"a\": 3}\n");
  add("2", "");
  add("3", "[{\"a\": 4},\n5, {\"a\": 6}]");
  add("4.csv", "b,a\nx,7\n");
  InputDigest digest;
  options_.digest = &digest;
  EXPECT_EQ(read(), "0:1=1 0:3=2 0:4=3 2:1=4 2:2=6 3:2=7 ");
  EXPECT_EQ(digest.bytes(), bytes_);
}

TEST_F(Source, TypesHoldForTheFilesThatFollow) {
  add("1.csv", "a\nx1\n");
  add("2.csv", "a\n2\n");
  EXPECT_EQ(read(), "0:2=\"x1\" 1:2=\"2\" ");
  options_.csv_types = {"a:string", "b:float"};
  EXPECT_EQ(read(), "0:2=\"x1\" 1:2=\"2\" ! no CSV file has a column 'b'");
  options_.csv_types = {"a:integer"};
  EXPECT_EQ(read(), "1:2=2 ");
}

// Rows of a batch may be used again for the next one's events.
TEST_F(Source, CellsThatAreNotThereAreNoOthers) {
  add("1.csv", "a,b\na text of more than fourteen,1\nanother of the same number,2\n,3\n,4\nx,5\n");
  add("2.csv", "b\n6\n7\n8\n");
  EXPECT_EQ(
      read(),
      "0:2=\"a text of more than fourteen\" 0:3=\"another of the same number\" 0:4=null 0:5=null 0:6=\"x\" "
      "1:2=null 1:3=null 1:4=null ");
}

TEST_F(Source, TheFileThatChanged) {
  for (const char* name : {"1", "2", "3"}) add(name, "{\"a\": 1}\n");
  Result<std::unique_ptr<EventSource>> source = open_source(options_, {{"a"}, 0, 1, false, false});
  ASSERT_TRUE(source);
  const auto read_all = [&]() -> Status {
    for (;;) {
      EventBatch batch;
      std::vector<SkippedEvent> skipped;
      const Result<bool> more = (*source)->read(&batch, &skipped);
      if (!more) return more.error();
      if (!*more) return Ok{};
    }
  };
  EXPECT_TRUE(read_all());
  EXPECT_TRUE((*source)->rewind());
  EXPECT_TRUE(read_all());
  std::ofstream(options_.paths[1]) << "{\"a\": 2}\n";
  EXPECT_TRUE((*source)->rewind());
  const Status again = read_all();
  ASSERT_FALSE(again);
  EXPECT_EQ(again.error().message, "the input changed while it was read");
  EXPECT_EQ(again.error().place, options_.paths[1]);
}

TEST_F(Source, Refused) {
  EXPECT_EQ(read(), "! no events were given");
  add("1", "{\"a\": 1}");
  for (const char* types : {"a", "a:text", "integer"}) {
    options_.csv_types = {types};
    EXPECT_EQ(read(), "! '" + std::string(types) + "' gives no column a type");
  }
  options_.csv_types = {};
  options_.format = "xml";
  EXPECT_EQ(read(), "! 'xml' is no input format");
  options_.format = "csv";
  EXPECT_EQ(read(), "");  // a header
  options_.format = "";
  options_.paths.push_back((folder_ / "missing").string());
  EXPECT_EQ(read(), "! cannot open: No such file or directory");
}

TEST_F(Source, NoByteIsNoFileOfSuchAName) {
  for (const char* name : {"e.jsonl.gz", "e.zst", "e.PARQUET", "e.arrow"}) {
    options_.paths.clear();
    add(name, "");
    EXPECT_NE(read().find("is empty, which a"), std::string::npos) << name;
  }
  options_.paths.clear();
  add("e.jsonl", "");
  EXPECT_EQ(read(), "");
}

}  // namespace
}  // namespace headrace
