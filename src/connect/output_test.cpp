// What --output asks for, and files that appear whole or not at all.
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <functional>

#include "connect/aside.h"
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

TEST(OutputTarget, PipesAndDevices) {
  const fs::path folder = fs::path(testing::TempDir()) / ("headrace-target-" + std::to_string(::getpid()));
  fs::create_directories(folder);
  const std::pair<const char*, const char*> cases[] = {{"rows", "jsonl"},         {"rows.csv", "csv"},
                                                       {"rows.csv.gz", "csv.gz"}, {"a.parquet", "parquet"},
                                                       {"rows.txt", "jsonl"},     {"rows.json.gz", "jsonl"}};
  for (const auto& [name, format] : cases) {
    const std::string path = (folder / name).string();
    ASSERT_EQ(::mkfifo(path.c_str(), 0600), 0);
    EXPECT_EQ(dump(path, ""), path + " " + format);
  }
  EXPECT_EQ(dump((folder / "rows.csv").string(), "jsonl"), "! the name says csv, --output-format says jsonl");
  fs::remove_all(folder);
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
  // Writes a file as a run does; what went wrong, or "".
  static std::string write(const std::string& path, const char* text, Unpublished until) {
    const auto sink = open_file_sink(path, until);
    if (!sink) return sink.error().message;
    for (const Status& s : {(*sink)->write(text), (*sink)->close(), (*sink)->publish()}) {
      if (!s) return s.error().message;
    }
    return "";
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

TEST_P(NewOutputFile, StandsAsideUnderANameOfItsOwn) {
  // What an earlier process of the same number left.
  for (int n = 0; n < 1000; ++n)
    std::ofstream(path((".a." + std::to_string(::getpid()) + "-" + std::to_string(n) + ".tmp").c_str()));
  EXPECT_EQ(write(path("a"), "new", GetParam()), "");
  EXPECT_EQ(content("a"), "new");
}

TEST_P(NewOutputFile, LongNames) {
  EXPECT_EQ(write(path(std::string(255, 'x').c_str()), "new", GetParam()), "");
  EXPECT_EQ(names(), 1u);
  EXPECT_EQ(open_file_sink(path(std::string(256, 'x').c_str()), GetParam()).error().message,
            "cannot write: File name too long");
}

TEST_P(NewOutputFile, LinksStay) {
  fs::create_directory(folder_ / "elsewhere");
  fs::create_symlink("elsewhere/real", path("link"));
  fs::create_symlink(path("link"), path("to the link"));
  for (const char* text : {"first", "second"}) {
    EXPECT_EQ(write(path("to the link"), text, GetParam()), "");
    EXPECT_TRUE(fs::is_symlink(path("link")) && fs::is_symlink(path("to the link")));
    EXPECT_EQ(content("elsewhere/real"), text);
  }
  fs::create_symlink("/dev/null", path("null"));
  EXPECT_EQ(write(path("null"), "gone", GetParam()), "");
  EXPECT_TRUE(fs::is_symlink(path("null")));
  fs::create_symlink("self", path("self"));
  EXPECT_EQ(open_file_sink(path("self"), GetParam()).error().message,
            "cannot write: Too many levels of symbolic links");
}

constexpr uid_t kNobody = 65534;  // root may do anything

// Whether `test` could run as somebody who is not root.
void as_nobody(const std::function<void()>& test) {
  const uid_t self = ::geteuid();
  ASSERT_TRUE(self != 0 || ::seteuid(kNobody) == 0);
  test();
  ASSERT_TRUE(self != 0 || ::seteuid(self) == 0);
}

TEST_P(NewOutputFile, IntoAFolderThatMayNotBeRead) {
  fs::permissions(folder_, fs::perms(0333));
  std::string said;
  as_nobody([&] { said = write(path("a"), "new", GetParam()); });
  fs::permissions(folder_, fs::perms(0777));
  EXPECT_EQ(said, "");
  EXPECT_EQ(content("a"), "new");
  EXPECT_EQ(names(), 1u);
}

TEST_F(OutputFile, NothingIsLeftOfAProcessThatIsEnded) {
  GTEST_FLAG_SET(death_test_style, "threadsafe");  // in a new process, which has published nothing
  const auto end = [this](bool good) {
    fs::remove_all(folder_);
    ::_exit(good ? 0 : 1);
  };
  const auto stopped = [this] {
    const auto named = open_file_sink(path("a"), Unpublished::kNamed);
    const auto closed = open_file_sink(path("b"));
    return (*closed)->write("x") && (*closed)->close() && names() == 2 && end_unpublished() && names() == 0;
  };
  EXPECT_EXIT(end(stopped()), testing::ExitedWithCode(0), "");
  const auto stopped_too_late = [this] {
    const auto next = open_file_sink(path("a"));
    return write(path("b"), "whole", Unpublished::kNamed).empty() && !end_unpublished() && (*next)->close() &&
           (*next)->publish() && content("b") == "whole" && names() == 2;
  };
  EXPECT_EXIT(end(stopped_too_late()), testing::ExitedWithCode(0), "");
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
  EXPECT_EQ(write(path("a"), "", Unpublished::kNameless), "");
  fs::permissions(path("a"), fs::perms::owner_read | fs::perms::others_read);
  std::string said;
  as_nobody([&] { said = write(path("a"), "new", Unpublished::kNameless); });
  EXPECT_EQ(said, "cannot write: Permission denied");
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

TEST_F(OutputFile, AllOrNone) {
  RunMetadata metadata("1.2.3");
  const OutputTarget target{path("out") + "/", true, OutputFormat::kCsv, Compression::kNone};
  for (const char* taken : {"out/c.csv", "out/c.csv.meta.json"}) {
    {
      Result<OutputFiles> files = OutputFiles::open(target, {"a", "b", "c", "d"}, &metadata);
      ASSERT_TRUE(files);
      fs::create_directories(path(taken) + "/x");
      const Status finished = files->finish();
      ASSERT_FALSE(finished);
      EXPECT_EQ(finished.error().message, "cannot write: Is a directory");
      EXPECT_EQ(finished.error().place, path(taken));
    }
    fs::remove_all(path(taken));
    EXPECT_TRUE(fs::is_empty(path("out")));
  }
}

TEST(InputDigest, OfNothing) { EXPECT_EQ(InputDigest().hex(), "99aa06d3014798d86001c324468d497f"); }

}  // namespace
}  // namespace headrace
