// What --output asks for, and files that appear whole or not at all.
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>

#include "connect/file_sink.h"
#include "connect/file_stream.h"
#include "connect/output_files.h"
#include "connect/output_target.h"

namespace headrace {
namespace {

namespace fs = std::filesystem;

std::string dump(const std::string& path, const std::string& format) {
  const Result<OutputTarget> target = output_target(path, format);
  if (!target) return "! " + target.error().message;
  if (target->format == OutputFormat::kNone) return "none";
  return target->path + " " + target->extension();
}

TEST(OutputTarget, PathsAndFormats) {
  struct Case {
    const char *path, *format, *wanted;
  };
  const Case cases[] = {
      {"", "", "- jsonl"},
      {"-", "csv.gz", "- csv.gz"},
      {"none", "", "none"},
      {"a.jsonl", "", "a.jsonl jsonl"},
      {"d.x/a.csv.gz", "", "d.x/a.csv.gz csv.gz"},
      {"a.b.ndjson.zst", "", "a.b.ndjson.zst jsonl.zst"},
      {"a.parquet", "", "a.parquet parquet"},
      {"a.feather", "", "a.feather arrow"},
      {"out/", "", "out/ jsonl"},
      {"out/", "csv.zst", "out/ csv.zst"},
      {".", "csv", "./ csv"},
      {"a.dat", "csv", "a.dat csv"},
      {"a.dat.gz", "csv", "a.dat.gz csv.gz"},
      {"/dev/null", "", "/dev/null jsonl"},
      {"a.json", "", "! the name does not tell the output's format"},
      {"a", "", "! the name does not tell the output's format"},
      {"a.gz", "", "! the name does not tell the output's format"},
      {"a.csv", "xml", "! 'xml' is no output format"},
      {"a.parquet.gz", "", "! Parquet and Arrow files compress their columns themselves"},
      {"-", "parquet", "! Parquet and Arrow go to files, not to standard output"},
  };
  for (const Case& c : cases) EXPECT_EQ(dump(c.path, c.format), c.wanted) << c.path << " " << c.format;
}

class OutputFile : public testing::Test {
 protected:
  OutputFile() : folder_(fs::path(testing::TempDir()) / ("headrace-output-" + std::to_string(::getpid()))) {
    fs::create_directories(folder_);
  }
  ~OutputFile() override { fs::remove_all(folder_); }

  std::string path(const char* name) const { return (folder_ / name).string(); }
  std::string content(const char* name) const {
    const Result<std::string> text = read_file(path(name));
    return text ? *text : "(none)";
  }
  size_t names() const {
    return static_cast<size_t>(std::distance(fs::directory_iterator(folder_), fs::directory_iterator()));
  }

  fs::path folder_;
};

class NewOutputFile : public OutputFile, public testing::WithParamInterface<Unpublished> {};

INSTANTIATE_TEST_SUITE_P(Until, NewOutputFile, testing::Values(Unpublished::kNameless, Unpublished::kNamed));

TEST_P(NewOutputFile, AppearsWholeOrNotAtAll) {
  {
    const auto sink = open_file_sink(path("a"), GetParam());
    ASSERT_TRUE(sink);
    EXPECT_TRUE((*sink)->write(std::string(1 << 20, 'x')));
    EXPECT_TRUE((*sink)->close());
    EXPECT_EQ(content("a"), "(none)");
    if (GetParam() == Unpublished::kNamed) {
      EXPECT_EQ(names(), 1u);
    }
  }
  EXPECT_EQ(names(), 0u);
  for (const char* text : {"first", "second"}) {
    const auto sink = open_file_sink(path("a"), GetParam());
    ASSERT_TRUE(sink);
    EXPECT_TRUE((*sink)->write(text));
    EXPECT_TRUE((*sink)->close());
    EXPECT_TRUE((*sink)->publish());
    EXPECT_EQ(content("a"), text);
    if (std::string_view(text) == "first")
      fs::permissions(path("a"), fs::perms::owner_read | fs::perms::owner_write);
  }
  EXPECT_EQ(fs::status(path("a")).permissions(), fs::perms::owner_read | fs::perms::owner_write);
  EXPECT_EQ(names(), 1u);
}

TEST_F(OutputFile, CannotBeWritten) {
  const auto missing = open_file_sink(path("no/where"));
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().hint, "make the folder " + path("no") + " first");
  EXPECT_EQ(open_file_sink(folder_.string()).error().kind, ErrorKind::kOutside);
  const auto full = open_file_sink("/dev/full");
  ASSERT_TRUE(full);
  EXPECT_TRUE((*full)->write("x"));
  const Status closed = (*full)->close();
  ASSERT_FALSE(closed);
  EXPECT_EQ(closed.error().kind, ErrorKind::kOutside);
  EXPECT_EQ(closed.error().message, "cannot write: No space left on device");
}

TEST_F(OutputFile, ReadOnlyFilesStay) {
  fs::permissions(folder_, fs::perms::all);
  ASSERT_TRUE((*open_file_sink(path("a")))->publish());
  fs::permissions(path("a"), fs::perms::owner_read | fs::perms::others_read);
  constexpr uid_t kNobody = 65534;  // root may write anything
  const uid_t self = ::geteuid();
  ASSERT_TRUE(self != 0 || ::seteuid(kNobody) == 0);
  const auto sink = open_file_sink(path("a"));
  ASSERT_TRUE(self != 0 || ::seteuid(self) == 0);
  ASSERT_FALSE(sink);
  EXPECT_EQ(sink.error().message, "cannot write: Permission denied");
}

TEST_F(OutputFile, FolderOfTables) {
  RunMetadata metadata("1.2.3");
  metadata.set_specs("abc", "");
  metadata.set_counts(5, 1);
  const OutputTarget target{path("out") + "/", true, OutputFormat::kCsv, Compression::kNone};
  Result<OutputFiles> files = OutputFiles::open(target, {"a", "../b"}, &metadata);
  ASSERT_TRUE(files);
  EXPECT_TRUE(files->write(0, "x\r\n", 1));
  EXPECT_TRUE(files->write(1, "y\r\n", 2));
  metadata.input().add("in");
  EXPECT_TRUE(files->finish());
  EXPECT_EQ(content("out/a.csv"), "x\r\n");
  EXPECT_EQ(content("out/%2E.%2Fb.csv"), "y\r\n");
  // The digests are what `printf abc | sha256sum` and `printf in | xxh128sum` print.
  EXPECT_EQ(content("out/a.csv.meta.json"),
            "{\n  \"headrace.version\": \"1.2.3\",\n"
            "  \"headrace.streaming_spec_sha256\": "
            "\"ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad\",\n"
            "  \"headrace.input_xxh3_128\": \"6925aa1d9e1c6e8a48068d8a56def9a6\",\n"
            "  \"headrace.input_bytes\": 2,\n  \"headrace.events\": 5,\n  \"headrace.events_skipped\": 1,\n"
            "  \"headrace.rows\": 1\n}\n");
}

TEST(InputDigest, OfNothing) { EXPECT_EQ(InputDigest().hex(), "99aa06d3014798d86001c324468d497f"); }

}  // namespace
}  // namespace headrace
